"""Resets in person: a resident gets an account back by one, staff by two, and everything is logged."""

import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from map.organisations.models import Organisation, OrganisationVerification
from portal import db
from portal.accounts.models import AccessReset, Factor
from portal.permissions import Role
from tests import people
from tests.people import (
    Browser,
    Person,
    at_work,
    come_in,
    fill_in,
    make,
    post,
    sheets,
    sign_in,
    signed_in,
    told,
)
from tests.portal.accounts.staffing import (
    STAFF,
    admin_of,
    entries,
    reset,
    second,
)

pytestmark = pytest.mark.slow

NEW = "seven herons by the door"


def _recover(app: Flask, person: Person, code: str) -> int:
    words = {"name": person.name, "code": code, "password": NEW}
    return fill_in(people.browser(app), "/en/account/recover", **words).status_code


def _number(app: Flask, person: Person) -> int:
    with app.app_context():
        return db.session().scalars(select(AccessReset.id).where(AccessReset.account_id == person.id)).one()


def verify_organisation(app: Flask, number: int) -> None:
    """Let there be an organisation that two people verified."""
    verifiers = [make(app).id for _ in range(2)]
    with people.at_work(app) as opened:
        said = [OrganisationVerification(verified_by=each, verified_on=db.today()) for each in verifiers]
        row = Organisation(id=number, slug="helpers", name="Helpers", state="published", locked=False)
        row.verifications = said
        opened.add(row)


@people.both_databases
@pytest.mark.parametrize(("role", "scope"), [(Role.ADMIN, ""), (Role.RESPONDER, "organisation:3")])
def test_a_resident_gets_their_account_back_by_one(app: Flask, client: Browser, role: Role, scope: str) -> None:
    helper, person = make(app, role, scope), make(app)
    lost = come_in(app, person)
    if scope:
        assert told(reset(come_in(app, helper), person)) == []
        verify_organisation(app, int(scope.split(":")[1]))
    code = told(reset(come_in(app, helper), person))[0]
    assert signed_in(lost), "the account is in danger only once the code is used"
    assert _recover(app, person, code) == 200
    assert not signed_in(lost)
    assert _recover(app, person, code) == 400
    assert sign_in(people.browser(app), person.name, NEW).status_code == 303
    assert entries(app, person)[0] == ("reset", helper.ref, "started")


def test_a_reset_code_is_good_for_an_hour(app: Flask, client: Browser) -> None:
    person = make(app)
    code = told(reset(come_in(app, make(app, Role.ADMIN)), person))[0]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=61)):
        assert _recover(app, person, code) == 400
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=59)):
        assert _recover(app, person, code) == 200


def test_a_reset_drops_factors_and_is_told(app: Flask, client: Browser) -> None:
    person = make(app)
    with at_work(app) as opened:
        opened.add(Factor(account_id=person.id, kind="totp", secret=b"lost", added_on=db.today()))
    code = told(reset(come_in(app, make(app, Role.ADMIN)), person))[0]
    _recover(app, person, code)
    outside = people.browser(app)
    assert sign_in(outside, person.name, NEW).location == "/en/account"
    assert "gave you your account back" in outside.get("/en/notices").text


@people.both_databases
def test_a_member_of_staff_gets_their_account_back_by_two(app: Flask, client: Browser) -> None:
    first, other, person = make(app, Role.ADMIN), make(app, Role.ADMIN), make(app, Role.MODERATOR)
    answer = reset(come_in(app, first), person)
    assert (answer.status_code, told(answer)) == (200, [])
    inside = come_in(app, other)
    code = told(second(inside, "resets", _number(app, person)))[0]
    assert _recover(app, person, code) == 200
    assert [each[2] for each in entries(app, person)] == ["started", "seconded"]


@pytest.mark.parametrize("whose", ["first", "organisation", "invited", "person"])
def test_a_reset_of_staff_needs_two_who_are_independent(app: Flask, whose: str) -> None:
    first, person = admin_of(app, "organisation:4"), make(app, Role.ADMIN)
    others = {
        "first": first,
        "organisation": admin_of(app, "organisation:4"),
        "invited": make(app, Role.ADMIN, inviter=first),
        "person": person,
    }
    reset(come_in(app, first), person)
    answer = second(come_in(app, others[whose]), "resets", _number(app, person))
    assert (answer.status_code, told(answer)) == (400, [])


def test_nobody_seconds_a_reset_too_late_or_twice(app: Flask) -> None:
    person = make(app, Role.EDITOR)
    reset(come_in(app, make(app, Role.ADMIN)), person)
    number, other = _number(app, person), make(app, Role.ADMIN)
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=61)):
        late = come_in(app, other)
        assert not [each for each in sheets(late.get(STAFF)) if f"resets/{number}/" in each.action]
        token = people.sheet(late.get(STAFF))["token"]
        assert late.post(f"{STAFF}/resets/{number}/second", data={"token": token}).status_code == 400
    inside = come_in(app, other)
    page = inside.get(STAFF)
    button = next(each for each in sheets(page) if each.action == f"{STAFF}/resets/{number}/second")
    assert [len(told(post(inside, button))) for _ in range(2)] == [1, 0]


def test_nobody_resets_their_own_account(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    assert "their own account" in reset(come_in(app, admin), admin).text
