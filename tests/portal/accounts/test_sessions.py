"""Where someone is signed in: listed, named and ended by them alone; and what a cache may keep."""

import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.accounts import actions
from portal.accounts.models import AccountSession
from tests import people
from tests.people import (
    PASSWORD,
    Browser,
    Person,
    come_in,
    fill_in,
    make,
    post,
    register,
    send,
    sheets,
    sign_in,
    signed_in,
    told,
)

pytestmark = pytest.mark.slow

NEW = "seven herons by the door"


def rows(app: Flask, person: Person) -> list[AccountSession]:
    with app.app_context():
        query = select(AccountSession).where(AccountSession.account_id == person.id).order_by(AccountSession.id)
        return list(db.session().scalars(query))


def _later(days: int) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days), tick=False)


def test_every_sign_in_is_listed_and_this_one_is_marked(app: Flask) -> None:
    person = make(app)
    inside, _other = come_in(app, person), come_in(app, person)
    page = inside.get("/en/account/sessions")
    assert page.text.count("Signed in on") == 2
    assert page.text.count("This one") == 1


@people.both_databases
def test_a_sign_in_gets_the_name_that_its_owner_gives(app: Flask) -> None:
    inside = come_in(app, make(app))
    page = inside.get("/en/account/sessions")
    send(inside, page, name="My old phone مفاتيح")
    assert "My old phone مفاتيح" in inside.get("/en/account/sessions").text


def test_nothing_is_kept_of_the_place_or_the_device(app: Flask) -> None:
    person = make(app)
    outside = people.browser(app, "203.0.113.9")
    page = outside.get("/en/account/sign-in", headers={"User-Agent": "Spy/1.0"})
    outside.environ_base["HTTP_USER_AGENT"] = "Spy/1.0"
    send(outside, page, name=person.name, password=PASSWORD)
    kept = "".join(str(value) for row in rows(app, person) for value in vars(row).values())
    assert not any(secret in kept for secret in ("203.0.113", "Spy"))


@people.both_databases
def test_an_ended_sign_in_is_out_at_its_next_request(app: Flask) -> None:
    person = make(app)
    lost = come_in(app, person)
    assert signed_in(lost)
    inside = come_in(app, person)
    page = inside.get("/en/account/sessions")
    post(inside, sheets(page)[-1], end="1")
    assert (signed_in(lost), signed_in(inside)) == (False, True)


def test_nobody_ends_or_names_the_sign_in_of_another(app: Flask) -> None:
    victim, stranger = make(app), make(app)
    inside, other = come_in(app, victim), come_in(app, stranger)
    number = rows(app, victim)[0].id
    page = other.get("/en/account/sessions")
    for words in ({"end": "1"}, {"name": "Hers"}):
        data = dict(sheets(page)[0].fields) | words
        assert other.post(f"/en/account/sessions/{number}", data=data).status_code == 303
    assert signed_in(inside)
    assert rows(app, victim)[0].name == ""


def test_a_bad_form_keeps_the_name_that_was_typed(app: Flask) -> None:
    inside = come_in(app, make(app))
    page = inside.get("/en/account/sessions")
    for words in ({"token": "old", "name": "My phone"}, {"name": "x" * 61}):
        answer = send(inside, page, **words)
        assert answer.status_code == 400
        assert words["name"] in answer.text
        assert 'role="alert"' in answer.text


@people.both_databases
def test_a_new_password_ends_every_sign_in_but_this_one(app: Flask) -> None:
    person = make(app)
    inside, lost = come_in(app, person), come_in(app, person)
    answer = fill_in(inside, "/en/account/password", old=PASSWORD, password=NEW)
    assert answer.status_code == 200
    assert (signed_in(inside), signed_in(lost)) == (True, False)
    outside = people.browser(app)
    assert sign_in(outside, person.name).status_code == 400
    assert sign_in(outside, person.name, NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [("wrong", NEW, "does not fit"), (PASSWORD, "short", "at least 10"), (PASSWORD, "password123456", "theft")],
)
def test_a_password_is_changed_only_by_who_knows_it(app: Flask, old: str, new: str, why: str) -> None:
    person = make(app)
    inside = come_in(app, person)
    answer = fill_in(inside, "/en/account/password", old=old, password=new)
    assert (answer.status_code, why in answer.text) == (400, True)
    assert signed_in(inside)
    assert sign_in(people.browser(app), person.name).status_code == 303


def test_guessing_the_old_password_is_slowed(app: Flask, client: Browser) -> None:
    inside = come_in(app, make(app))
    guesses = [fill_in(inside, "/en/account/password", old=f"guess {n}", password=NEW) for n in range(6)]
    assert [each.status_code for each in guesses] == [400] * 5 + [429]
    assert "Retry-After" in guesses[-1].headers


@people.both_databases
def test_a_recovery_code_works_once_and_ends_every_sign_in(app: Flask, client: Browser) -> None:
    name, code, *_ = told(register(client))
    outside = people.browser(app)
    answer = fill_in(outside, "/en/account/recover", name=name, code=code.upper(), password=NEW)
    assert answer.status_code == 200
    assert not signed_in(client)
    assert sign_in(outside, name, NEW).status_code == 303
    again = fill_in(outside, "/en/account/recover", name=name, code=code, password="another quiet river")
    assert (again.status_code, "was used" in again.text) == (400, True)
    assert sign_in(people.browser(app), name, NEW).status_code == 303


def test_recovery_tells_nobody_whether_a_name_exists(app: Flask, client: Browser) -> None:
    known, unknown = (
        fill_in(client, "/en/account/recover", name=name, code="k7mq-29xd-hh4t-wz3p", password=NEW)
        for name in (make(app).name, "0000000000")
    )
    assert (known.status_code, unknown.status_code, len(known.data)) == (400, 400, len(unknown.data))


def test_a_code_of_one_account_does_not_open_another(app: Flask, client: Browser) -> None:
    code = told(register(client))[1]
    person = make(app)
    fill_in(people.browser(app), "/en/account/recover", name=person.name, code=code, password=NEW)
    assert sign_in(people.browser(app), person.name).status_code == 303


def test_guessing_recovery_codes_is_slowed_with_the_words_kept(app: Flask, client: Browser) -> None:
    name = make(app).name
    words = {"name": name, "code": "k7mq-29xd-hh4t-wz3p", "password": NEW}
    guesses = [fill_in(client, "/en/account/recover", **words) for _ in range(6)]
    assert [each.status_code for each in guesses] == [400] * 5 + [429]
    assert people.sheet(guesses[-1])["code"] == words["code"]


def test_new_recovery_codes_end_the_old_ones(app: Flask, client: Browser) -> None:
    name, old, *_ = told(register(client))
    send(client, client.get("/en/account/codes", follow_redirects=True), password=PASSWORD)
    page = fill_in(client, "/en/account/codes")
    new = told(page)
    assert len(new) == 6
    outside = people.browser(app)
    recover = "/en/account/recover"
    assert fill_in(outside, recover, name=name, code=old, password=NEW).status_code == 400
    assert fill_in(outside, recover, name=name, code=new[0], password=NEW).status_code == 200


@people.both_databases
def test_a_short_sign_in_ends_by_itself_and_a_long_one_after_a_month(app: Flask) -> None:
    person = make(app)
    short, long = people.browser(app), people.browser(app)
    sign_in(short, person.name)
    sign_in(long, person.name, stay="y")
    for days, expected in ((0, (True, True)), (2, (False, True)), (30, (False, True)), (31, (False, False))):
        with _later(days):
            assert (signed_in(short), signed_in(long)) == expected


@people.both_databases
def test_ended_rows_are_forgotten(app: Flask) -> None:
    person = make(app)
    come_in(app, person)
    with _later(3), app.app_context():
        actions.forget_old()
    assert rows(app, person) == []


def test_a_made_up_cookie_is_nobody(client: Browser) -> None:
    for value in ("", "x", "0" * 4000, "ünï", "'; DROP TABLE account;--"):
        client.set_cookie("wayhouse", value)
        assert not signed_in(client)


def test_what_is_made_for_someone_is_kept_by_no_cache(app: Flask) -> None:
    inside = come_in(app, make(app))
    for path in ("/en/account", "/en/", "/en/places", "/en/notices", "/api/places.geojson?bbox=24,60,25,61&zoom=9"):
        answer = inside.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_an_anonymous_page_may_be_kept_and_is_the_same_for_all(client: Browser) -> None:
    for path in ("/en/", "/en/places", "/en/menu"):
        answer = client.get(path)
        assert (answer.headers["Cache-Control"], "ETag" in answer.headers) == ("no-cache", True)
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers


def test_pages_for_strangers_with_a_form_are_kept_by_no_cache(client: Browser) -> None:
    for path in ("sign-in", "register", "recover"):
        assert client.get(f"/en/account/{path}").headers["Cache-Control"] == "no-store"
