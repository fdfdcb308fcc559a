"""Alerts: shown at once as one person's word, over after six hours unless a second person confirms it."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from benchmarks.measure import statements
from forum.updates.models import Alert
from portal import db
from portal.kinds import kind_of
from portal.moderation.models import ReviewItem
from portal.permissions import Role
from tests.people import Browser, Person, browser, come_in, fill_in, give, make, post, sheets

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
WORDS = {"what": "scam", "title": "False bus tickets", "text": "Someone sells them at the station.", "days": "3"}
ALONE, TWO = "One person says so. Not confirmed yet.", "Two people confirm it."


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that tests move."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def press(client: Browser, path: str, act: str) -> TestResponse:
    """Press the button *act* (second, over) of an alert's page."""
    found = [each for each in sheets(client.get(path)) if each.action.endswith(f"/{act}")]
    return post(client, found[0]) if found else client.post(f"{path}/{act}")


def raised(app: Flask) -> tuple[Person, str]:
    """An alert that a leader raised just now: who, and its path."""
    leader = make(app, Role.LEADER, "area:kallio")
    return leader, fill_in(come_in(app, leader), "/en/alerts/raise", **WORDS).location


def later(clock: time_machine.Traveller, **delta: float) -> None:
    clock.move_to(NOON + datetime.timedelta(**delta))


def test_one_persons_word_counts_for_six_hours(app: Flask, clock: time_machine.Traveller) -> None:
    _, path = raised(app)
    outside = browser(app)
    for each in ("/en/", "/en/updates", path):
        page = outside.get(each).text
        assert WORDS["title"] in page, each
        assert ALONE in page, each
    with app.app_context():
        row = db.session().scalars(select(Alert)).one()
        assert db.session().scalars(select(ReviewItem.reasons)).one() == "after"
        assert kind_of("alert").exempt(row)
    later(clock, hours=5, minutes=59)
    assert WORDS["title"] in outside.get("/en/").text
    later(clock, hours=6, minutes=1)
    assert WORDS["title"] not in outside.get("/en/").text
    page = outside.get(path).text
    assert "No second person confirmed it" in page
    assert WORDS["text"] not in page
    assert press(come_in(app, make(app, Role.MODERATOR)), path, "second").status_code == 400


def test_a_second_person_of_another_organisation_lets_it_last(app: Flask, clock: time_machine.Traveller) -> None:
    leader, path = raised(app)
    give(app, leader, Role.MEMBER, "organisation:7")
    colleague = make(app, Role.RESPONDER, "organisation:7")
    guest = make(app, Role.EDITOR, inviter=leader)
    later(clock, hours=5, minutes=59)
    for each in (leader, colleague, guest):
        assert press(come_in(app, each), path, "second").status_code == 400
    assert press(come_in(app, make(app)), path, "second").status_code == 403
    assert ALONE in browser(app).get("/en/").text
    other = come_in(app, make(app, Role.RESPONDER, "organisation:8"))
    assert press(other, path, "second").status_code == 303
    assert press(come_in(app, make(app, Role.EDITOR)), path, "second").status_code == 400
    for hours in (6, 71):
        later(clock, hours=hours, minutes=1)
        assert TWO in browser(app).get("/en/").text
    later(clock, hours=72, minutes=1)
    assert WORDS["title"] not in browser(app).get("/en/").text
    outside, moderator = browser(app), come_in(app, make(app, Role.MODERATOR))
    page = outside.get(path).text
    assert [each in page for each in ("Scam going round", "This alert is over.", "November 25, 2026 · 14:00")] == [
        True
    ] * 3
    assert not any(each in page for each in (WORDS["title"], WORDS["text"], leader.pseudonym, "/flag/alert/"))
    assert WORDS["text"] in come_in(app, leader).get(path).text
    assert "/flag/alert/" in moderator.get(path).text
    flag = path.replace("/alerts/", "/flag/alert/")
    assert [each.get(flag).status_code for each in (moderator, outside)] == [200, 404]


@EMBEDDED
def test_nobody_fills_the_home_page_alone(app: Flask, clock: time_machine.Traveller) -> None:
    leader, path = raised(app)
    client, other = come_in(app, leader), come_in(app, make(app, Role.RESPONDER, "organisation:8"))
    assert fill_in(client, "/en/alerts/raise", **WORDS).status_code == 303
    third = fill_in(client, "/en/alerts/raise", **WORDS)
    assert (third.status_code, WORDS["text"] in third.text) == (400, True)
    assert press(other, path, "second").status_code == 303
    assert fill_in(client, "/en/alerts/raise", **WORDS).status_code == 303
    raised(app)
    page = browser(app).get("/en/").text
    assert (page.count('<article class="alert'), page.count(ALONE)) == (3, 2)
    assert page.index(TWO) < page.index(ALONE)


@EMBEDDED
def test_who_raised_it_or_a_moderator_says_that_it_is_over(app: Flask, clock: time_machine.Traveller) -> None:
    leader, path = raised(app)
    _, other_path = raised(app)
    assert press(come_in(app, make(app, Role.EDITOR)), path, "over").status_code == 400
    assert press(come_in(app, leader), path, "over").status_code == 303
    assert press(come_in(app, make(app, Role.MODERATOR)), other_path, "over").status_code == 303
    assert WORDS["title"] not in browser(app).get("/en/").text
    assert "This alert is over" in browser(app).get(path).text


@EMBEDDED
def test_an_alert_of_someone_who_left_waits_for_nobody(app: Flask, clock: time_machine.Traveller) -> None:
    _, path = raised(app)
    with app.app_context(), db.transaction() as opened:
        opened.scalars(select(Alert)).one().author_id = None
    assert press(come_in(app, make(app, Role.EDITOR)), path, "second").status_code == 400
    outside = browser(app)
    assert "Someone who left" in outside.get(path).text
    with app.app_context(), statements(db.engine()) as said:
        outside.get(path)
        assert len(said) <= 3, said
    with app.app_context():
        assert db.session().scalar(select(func.count()).where(Alert.seconded_at.is_not(None))) == 0
