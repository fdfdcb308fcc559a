"""What is owed by a day: begun when a concern can be read, called overdue when it is, and reminded of once."""

import datetime

import pytest
import time_machine
from flask import Flask

from forum.concerns import deadlines
from forum.concerns.kind import KIND
from forum.concerns.models import Concern, Milestone, Stage
from portal import db
from portal.moderation import targets
from tests.forum.concerns.raised import Office, now, office, raised, told
from tests.people import at_work, browser, come_in, make

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
DAY = datetime.timedelta(days=1)
BEGIN = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


def reminders(app: Flask, asked: Office) -> int:
    """How many reminders the responder has, once the worker looked (twice, as it may)."""
    with app.app_context():
        deadlines.remind()
        deadlines.remind()
    return [about for about, _path in told(app, asked.responder)].count("reminder")


def test_an_answer_that_does_not_come_is_overdue_and_reminded_of_once_a_call(app: Flask) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        asked = office(app)
        number, word = raised(app, asked, make(app))
        counts = []
        for day in (0, 11, 12, 14, 15, 21, 30):
            clock.move_to(BEGIN + day * DAY)
            counts.append(reminders(app, asked))
            overdue = (
                "Overdue since November 16, 2026: there is no answer."
                in browser(app).get(f"/en/concerns/{number}").text
            )
            assert overdue == (day > 14)
            assert (word in browser(app).get("/en/concerns?overdue=yes").text) == (day > 14)
        assert counts == [0, 1, 1, 2, 2, 3, 4]
        staff = come_in(app, asked.responder)
        assert "Overdue since" in staff.get("/en/concerns/inbox").text


@EMBEDDED
def test_a_milestone_that_is_missed_is_overdue_until_it_is_reached_or_all_is_done(app: Flask) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        asked = office(app)
        number, word = raised(app, asked, make(app), Stage.DOING)
        due = db.today() + 5 * DAY
        with at_work(app) as opened:
            opened.add(Milestone(concern_id=number, title="Lamp", language="en", first_due_on=due, due_on=due))
        assert reminders(app, asked) == 0
        clock.move_to(BEGIN + 7 * DAY)
        assert reminders(app, asked) == 1
        page = browser(app).get(f"/en/concerns/{number}").text
        assert "a milestone was missed" in page
        assert "Milestone missed" in page
        assert word in browser(app).get("/en/concerns?overdue=yes").text
        with at_work(app) as opened:
            opened.get_one(Concern, number).stage = Stage.DONE
        assert word not in browser(app).get("/en/concerns?overdue=yes").text
        assert "Not reached; it was promised for" in browser(app).get(f"/en/concerns/{number}").text


@EMBEDDED
def test_the_time_for_an_answer_begins_when_a_concern_can_be_read_and_anew_when_it_is_mended(app: Flask) -> None:
    with time_machine.travel(BEGIN, tick=False) as clock:
        asked = office(app)
        number, _word = raised(app, asked, make(app), state="pending", answer_due=None)
        assert now(app, number).answer_due is None
        for state, day, due in (("published", 0, 14), ("hidden", 5, 14), ("published", 9, 14)):
            clock.move_to(BEGIN + day * DAY)
            with at_work(app) as opened:
                row = opened.get_one(Concern, number)
                row.state = state
                targets.follow(opened, KIND, row)
            assert now(app, number).answer_due == BEGIN.date() + due * DAY
