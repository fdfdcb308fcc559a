"""Reading what is no calendar, or meant to keep us busy: it is refused with the reason, and costs little."""

import time

import pytest

from portal.errors import BadInput
from resources.events.exchange import reading
from tests.resources.events.importing import calendar, entry

pytestmark = pytest.mark.usefixtures("helsinki")
HOURS = ",".join(map(str, range(24)))
EXDATES = ",".join(f"2026{month:02}{day:02}T180000" for month in range(1, 13) for day in range(1, 29))


NONE: dict[str, bytes] = {
    "is empty": b"\r\n \n",
    "web page": b"<!DOCTYPE html><html><title>Sign in</title>",
    "is no calendar": b"\x89PNG\r\n\x1a\n\0\0\0",
    "no calendar. Calendars end": b"title,starts\nTea,2026-09-01",
    "breaks off": calendar(entry("a", "Tea"))[:-18],
    "larger than 5 MB": b"BEGIN:VCALENDAR\n" + b"a" * 50_000_000,
    "nested too deep": b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 200_000,
    "too many lines": b"BEGIN:VCALENDAR\n" + b"\n" * 300_000,
    "more than 2,000": calendar(*["BEGIN:VEVENT\nEND:VEVENT"] * 2001),
}
BOMBS: dict[str, bytes] = {
    "more than 1,000 exceptions": calendar(
        entry("a", "A", "RRULE:FREQ=DAILY", *[f"EXDATE;TZID=Europe/Helsinki:{EXDATES}"] * 30)
    ),
    "has more than 1,000": calendar(entry("a", "A", "RRULE:FREQ=DAILY", *["EXDATE:20260908T150000Z"] * 10_000)),
    "more often than every day": calendar(entry("a", "A", "RRULE:FREQ=SECONDLY;COUNT=4000000000")),
    "so often on one day": calendar(entry("a", "A", f"RRULE:FREQ=DAILY;BYHOUR={HOURS};BYMINUTE=0,30")),
    "No day ever matches": calendar(entry("a", "A", "RRULE:FREQ=YEARLY;BYDAY=53MO;BYMONTH=2")),
    "One of its times cannot be read": calendar(entry("a", "A", "RRULE:FREQ=DAILY;UNTIL=99999999")),
    "its times cannot be": calendar(entry("a", "A", starts="99991231T235959")),
    "times cannot be read": calendar(entry("a", "A", starts="00010101T000000")),
    "How long it lasts": calendar(entry("a", "A", "RDATE;VALUE=PERIOD:20260908T150000Z/PT99999999999H")),
    "says one thing twice": calendar(entry("a", "A", "RRULE:" + "FREQ=DAILY;" * 20)),
    "moved by more than a year": calendar(
        entry(
            "a",
            "A",
            f"RRULE:FREQ=DAILY;BYHOUR={HOURS};UNTIL=20260814T000000",
            starts="19700101T000000",
            ends="19700101T000100",
        ),
        entry("a", "A", "RECURRENCE-ID;TZID=Europe/Helsinki:19700101T000000"),
    ),
    "Its text is nested too deep": calendar(entry("a", "A", "DESCRIPTION:" + "<div>" * 4_000)),
}


@pytest.mark.parametrize("says", NONE)
def test_what_is_no_calendar_says_so(says: str) -> None:
    with pytest.raises(BadInput, match=says):
        reading.read(NONE[says])


@pytest.mark.parametrize("says", BOMBS)
def test_a_bomb_costs_nothing(says: str) -> None:
    begun = time.thread_time()
    problems = reading.read(BOMBS[says]).problems
    assert [says in each.why for each in problems] == [True]
    assert time.thread_time() - begun < 1


@pytest.mark.parametrize("count", ["", ";COUNT=9000"])
def test_clocks_of_strangers_cost_little(monkeypatch: pytest.MonkeyPatch, count: str) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 1)
    part = ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0200")
    rule = f"RRULE:FREQ=YEARLY;BYDAY=1MO,2MO,3MO;BYMONTHDAY=30;BYYEARDAY=60;BYWEEKNO=9{count}"
    zones = [f"BEGIN:VTIMEZONE\nTZID:Z{each}\n" + "\n".join([*part, rule, "END:STANDARD"] * 40) for each in range(50)]
    left_out = [f"EXDATE;TZID=Z{each}:20260902T180000" for each in range(50)]
    begun = time.thread_time()
    text = calendar(*[f"{each}\nEND:VTIMEZONE" for each in zones], entry("a", "A", *left_out))
    try:
        said = [each.why for each in reading.read(text).problems]
    except BadInput as error:  # the time was up between two entries
        said = [str(error)]
    assert ["takes too long" in each for each in said] == [True] * (not count)
    assert time.thread_time() - begun < 4


def test_no_calendar_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 0.3)
    bombs = calendar(*[entry(str(each), "A", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for each in range(500)])
    begun = time.thread_time()
    with pytest.raises(BadInput, match="takes too long"):
        reading.read(bombs)
    assert time.thread_time() - begun < 2
