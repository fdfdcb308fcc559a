"""Roles, vetting, invitations and resets in person: what needs two people gets two, and everything is logged."""

import datetime
import json
from collections.abc import Sequence

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from map.organisations.models import Organisation, OrganisationVerification
from portal import db
from portal.accounts import actions, standing
from portal.accounts.models import AccessReset, Factor, Invitation, RoleGrant
from portal.accounts.tokens import grouped
from portal.log.models import LogEntry, LogText
from portal.permissions import Permission, Role
from tests import people
from tests.people import (
    PASSWORD,
    Browser,
    Person,
    at_work,
    come_in,
    fill_in,
    give,
    make,
    post,
    register,
    reread,
    send,
    sheets,
    sign_in,
    signed_in,
    told,
)  # fmt: skip

STAFF = "/en/account/staff"
NEW = "seven herons by the door"
DAY = datetime.timedelta(days=1)


def entries(app: Flask, person: Person) -> list[tuple[str, str, str]]:
    """What the log says about *person*: the act, by whom, and the words."""
    query = select(LogEntry.act, LogEntry.actor, LogText.text).join(LogText, LogText.entry_id == LogEntry.id)
    with app.app_context():
        rows = db.session().execute(query.where(LogText.about == person.ref).order_by(LogEntry.id)).all()
    return [(row.act, row.actor, str(json.loads(row.text))) for row in rows]


def _grant(inside: Browser, person: Person, role: Role, scope: str = "") -> TestResponse:
    return fill_in(inside, f"{STAFF}/grant", name=person.pseudonym, role=role, scope=scope)


def _grants(app: Flask, person: Person) -> Sequence[RoleGrant]:
    with app.app_context():
        return db.session().scalars(select(RoleGrant).where(RoleGrant.account_id == person.id)).all()


def _second(inside: Browser, kind: str, number: int) -> TestResponse:
    """Second a grant or a reset, by its button on the page of people and roles."""
    page = inside.get(STAFF)
    wanted = f"{STAFF}/{kind}/{number}/second"
    return post(inside, next(each for each in sheets(page) if each.action == wanted))


def _may(app: Flask, person: Person, permission: Permission) -> bool:
    return permission in standing.permissions(reread(app, person), strong=True)


def _in_days(number: int) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + number * DAY, tick=False)


# Roles.


def test_an_administrator_gives_a_role_that_holds_at_once(app: Flask) -> None:
    admin, person = make(app, Role.ADMIN), make(app)
    assert _grant(come_in(app, admin), person, Role.MODERATOR).status_code == 303
    assert _may(app, person, Permission.SANCTION)
    assert entries(app, person)[-1] == ("grant", admin.ref, "moderator")


def test_someone_is_found_by_sign_in_name_too(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, make(app, Role.ADMIN))
    fill_in(inside, f"{STAFF}/grant", name=grouped(person.name), role=Role.EDITOR, scope="")
    assert _may(app, person, Permission.VERIFY)


def test_who_is_given_a_role_is_told(app: Flask) -> None:
    person = make(app)
    _grant(come_in(app, make(app, Role.ADMIN)), person, Role.EDITOR)
    assert "You were given a role" in come_in(app, person).get("/en/notices").text


@pytest.mark.parametrize(
    ("role", "scope", "why"),
    [
        (Role.LEADER, "", "needs its name"),
        (Role.MODERATOR, "space:women", "needs its name"),
        (Role.LEADER, "space: women", "Write it like"),
        (Role.LEADER, "everywhere", "Write it like"),
        (Role.RESIDENT, "", "Not a valid choice"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_with_the_words_kept(
    app: Flask, role: Role, scope: str, why: str
) -> None:
    person = make(app)
    answer = _grant(come_in(app, make(app, Role.ADMIN)), person, role, scope)
    found = people.sheet(answer)
    assert (answer.status_code, found["name"], found["scope"]) == (400, person.pseudonym, scope)
    assert why in answer.text
    assert _grants(app, person) == []


def test_nobody_gives_a_role_to_themselves_or_to_a_stranger(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    inside = come_in(app, admin)
    assert "themselves" in _grant(inside, admin, Role.MODERATOR).text
    nobody = Person(0, "", "", "Nobody at all")
    assert "No account has this name" in _grant(inside, nobody, Role.MODERATOR).text


@people.both_databases
@pytest.mark.parametrize("role", [Role.ADMIN, Role.OMBUDSPERSON])
def test_a_role_that_two_people_give_counts_once_another_agrees(app: Flask, role: Role) -> None:
    first, other, person = make(app, Role.ADMIN), make(app, Role.ADMIN), make(app)
    _grant(come_in(app, first), person, role)
    assert not _may(app, person, Permission.READ_LOG)
    inside = come_in(app, other)
    assert "Waits for a second person" in inside.get(STAFF).text
    assert _second(inside, "grants", _grants(app, person)[0].id).status_code == 303
    assert _may(app, person, Permission.READ_LOG)
    assert [each[0] for each in entries(app, person)] == ["grant", "second"]


def _of(app: Flask, scope: str) -> Person:
    """An administrator who belongs to an organisation."""
    made = make(app, Role.ADMIN)
    give(app, made, Role.MEMBER, scope)
    return made


def test_the_second_person_is_another(app: Flask) -> None:
    first, person = make(app, Role.ADMIN), make(app)
    inside = come_in(app, first)
    _grant(inside, person, Role.ADMIN)
    assert _second(inside, "grants", _grants(app, person)[0].id).status_code == 400
    assert not _may(app, person, Permission.GRANT)


def test_the_second_person_is_of_another_organisation(app: Flask) -> None:
    first, same, other = (_of(app, scope) for scope in ("organisation:1", "organisation:1", "organisation:2"))
    person = make(app)
    _grant(come_in(app, first), person, Role.ADMIN)
    number = _grants(app, person)[0].id
    assert _second(come_in(app, same), "grants", number).status_code == 400
    assert _second(come_in(app, other), "grants", number).status_code == 303


def test_who_invited_the_first_is_no_second_person_nor_whom_they_invited(app: Flask) -> None:
    first, person = make(app, Role.ADMIN), make(app)
    invited = make(app, Role.ADMIN, inviter=first)
    _grant(come_in(app, first), person, Role.ADMIN)
    number = _grants(app, person)[0].id
    assert _second(come_in(app, invited), "grants", number).status_code == 400
    later = make(app)
    _grant(come_in(app, invited), later, Role.ADMIN)
    assert _second(come_in(app, first), "grants", _grants(app, later)[0].id).status_code == 400


def test_who_invited_the_one_who_gains_is_no_second_person(app: Flask) -> None:
    first, inviter = make(app, Role.ADMIN), make(app, Role.ADMIN)
    person = make(app, inviter=inviter)
    _grant(come_in(app, first), person, Role.ADMIN)
    assert _second(come_in(app, inviter), "grants", _grants(app, person)[0].id).status_code == 400


def test_the_one_who_gains_is_no_second_person(app: Flask) -> None:
    first, person = make(app, Role.ADMIN), make(app, Role.ADMIN)
    _grant(come_in(app, first), person, Role.OMBUDSPERSON)
    number = next(each.id for each in _grants(app, person) if not each.standing)
    assert _second(come_in(app, person), "grants", number).status_code == 400


def test_what_stands_is_not_seconded_again(app: Flask) -> None:
    person = make(app, Role.ADMIN)
    inside = come_in(app, make(app, Role.ADMIN))
    token = people.sheet(inside.get(STAFF))["token"]
    for number in (_grants(app, person)[0].id, 0):
        assert inside.post(f"{STAFF}/grants/{number}/second", data={"token": token}).status_code == 400


@people.both_databases
def test_a_role_that_ends_counts_no_more_and_is_logged(app: Flask) -> None:
    admin, person = make(app, Role.ADMIN), make(app, Role.MODERATOR)
    inside, theirs = come_in(app, admin), come_in(app, person)
    assert theirs.get("/en/account").status_code == 200
    token = people.sheet(inside.get(STAFF))["token"]
    number = _grants(app, person)[0].id
    assert inside.post(f"{STAFF}/grants/{number}/take-back", data={"token": token}).status_code == 303
    assert not _may(app, person, Permission.SANCTION)
    assert entries(app, person)[-1] == ("take back", admin.ref, "moderator")


# Vetting.


def _vet(inside: Browser, person: Person, until: datetime.date) -> TestResponse:
    return fill_in(inside, f"{STAFF}/vet", name=person.pseudonym, until=until.isoformat())


@people.both_databases
@pytest.mark.parametrize(
    ("role", "permission"), [(Role.LEADER, Permission.REVIEW), (Role.YOUTH, Permission.INVITE_YOUTH)]
)
def test_who_works_with_people_counts_only_while_vetted(app: Flask, role: Role, permission: Permission) -> None:
    admin, person = make(app, Role.ADMIN), make(app)
    inside = come_in(app, admin)
    _grant(inside, person, role, "space:youth")
    assert not _may(app, person, permission)
    assert _vet(inside, person, db.today() + 30 * DAY).status_code == 303
    for days, expected in ((0, True), (29, True), (30, False), (300, False)):
        with _in_days(days):
            assert _may(app, person, permission) is expected
    assert entries(app, person)[-1][:2] == ("vet", admin.ref)


def test_vetting_is_by_someone_else_and_for_days_to_come(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    inside = come_in(app, admin)
    assert _vet(inside, admin, db.today() + DAY).status_code == 400
    assert _vet(inside, make(app), db.today()).status_code == 400
    assert fill_in(inside, f"{STAFF}/vet", name=make(app).pseudonym, until="soon").status_code == 400


def test_a_leader_reviews_in_spaces_of_their_own(app: Flask) -> None:
    leader = reread(app, make(app, Role.LEADER, "space:women"))
    assert standing.reviews(leader, "post", "space:women")
    assert not standing.reviews(leader, "post", "space:men")
    assert not standing.reviews(leader, "guide", "space:women")


# Invitations.


def _invite(inside: Browser, role: Role, scope: str = "", path: str = "invite") -> str:
    return told(fill_in(inside, f"{STAFF}/{path}", role=role, scope=scope))[0]


def _use(inside: Browser, code: str) -> TestResponse:
    return fill_in(inside, "/en/account/invitation", code=code)


@people.both_databases
def test_an_invitation_works_once(app: Flask, client: Browser) -> None:
    admin, first, second = make(app, Role.ADMIN), make(app), make(app)
    code = _invite(come_in(app, admin), Role.EDITOR)
    assert _use(come_in(app, first), code.upper()).status_code == 200
    assert _use(come_in(app, second), code).status_code == 400
    assert (_may(app, first, Permission.REVIEW), _may(app, second, Permission.REVIEW)) == (True, False)
    assert reread(app, first).inviter_id == admin.id


def test_only_the_hash_of_an_invitation_is_kept(app: Flask) -> None:
    code = _invite(come_in(app, make(app, Role.ADMIN)), Role.EDITOR)
    with app.app_context():
        assert code not in db.session().scalars(select(Invitation.code_hash)).all()


def test_an_invitation_ends_after_two_weeks(app: Flask) -> None:
    code = _invite(come_in(app, make(app, Role.ADMIN)), Role.EDITOR)
    person = make(app)
    with _in_days(15):
        assert _use(come_in(app, person), code).status_code == 400
    with _in_days(14):
        assert _use(come_in(app, person), code).status_code == 200


def test_nobody_uses_an_invitation_of_their_own(app: Flask) -> None:
    inside = come_in(app, make(app, Role.ADMIN))
    assert _use(inside, _invite(inside, Role.EDITOR)).status_code == 400


def test_an_invitation_to_a_role_of_two_still_needs_the_second(app: Flask) -> None:
    person = make(app)
    _use(come_in(app, person), _invite(come_in(app, make(app, Role.ADMIN)), Role.ADMIN))
    assert not _may(app, person, Permission.GRANT)
    assert _second(come_in(app, make(app, Role.ADMIN)), "grants", _grants(app, person)[0].id).status_code == 303
    assert _may(app, person, Permission.GRANT)


@people.both_databases
def test_an_invitation_can_be_used_when_registering(app: Flask, client: Browser) -> None:
    code = _invite(come_in(app, make(app, Role.ADMIN)), Role.MEMBER, "organisation:7")
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
    code = _invite(inside, Role.MEMBER, "space:youth", "invite-youth")
    person = make(app, age="teen")
    assert _use(come_in(app, person), code).status_code == 200
    for scope in ("space:women", "organisation:1", ""):
        answer = fill_in(inside, f"{STAFF}/invite-youth", role=Role.MEMBER, scope=scope)
        assert (answer.status_code, told(answer)) == (400, [])
    answer = fill_in(inside, f"{STAFF}/invite-youth", role=Role.LEADER, scope="space:youth")
    assert (answer.status_code, told(answer)) == (400, [])


def test_an_invitation_ends_with_what_its_inviter_may(app: Flask) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    code = _invite(come_in(app, youth), Role.MEMBER, "space:youth", "invite-youth")
    with at_work(app) as opened:
        opened.delete(opened.scalars(select(RoleGrant).where(RoleGrant.account_id == youth.id)).one())
    assert _use(come_in(app, make(app)), code).status_code == 400


# Resets in person.


def _reset(inside: Browser, person: Person) -> TestResponse:
    return fill_in(inside, f"{STAFF}/reset", name=person.pseudonym)


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
        assert told(_reset(come_in(app, helper), person)) == []
        verify_organisation(app, int(scope.split(":")[1]))
    code = told(_reset(come_in(app, helper), person))[0]
    assert signed_in(lost), "the account is in danger only once the code is used"
    assert _recover(app, person, code) == 200
    assert not signed_in(lost)
    assert _recover(app, person, code) == 400
    assert sign_in(people.browser(app), person.name, NEW).status_code == 303
    assert entries(app, person)[0] == ("reset", helper.ref, "started")


def test_a_reset_code_is_good_for_an_hour(app: Flask, client: Browser) -> None:
    person = make(app)
    code = told(_reset(come_in(app, make(app, Role.ADMIN)), person))[0]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=61)):
        assert _recover(app, person, code) == 400
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=59)):
        assert _recover(app, person, code) == 200


def test_a_reset_drops_factors_and_is_told(app: Flask, client: Browser) -> None:
    person = make(app)
    with at_work(app) as opened:
        opened.add(Factor(account_id=person.id, kind="totp", secret=b"lost", added_on=db.today()))
    code = told(_reset(come_in(app, make(app, Role.ADMIN)), person))[0]
    _recover(app, person, code)
    outside = people.browser(app)
    assert sign_in(outside, person.name, NEW).location == "/en/account"
    assert "gave you your account back" in outside.get("/en/notices").text


@people.both_databases
def test_a_member_of_staff_gets_their_account_back_by_two(app: Flask, client: Browser) -> None:
    first, other, person = make(app, Role.ADMIN), make(app, Role.ADMIN), make(app, Role.MODERATOR)
    answer = _reset(come_in(app, first), person)
    assert (answer.status_code, told(answer)) == (200, [])
    inside = come_in(app, other)
    code = told(_second(inside, "resets", _number(app, person)))[0]
    assert _recover(app, person, code) == 200
    assert [each[2] for each in entries(app, person)] == ["started", "seconded"]


@pytest.mark.parametrize("whose", ["first", "organisation", "invited", "person"])
def test_a_reset_of_staff_needs_two_who_are_independent(app: Flask, whose: str) -> None:
    first, person = _of(app, "organisation:4"), make(app, Role.ADMIN)
    others = {
        "first": first,
        "organisation": _of(app, "organisation:4"),
        "invited": make(app, Role.ADMIN, inviter=first),
        "person": person,
    }
    _reset(come_in(app, first), person)
    answer = _second(come_in(app, others[whose]), "resets", _number(app, person))
    assert (answer.status_code, told(answer)) == (400, [])


def test_nobody_seconds_a_reset_too_late_or_twice(app: Flask) -> None:
    person = make(app, Role.EDITOR)
    _reset(come_in(app, make(app, Role.ADMIN)), person)
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
    assert "their own account" in _reset(come_in(app, admin), admin).text


def test_an_organisation_does_not_vouch_for_itself(app: Flask) -> None:
    one, other = (reread(app, each) for each in (_of(app, "organisation:8"), make(app)))
    assert standing.independent(one, other, about="organisation:9")
    assert not standing.independent(one, other, about="organisation:8")
    assert not standing.independent(other, one, about="organisation:8")


@people.both_databases
def test_ended_resets_and_invitations_are_forgotten(app: Flask) -> None:
    admin = make(app, Role.ADMIN)
    _invite(come_in(app, admin), Role.EDITOR)
    _reset(come_in(app, admin), make(app))
    with _in_days(60), app.app_context():
        actions.forget_old()
        for table in (AccessReset, Invitation):
            assert db.session().execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_a_sign_in_does_not_keep_a_role_that_was_taken(app: Flask) -> None:
    person = make(app, Role.EVALUATOR)
    inside = come_in(app, person)
    path = "/en/moderation/log"
    assert inside.get(path).status_code == 200
    with at_work(app) as opened:
        opened.delete(opened.scalars(select(RoleGrant).where(RoleGrant.account_id == person.id)).one())
    assert inside.get(path).status_code == 403
