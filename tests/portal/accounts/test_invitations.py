"""Invitations: for one person, for two weeks, to what the inviter may give."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal import db
from portal.accounts import actions
from portal.accounts.models import AccessReset, Invitation, RoleGrant
from portal.permissions import Permission, Role
from tests import people
from tests.people import (
    PASSWORD,
    Browser,
    at_work,
    come_in,
    fill_in,
    make,
    register,
    reread,
    send,
    told,
)
from tests.portal.accounts.staffing import STAFF, grants, in_days, invite, may, reset, second

pytestmark = pytest.mark.slow


def _use(inside: Browser, code: str) -> TestResponse:
    return fill_in(inside, "/en/account/invitation", code=code)


@people.both_databases
def test_an_invitation_works_once(app: Flask, client: Browser) -> None:
    admin, first, second = make(app, Role.ADMIN), make(app), make(app)
    code = invite(come_in(app, admin), Role.EDITOR)
    assert _use(come_in(app, first), code.upper()).status_code == 200
    assert _use(come_in(app, second), code).status_code == 400
    assert (may(app, first, Permission.REVIEW), may(app, second, Permission.REVIEW)) == (True, False)
    assert reread(app, first).inviter_id == admin.id


def test_only_the_hash_of_an_invitation_is_kept(app: Flask) -> None:
    code = invite(come_in(app, make(app, Role.ADMIN)), Role.EDITOR)
    with app.app_context():
        assert code not in db.session().scalars(select(Invitation.code_hash)).all()


def test_an_invitation_ends_after_two_weeks(app: Flask) -> None:
    code = invite(come_in(app, make(app, Role.ADMIN)), Role.EDITOR)
    person = make(app)
    with in_days(15):
        assert _use(come_in(app, person), code).status_code == 400
    with in_days(14):
        assert _use(come_in(app, person), code).status_code == 200


def test_nobody_uses_an_invitation_of_their_own(app: Flask) -> None:
    inside = come_in(app, make(app, Role.ADMIN))
    assert _use(inside, invite(inside, Role.EDITOR)).status_code == 400


def test_an_invitation_to_a_role_of_two_still_needs_the_second(app: Flask) -> None:
    person = make(app)
    _use(come_in(app, person), invite(come_in(app, make(app, Role.ADMIN)), Role.ADMIN))
    assert not may(app, person, Permission.GRANT)
    assert second(come_in(app, make(app, Role.ADMIN)), "grants", grants(app, person)[0].id).status_code == 303
    assert may(app, person, Permission.GRANT)


@people.both_databases
def test_an_invitation_can_be_used_when_registering(app: Flask, client: Browser) -> None:
    code = invite(come_in(app, make(app, Role.ADMIN)), Role.MEMBER, "organisation:7")
    page = client.get(f"/en/account/register?invitation={code}")
    words = {"age": "adult", "pseudonym": people.new_pseudonym(), "password": PASSWORD}
    assert people.sheet(page)["invitation"] == code
    assert send(client, page, **words).status_code == 200
    assert "organisation:7" in client.get("/en/account").text


def test_a_bad_invitation_makes_no_account_and_keeps_the_words(app: Flask, client: Browser) -> None:
    page = register(client, invitation="k7mq-29xd-hh4t-wz3p", pseudonym="Green Kettle")
    assert (page.status_code, people.sheet(page)["pseudonym"]) == (400, "Green Kettle")
    assert "Set-Cookie" not in page.headers


def test_a_youth_programme_invites_only_to_its_own_space(app: Flask) -> None:
    inside = come_in(app, make(app, Role.YOUTH, "space:youth"))
    code = invite(inside, Role.MEMBER, "space:youth", "invite-youth")
    person = make(app, age="teen")
    assert _use(come_in(app, person), code).status_code == 200
    for scope in ("space:women", "organisation:1", ""):
        answer = fill_in(inside, f"{STAFF}/invite-youth", role=Role.MEMBER, scope=scope)
        assert (answer.status_code, told(answer)) == (400, [])
    answer = fill_in(inside, f"{STAFF}/invite-youth", role=Role.LEADER, scope="space:youth")
    assert (answer.status_code, told(answer)) == (400, [])


def test_an_invitation_ends_with_what_its_inviter_may(app: Flask) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    code = invite(come_in(app, youth), Role.MEMBER, "space:youth", "invite-youth")
    with at_work(app) as opened:
        opened.delete(opened.scalars(select(RoleGrant).where(RoleGrant.account_id == youth.id)).one())
    assert _use(come_in(app, make(app)), code).status_code == 400


@people.both_databases
def test_ended_resets_and_invitations_are_forgotten(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    invite(come_in(app, admin), Role.EDITOR)
    reset(come_in(app, admin), make(app))
    with in_days(60), app.app_context():
        actions.forget_old()
        for table in (AccessReset, Invitation):
            assert db.session().execute(select(func.count()).select_from(table)).scalar_one() == 0
