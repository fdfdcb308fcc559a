"""Notices in the portal: each one's own, new until a button says otherwise, forgotten after a year."""

import datetime

import time_machine
from flask import Flask

from portal.notices import actions, queries
from portal.notices.words import ABOUT
from tests import people
from tests.people import Person, at_work, come_in, make, send


def _tell(app: Flask, person: Person, about: str = "decision", path: str = "/account") -> None:
    with at_work(app) as opened:
        actions.tell(opened, person.id, about, path)


def _unread(app: Flask, person: Person) -> int:
    with app.app_context():
        return queries.unread(person.id)


def test_a_notice_is_for_one_person(app: Flask) -> None:
    person, other = make(app), make(app)
    _tell(app, person)
    assert "Something was decided" in come_in(app, person).get("/en/notices").text
    assert "Something was decided" not in come_in(app, other).get("/en/notices").text


def test_reading_is_noted_by_a_button_and_never_by_looking(app: Flask) -> None:
    person = make(app)
    _tell(app, person)
    inside = come_in(app, person)
    page = inside.get("/en/notices")
    assert _unread(app, person) == 1
    assert send(inside, page).status_code == 303
    assert _unread(app, person) == 0


def test_an_old_form_asks_again_instead_of_doing_nothing(app: Flask) -> None:
    person = make(app)
    _tell(app, person)
    inside = come_in(app, person)
    page = inside.post("/en/notices/read")
    assert (page.status_code, 'role="alert"' in page.text, _unread(app, person)) == (400, True, 1)
    assert send(inside, page).status_code == 303


def test_a_notice_leads_to_its_page_in_the_readers_language(app: Flask) -> None:
    person = make(app)
    _tell(app, person, path="/account/sessions")
    assert 'href="/ar/account/sessions"' in come_in(app, person).get("/ar/notices").text


def test_everything_that_is_told_has_words(app: Flask) -> None:
    person = make(app)
    for about in ABOUT:
        _tell(app, person, about)
    assert come_in(app, person).get("/en/notices").status_code == 200
    assert _unread(app, person) == len(ABOUT)


def test_what_is_told_is_part_of_the_change(app: Flask) -> None:
    person = make(app)
    try:
        with at_work(app) as opened:
            actions.tell(opened, person.id, "role", "/account")
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert _unread(app, person) == 0


def test_notices_are_forgotten_after_a_year(app: Flask) -> None:
    person = make(app)
    _tell(app, person)
    for days, left in ((365, 1), (366, 0)):
        moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
        with time_machine.travel(moment), app.app_context():
            actions.forget_old()
            assert queries.unread(person.id) == left


def test_a_stranger_is_told_nothing(app: Flask) -> None:
    assert people.browser(app).get("/en/notices").location == "/en/account/sign-in?back=/en/notices"
