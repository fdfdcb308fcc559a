"""Calendars that we write: read back by another library, also where something in them is odd or hostile."""

import datetime
import time
from zoneinfo import available_timezones

import pytest
import recurring_ical_events
import time_machine
from flask import Flask
from icalendar import Calendar

from tests.people import browser
from tests.resources.events.joining import NOON, add

D = datetime.datetime


def read_back(text: str) -> list[tuple[str, str, str]]:
    """What takes place within two years, as another library reads *text*."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(D(2026, 11, 1), D(2028, 11, 1))
    return sorted(
        (str(each["UID"]).removesuffix("@test"), f"{each['DTSTART'].dt:%m-%d}", str(each["STATUS"])) for each in found
    )


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(NOON, tick=False)
def test_the_dates_of_a_series_that_is_off_are_said_to_be(app: Flask) -> None:
    moved = [{"original": D(2026, 12, 8, 18), "starts": D(2026, 12, 9, 19), "ends": D(2026, 12, 9, 20)}]
    add(app, "off", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY;COUNT=3", cancelled=True, changes=moved)
    add(
        app, "ended", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY;UNTIL=20261201T175959", cancelled=True
    )  # as series were ended before
    add(app, "days", "2026-12-01T00:00", "2026-12-02T00:00", "FREQ=WEEKLY;UNTIL=20261130", all_day=True)
    feed = browser(app).get("/en/events.ics").text
    assert read_back(feed) == [
        ("days", "12-01", "CONFIRMED"), ("ended", "12-01", "CANCELLED"), ("off", "12-01", "CANCELLED"),
        ("off", "12-09", "CANCELLED"), ("off", "12-15", "CANCELLED"),
    ]  # fmt: skip
    assert "UNTIL" not in feed
    assert read_back(browser(app).get("/en/events/off.ics").text) == read_back(feed)[2:]


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(NOON, tick=False)
def test_a_series_without_end_and_events_in_all_zones_are_written(app: Flask) -> None:
    ever = "FREQ=YEARLY;UNTIL=99991231T235959"
    add(app, "ever", "2026-12-01T18:00", "2026-12-01T20:00", ever, zone="America/New_York")
    assert "UNTIL=2141" in browser(app).get("/en/events/ever.ics").text
    for number, zone in enumerate(sorted(available_timezones())[::15]):
        add(app, f"z{number}", "1970-12-01T18:00", "1970-12-01T20:00", "FREQ=YEARLY", zone=zone)
    begun = time.thread_time()
    assert browser(app).get("/en/events.ics").text.count("BEGIN:VTIMEZONE") > 30
    assert time.thread_time() - begun < 3
