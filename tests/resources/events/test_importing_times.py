"""What of a calendar is taken, by when it is: what is rare or far ahead, and not what is over."""

import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal import db
from resources.events.models import Event, Occurrence
from tests.people import both_databases
from tests.resources.events.importing import AUGUST, bring, calendar, entry, keep
from tests.resources.events.joining import host

TUESDAYS = "RRULE:FREQ=WEEKLY;BYDAY=TU"


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_what_is_rare_or_far_ahead_shows_and_is_cancelled_when_it_vanishes(app: Flask) -> None:
    number = keep(app, host(app, verified=True))
    leap = entry("leap", "Leap day", "RRULE:FREQ=YEARLY", starts="20240229T180000", ends="20240229T190000")
    far = entry("far", "Summer", TUESDAYS, starts="20270907T180000", ends="20270907T190000")
    report = bring(app, number, calendar(leap, far, entry("a", "Tea")))
    assert (report.taken, report.over, report.skipped, report.notes) == (3, 0, [], [])
    first = select(func.min(Occurrence.day)).join(Event).group_by(Event.source_ref).order_by(Event.source_ref)
    assert [f"{day}" for day in db.session().scalars(first)] == ["2026-09-01", "2027-09-07", "2028-02-29"]
    report = bring(app, number, calendar(leap, far, entry("a", "Tea")))
    assert (report.unchanged, report.kept) == (3, [])
    report = bring(app, number, calendar(entry("a", "Tea")))
    assert (report.cancelled, report.notes) == (2, [])
    assert bring(app, number, calendar(leap, far, entry("a", "Tea"))).returned == 2


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_events_that_are_over_are_not_taken(app: Flask) -> None:
    with time_machine.travel(datetime.datetime(2027, 3, 1, tzinfo=datetime.UTC), tick=False):
        number = keep(app, host(app, verified=True))
        report = bring(app, number, calendar(entry("a", "Football"), entry("b", "Tea", TUESDAYS)))
        assert (report.taken, report.over) == (1, 1)
        assert db.session().scalar(select(func.count()).select_from(Event)) == 1
