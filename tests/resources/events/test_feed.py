"""The feed: read back by two other libraries with the same dates, safe, and silent about what is not public."""

import datetime
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import recurring_ical_events
from flask import Flask
from icalendar import Calendar
from sqlalchemy import insert, select, update

from benchmarks.measure import statements
from map.organisations.models import Organisation
from map.places.models import Place, PlaceGeometry
from portal import db
from resources.events import dates, laying
from resources.events.models import Event, EventChange, EventLanguage, EventText, Occurrence
from tests.moderating import suggestion
from tests.people import at_work, browser, make
from tests.resources.events.joining import NOON, add

pytestmark = pytest.mark.usefixtures("clock")
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
ROOT = Path(__file__).parents[3]
SINCE = datetime.datetime.fromisoformat("2026-11-25")
UNTIL = SINCE + datetime.timedelta(days=731)
Dates = set[tuple[str, str, str, bool]]


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def door(app: Flask) -> tuple[int, str]:
    """A public place with a door, and a word of its name."""
    place_id, word = suggestion(app, make(app), published=True)
    with at_work(app) as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom="SRID=4326;POINT(24.94 60.17)"))
    return place_id, word


def filled(app: Flask) -> None:
    """Events of every sort; the words and times of each say what is odd about it."""
    weekly = [
        {"original": at("2026-12-08T18:00"), "cancelled": True, "note": "Ill"},
        {"original": at("2026-12-15T18:00"), "starts": at("2026-12-16T19:00"), "ends": at("2026-12-16T20:30")},
        {"original": at("2026-12-22T18:00"), "silent": True},
        {"original": at("2026-12-29T18:00"), "note": "In the small hall"},
        {"original": at("2027-01-03T11:00"), "extra": True},
        {"original": at("2027-01-10T11:00"), "extra": True, "cancelled": True},
        {"original": at("2027-01-06T12:00"), "cancelled": True},  # of an older rule: no date of this one
    ]
    add(app, "weekly", "2026-11-24T18:00", "2026-11-24T20:00", "FREQ=WEEKLY;BYDAY=TU", changes=weekly)
    add(app, "night", "2026-11-29T03:30", "2026-11-29T05:00", "FREQ=WEEKLY;BYDAY=SU")  # what spring skips
    add(app, "days", "2026-12-04T00:00", "2026-12-07T00:00", "FREQ=MONTHLY;BYDAY=1FR;UNTIL=20280101", all_day=True)
    moved = [{"original": at("2027-02-02T00:00"), "starts": at("2027-02-03T00:00")}]
    add(app, "day", "2026-12-02T00:00", "2026-12-03T00:00", "FREQ=MONTHLY;COUNT=20", all_day=True, changes=moved)
    add(app, "free", "2026-11-26T10:00", "2026-11-26T11:00", "FREQ=DAILY;UNTIL=20271231T100000", skips_holidays=True)
    kept = [{"original": at("2026-12-25T17:00"), "note": "Open at Christmas, too"}]
    add(app, "kept", "2026-11-27T17:00", "2026-11-27T18:00", "FREQ=WEEKLY", skips_holidays=True, changes=kept)
    add(app, "kabul", "2026-11-20T09:00", "2026-11-20T12:00", "FREQ=DAILY;INTERVAL=3;COUNT=90", zone="Asia/Kabul")
    add(app, "york", "2027-03-01T02:30", "2027-03-01T03:00", "FREQ=DAILY;COUNT=60", zone="America/New_York")
    add(
        app,
        "utc",
        "2020-01-01T08:00",
        "2020-01-01T09:00",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        zone="UTC",
    )
    add(app, "leap", "2024-02-29T12:00", "2024-02-29T13:00", "FREQ=YEARLY", zone="UTC")
    add(app, "odd", "2026-11-26T12:00", "2026-11-26T13:00", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=9")  # a Thursday
    add(app, "once", "2026-12-24T22:00", "2026-12-25T01:00")
    add(app, "off", "2026-11-28T12:00", "2026-11-28T13:00", "FREQ=WEEKLY", cancelled=True)


def expected(app: Flask) -> Dates:
    """What we think takes place from today on within two years."""
    found: Dates = set()
    with app.app_context():
        for event in db.session().scalars(select(Event)):
            for each in dates.between(laying.series(event), SINCE, UNTIL):
                off = event.cancelled or each.cancelled
                found.add((event.slug, each.starts.isoformat(), each.ends.isoformat(), off))
    return found


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def by_ical_js(text: str) -> list[dict[str, Any]]:
    given = json.dumps({"text": text, "since": SINCE.isoformat(), "until": UNTIL.isoformat()})
    node, script = ROOT / ".venv/bin/node", Path(__file__).with_name("reading_back.mjs")
    found = subprocess.run([node, script], input=given, capture_output=True, text=True, check=True)
    rows: list[dict[str, Any]] = json.loads(found.stdout)
    return rows


def by_recurring_ical_events(text: str) -> Dates:
    found: Dates = set()
    day = datetime.timedelta(days=1)
    for each in recurring_ical_events.of(Calendar.from_ical(text)).between(SINCE - day, UNTIL + day):
        starts, ends = (_naive(each[name].dt) for name in ("DTSTART", "DTEND"))
        if SINCE <= starts < UNTIL:
            off = each.get("STATUS") == "CANCELLED"
            found.add((each["UID"].removesuffix("@test"), starts.isoformat(), ends.isoformat(), off))
    return found


def _naive(moment: Any) -> datetime.datetime:
    if isinstance(moment, datetime.datetime):
        return moment.replace(tzinfo=None)
    return datetime.datetime.combine(moment, datetime.time.min)


@EMBEDDED
def test_two_other_libraries_read_the_same_dates(app: Flask) -> None:
    filled(app)
    text = browser(app).get("/en/events.ics").text
    wanted = expected(app)
    assert len(wanted) > 700
    rows = by_ical_js(text)
    read = {(each["uid"].removesuffix("@test"), each["starts"], each["ends"], each["cancelled"]) for each in rows}
    assert len(read) == len(rows)
    leap = {each for each in read | wanted if each[0] == "leap"}  # ical.js moves 29 February on to 1 March
    assert read - leap == wanted - leap
    assert by_recurring_ical_events(text) == wanted
    moments = {(each["uid"].removesuffix("@test"), each["starts"]): each["utc"] for each in rows}
    for slug, day, utc in (
        ("york", "2027-03-13T02:30:00", "2027-03-13T07:30"), ("york", "2027-03-15T02:30:00", "2027-03-15T06:30"),
        ("night", "2027-03-21T03:30:00", "2027-03-21T01:30"), ("night", "2027-04-04T03:30:00", "2027-04-04T00:30"),
        ("kabul", "2026-11-26T09:00:00", "2026-11-26T04:30"),
    ):  # fmt: skip
        assert moments[slug, day] == at(utc).replace(tzinfo=datetime.UTC).timestamp()


@EMBEDDED
def test_the_feed_says_what_changed_and_when_to_look_again(app: Flask) -> None:
    filled(app)
    with at_work(app) as opened:
        opened.execute(update(Event).where(Event.slug == "weekly").values(version=4, note="We moved house"))
    text = unfolded(browser(app).get("/en/events.ics").text)
    for line in (
        "SEQUENCE:3", "RRULE:FREQ=WEEKLY;BYDAY=TU", "EXDATE;TZID=Europe/Helsinki:20261222T180000",
        "RDATE;TZID=Europe/Helsinki:20270103T110000,20270110T110000", "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "RECURRENCE-ID;TZID=Europe/Helsinki:20261215T180000", "DTSTART;VALUE=DATE:20261204",
        "RRULE:FREQ=MONTHLY;BYDAY=1FR;UNTIL=20280101", "RRULE:FREQ=DAILY;UNTIL=20271231T080000Z",
        "DTSTART:20200131T080000Z", "DTSTAMP:20261125T000000Z", "X-WR-CALNAME:Events: Helsinki",
        "CATEGORIES;LANGUAGE=en:Youth centre\\, sport\\, arts", "DESCRIPTION;LANGUAGE=en:Ill\\n\\nFor whom:",
        "STATUS:CANCELLED", "BEGIN:VTIMEZONE",
    ):  # fmt: skip
        assert f"\r\n{line}" in text, line
    assert "20261225T100000" in text  # a holiday
    assert "20261225T170000" in text
    assert "20261225T170000" not in "".join(re.findall("EXDATE.*", text))
    assert "VALARM" not in text
    assert "ORGANIZER" not in text
    one = browser(app).get("/en/events/weekly.ics")
    assert one.headers["Content-Disposition"] == 'inline; filename="weekly.ics"'
    assert re.findall("TRIGGER:(.*)\r\n", one.text)[:2] == ["-P1D", "-PT2H"]
    assert re.findall("TRIGGER:(.*)\r\n", browser(app).get("/en/events/day.ics").text) == ["-PT12H"] * 2
    assert "VALARM" not in browser(app).get("/en/events/off.ics").text


def test_what_is_wanted_comes_first_and_cancelled_ones_for_a_month(app: Flask, clock: Any) -> None:
    place_id, word = door(app)
    with at_work(app) as opened:
        house = Organisation(slug="house", name="The House", language="en", state="published", locked=False)
        opened.add(house)
        opened.flush()
        number = house.id
    add(app, "later", "2026-12-09T18:00", "2026-12-09T20:00", organisation_id=number, ages_from=18, cost="free")
    add(app, "sooner", "2026-11-26T18:00", "2026-11-26T20:00", place_id=place_id, online="https://x.example.org/a")
    add(app, "gone", "2026-11-25T08:00", "2026-11-25T09:00", cancelled=True)
    add(app, "over", "2026-11-25T08:00", "2026-11-25T09:00")
    add(app, "waits", "2026-11-26T18:00", "2026-11-26T20:00", state="pending")
    client = browser(app)

    def uids(query: str = "") -> list[str]:
        return re.findall("UID:(.*)@test\r\n", client.get(f"/en/events.ics{query}").text)

    assert uids() == ["sooner", "later", "gone"]
    assert uids("?organisation=house") == ["later"]
    assert uids("?ages=adults") == ["sooner", "later", "gone"]
    assert uids("?ages=teens") == ["sooner", "gone"]
    assert uids("?online=yes") == uids("?near=60.170,24.940") == ["sooner"]
    for feed in ("events.ics", "events.json"):
        refused = client.get(f"/ar/{feed}?ages=babies")
        assert (refused.status_code, refused.content_type) == (400, "text/plain; charset=utf-8")
        assert "“ages”" in client.get(f"/en/{feed}?ages=babies").text
        assert "<" not in refused.text
        assert refused.text != client.get(f"/en/{feed}?ages=babies").text
    assert client.get("/en/events/waits.ics").status_code == client.get("/en/events/none.ics").status_code == 404
    named = unfolded(client.get("/en/events.ics?organisation=house").text)
    assert "X-WR-CALNAME:Events: Helsinki · The House\r\n" in named
    assert "Held by: The House" in named
    first = client.get("/en/events.ics")
    assert first.content_type == "text/calendar; charset=utf-8"
    assert "GEO:60.170000;24.940000" in first.text
    assert f"LOCATION;LANGUAGE=en:Room {word}" in first.text
    again = client.get("/en/events.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, first.headers["Cache-Control"]) == (304, "no-cache")
    with at_work(app) as opened:
        opened.execute(update(Place).where(Place.id == place_id).values(state="hidden"))
    hidden = client.get("/en/events.ics").text
    assert word not in hidden
    assert "GEO" not in hidden
    assert "LOCATION;LANGUAGE=en:Online" in hidden
    clock.move_to(NOON + datetime.timedelta(days=29))
    assert uids() == ["gone"]
    clock.move_to(NOON + datetime.timedelta(days=31))
    assert uids() == []


@EMBEDDED
def test_no_words_can_break_out_of_their_line(app: Flask) -> None:
    evil = "Tea, cake; \\n\r\nBEGIN:VALARM\r\nATTENDEE:mailto:x@y\x00\x1b\u2028DTSTART:2\x85X:ܐ" + "ا🙂" * 60
    words = {"en": (evil, evil, "bring\nATTENDEE:b"), "ar": ("شاي ، كعك", "", "")}
    facts = {"note": evil, "address": f"Street 1\r\n{evil}", "price": evil, "safeguarding": "SECRETWORD 040"}
    add(app, "tea", "2026-11-26T18:00", "2026-11-26T20:00", words=words, **facts)
    with at_work(app) as opened:
        opened.execute(update(Event).values(uid=f"{evil[:40]}@x"))
    client = browser(app)
    for path in ("/en/events.ics", "/en/events/tea.ics", "/ar/events.ics"):
        raw = client.get(path).data
        assert b"SECRETWORD" not in raw
        lines = raw.split(b"\r\n")
        assert all(len(each) <= 75 and each.decode("utf-8").isprintable() for each in lines)
        assert b"\n" not in raw.replace(b"\r\n", b"")
        event = Calendar.from_ical(raw).walk("VEVENT")[0]
        assert "ATTENDEE" not in event
        assert [each.name for each in event.subcomponents] == ["VALARM"] * (2 * ("tea" in path))
    plain = evil.replace("\r\n", "\n").replace("\x00", "").replace("\x1b", "").replace("\u2028", "\n")
    assert Calendar.from_ical(client.get("/en/events.ics").data).walk("VEVENT")[0]["SUMMARY"] == plain.replace(
        "\x85", "\n"
    )
    assert "SUMMARY;LANGUAGE=ar:شاي ، كعك" in client.get("/ar/events.ics").text
    assert "SECRETWORD" not in client.get("/en/events.json").text


@EMBEDDED
def test_a_thousand_events_are_told_at_once(app: Flask) -> None:
    add(app, "pattern", "2026-11-26T18:00", "2026-11-26T20:00", "FREQ=WEEKLY", languages=("ar",))
    with at_work(app) as opened:
        tables = (Event, EventText, EventLanguage, Occurrence, EventChange)
        for table in tables:
            rows = [dict(row) for row in opened.execute(select(*table.__table__.c)).mappings()]
            key = "id" if table is Event else "event_id"
            copies = [
                row | {key: row[key] + number} | ({"slug": f"s{number}", "uid": f"u{number}"} if key == "id" else {})
                for number in range(1, 1100)
                for row in rows
            ]
            if copies:
                opened.execute(insert(table), copies)
    client = browser(app)
    with statements(app.extensions["wayhouse.engine"]) as asked:
        text = client.get("/en/events.ics").text
    assert text.count("BEGIN:VEVENT") == 1000
    assert len(asked) <= 10
