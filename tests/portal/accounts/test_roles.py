"""Roles and vetting: what needs two people gets two, what ends counts no more, and everything is logged."""

import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import db
from portal.accounts import standing
from portal.accounts.models import RoleGrant
from portal.accounts.tokens import grouped
from portal.permissions import Permission, Role
from tests import people
from tests.people import (
    Browser,
    Person,
    at_work,
    come_in,
    fill_in,
    make,
    reread,
)
from tests.portal.accounts.staffing import (
    DAY,
    STAFF,
    admin_of,
    entries,
    grant,
    grants,
    in_days,
    may,
    second,
)

pytestmark = pytest.mark.slow


def test_an_administrator_gives_a_role_that_holds_at_once(app: Flask) -> None:
    admin, person = make(app, Role.ADMIN), make(app)
    assert grant(come_in(app, admin), person, Role.MODERATOR).status_code == 303
    assert may(app, person, Permission.SANCTION)
    assert entries(app, person)[-1] == ("grant", admin.ref, "moderator")


def test_someone_is_found_by_sign_in_name_too(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, make(app, Role.ADMIN))
    fill_in(inside, f"{STAFF}/grant", name=grouped(person.name), role=Role.EDITOR, scope="")
    assert may(app, person, Permission.VERIFY)


def test_who_is_given_a_role_is_told(app: Flask) -> None:
    person = make(app)
    grant(come_in(app, make(app, Role.ADMIN)), person, Role.EDITOR)
    assert "You were given a role" in come_in(app, person).get("/en/notices").text


@pytest.mark.parametrize(
    ("role", "scope", "why"),
    [
        (Role.LEADER, "", "needs its name"),
        (Role.MODERATOR, "space:women", "needs its name"),
        (Role.LEADER, "space: women", "Write it like"),
        (Role.LEADER, "everywhere", "Write it like"),
        (Role.RESIDENT, "", "Choose one of these"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_with_the_words_kept(
    app: Flask, role: Role, scope: str, why: str
) -> None:
    person = make(app)
    answer = grant(come_in(app, make(app, Role.ADMIN)), person, role, scope)
    found = people.sheet(answer)
    assert (answer.status_code, found["name"], found["scope"]) == (400, person.pseudonym, scope)
    assert why in answer.text
    assert grants(app, person) == []


def test_nobody_gives_a_role_to_themselves_or_to_a_stranger(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    inside = come_in(app, admin)
    assert "themselves" in grant(inside, admin, Role.MODERATOR).text
    nobody = Person(0, "", "", "Nobody at all")
    assert "No account has this name" in grant(inside, nobody, Role.MODERATOR).text


@people.both_databases
@pytest.mark.parametrize("role", [Role.ADMIN, Role.OMBUDSPERSON])
def test_a_role_that_two_people_give_counts_once_another_agrees(app: Flask, role: Role) -> None:
    first, other, person = make(app, Role.ADMIN), make(app, Role.ADMIN), make(app)
    grant(come_in(app, first), person, role)
    assert not may(app, person, Permission.READ_LOG)
    inside = come_in(app, other)
    assert "Waits for a second person" in inside.get(STAFF).text
    assert second(inside, "grants", grants(app, person)[0].id).status_code == 303
    assert may(app, person, Permission.READ_LOG)
    assert [each[0] for each in entries(app, person)] == ["grant", "second"]


def test_the_second_person_is_another(app: Flask) -> None:
    first, person = make(app, Role.ADMIN), make(app)
    inside = come_in(app, first)
    grant(inside, person, Role.ADMIN)
    assert second(inside, "grants", grants(app, person)[0].id).status_code == 400
    assert not may(app, person, Permission.GRANT)


def test_the_second_person_is_of_another_organisation(app: Flask) -> None:
    first, same, other = (admin_of(app, scope) for scope in ("organisation:1", "organisation:1", "organisation:2"))
    person = make(app)
    grant(come_in(app, first), person, Role.ADMIN)
    number = grants(app, person)[0].id
    assert second(come_in(app, same), "grants", number).status_code == 400
    assert second(come_in(app, other), "grants", number).status_code == 303


def test_who_invited_the_first_is_no_second_person_nor_whom_they_invited(app: Flask) -> None:
    first, person = make(app, Role.ADMIN), make(app)
    invited = make(app, Role.ADMIN, inviter=first)
    grant(come_in(app, first), person, Role.ADMIN)
    number = grants(app, person)[0].id
    assert second(come_in(app, invited), "grants", number).status_code == 400
    later = make(app)
    grant(come_in(app, invited), later, Role.ADMIN)
    assert second(come_in(app, first), "grants", grants(app, later)[0].id).status_code == 400


def test_who_invited_the_one_who_gains_is_no_second_person(app: Flask) -> None:
    first, inviter = make(app, Role.ADMIN), make(app, Role.ADMIN)
    person = make(app, inviter=inviter)
    grant(come_in(app, first), person, Role.ADMIN)
    assert second(come_in(app, inviter), "grants", grants(app, person)[0].id).status_code == 400


def test_the_one_who_gains_is_no_second_person(app: Flask) -> None:
    first, person = make(app, Role.ADMIN), make(app, Role.ADMIN)
    grant(come_in(app, first), person, Role.OMBUDSPERSON)
    number = next(each.id for each in grants(app, person) if not each.standing)
    assert second(come_in(app, person), "grants", number).status_code == 400


def test_what_stands_is_not_seconded_again(app: Flask) -> None:
    person = make(app, Role.ADMIN)
    inside = come_in(app, make(app, Role.ADMIN))
    token = people.sheet(inside.get(STAFF))["token"]
    for number in (grants(app, person)[0].id, 0):
        assert inside.post(f"{STAFF}/grants/{number}/second", data={"token": token}).status_code == 400


@people.both_databases
def test_a_role_that_ends_counts_no_more_and_is_logged(app: Flask) -> None:
    admin, person = make(app, Role.ADMIN), make(app, Role.MODERATOR)
    inside, theirs = come_in(app, admin), come_in(app, person)
    assert theirs.get("/en/account").status_code == 200
    token = people.sheet(inside.get(STAFF))["token"]
    number = grants(app, person)[0].id
    assert inside.post(f"{STAFF}/grants/{number}/take-back", data={"token": token}).status_code == 303
    assert not may(app, person, Permission.SANCTION)
    assert entries(app, person)[-1] == ("take back", admin.ref, "moderator")


def _vet(inside: Browser, person: Person, until: datetime.date) -> TestResponse:
    return fill_in(inside, f"{STAFF}/vet", name=person.pseudonym, until=until.isoformat())


@people.both_databases
@pytest.mark.parametrize(
    ("role", "permission"), [(Role.LEADER, Permission.REVIEW), (Role.YOUTH, Permission.INVITE_YOUTH)]
)
def test_who_works_with_people_counts_only_while_vetted(app: Flask, role: Role, permission: Permission) -> None:
    admin, person = make(app, Role.ADMIN), make(app)
    inside = come_in(app, admin)
    grant(inside, person, role, "space:youth")
    assert not may(app, person, permission)
    assert _vet(inside, person, db.today() + 30 * DAY).status_code == 303
    for days, expected in ((0, True), (29, True), (30, False), (300, False)):
        with in_days(days):
            assert may(app, person, permission) is expected
    assert entries(app, person)[-1][:2] == ("vet", admin.ref)


def test_vetting_is_by_someone_else_and_for_days_to_come(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    inside = come_in(app, admin)
    assert _vet(inside, admin, db.today() + DAY).status_code == 400
    assert _vet(inside, make(app), db.today()).status_code == 400
    assert fill_in(inside, f"{STAFF}/vet", name=make(app).pseudonym, until="soon").status_code == 400


def test_a_leader_reviews_in_spaces_of_their_own(app: Flask) -> None:
    leader = reread(app, make(app, Role.LEADER, "space:women"))
    assert [each.scope for each in standing.reviewing(leader, "post")] == ["space:women"]
    assert standing.reviewing(leader, "guide") == []


def test_an_organisation_does_not_vouch_for_itself(app: Flask) -> None:
    one, other = (reread(app, each) for each in (admin_of(app, "organisation:8"), make(app)))
    assert standing.independent(one, other, about="organisation:9")
    assert not standing.independent(one, other, about="organisation:8")
    assert not standing.independent(other, one, about="organisation:8")


def test_a_sign_in_does_not_keep_a_role_that_was_taken(app: Flask) -> None:
    person = make(app, Role.EVALUATOR)
    inside = come_in(app, person)
    path = "/en/moderation/log"
    assert inside.get(path).status_code == 200
    with at_work(app) as opened:
        opened.delete(opened.scalars(select(RoleGrant).where(RoleGrant.account_id == person.id)).one())
    assert inside.get(path).status_code == 403
