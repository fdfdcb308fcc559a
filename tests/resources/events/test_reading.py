"""Reading calendars: their times, rules and exceptions, their zones and words, and what is wrong with the others."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from resources.events import dates
from resources.events.exchange import reading
from resources.events.exchange.entries import Calendar, Change, Entry
from tests.resources.events.importing import calendar, data, entry

pytestmark = pytest.mark.usefixtures("helsinki")
D = datetime.datetime


def read(name: str) -> dict[str, Entry]:
    return {each.ref: each for each in reading.read(data(name)).entries}


def whys(found: Calendar) -> list[tuple[str, str]]:
    return [(each.name, each.why) for each in found.problems]


def days_of(each: Entry, *changes: Change) -> Sequence[dates.Date]:
    series = dates.Series(each.starts, each.ends, each.zone, each.rule, each.changes or changes)
    return dates.between(series, D(2026, 1, 1), D(2028, 1, 1))


def test_a_series_with_exceptions_of_every_kind() -> None:
    found = reading.read(data("series.ics"))
    assert (found.name, found.problems, found.notes) == ("Youth house", [], [])
    each = found.entries[0]
    assert (each.ref, each.title, each.sequence) == ("football@google.com", "Football evening", 3)
    assert each.categories == ("Sports", "Youth, 13+")
    assert (each.starts, each.ends, each.zone) == (D(2026, 9, 1, 18), D(2026, 9, 1, 20), "Europe/Helsinki")
    assert each.rule == "FREQ=WEEKLY;UNTIL=20271221T235959;BYDAY=TU"
    assert each.text == "Bring shoes.  \nFree, for all.\n\n- no fee  \n- no papers"
    assert each.address == "Sports hall, Street 1"
    assert list(each.changes) == [
        Change(D(2026, 9, 8, 18), starts=D(2026, 9, 10, 17, 30), ends=D(2026, 9, 10, 19), note="Other hall"),
        Change(D(2026, 9, 15, 18), cancelled=True),
        Change(D(2026, 9, 22, 18), silent=True),
        Change(D(2026, 9, 26, 12), extra=True),
        Change(D(2026, 10, 10, 12), extra=True, ends=D(2026, 10, 10, 15)),
        Change(D(2026, 10, 17, 12), extra=True),
        Change(D(2026, 10, 27, 18), silent=True),
        Change(D(2026, 11, 3, 18), silent=True),
    ]


def test_whole_days() -> None:
    found = read("days.ics")
    spans = {ref: (each.starts, (each.ends - each.starts).days) for ref, each in found.items()}
    assert spans == {
        "camp": (D(2026, 7, 3), 3), "leap": (D(2024, 2, 29), 1), "same": (D(2026, 8, 1), 1),
        "lasting": (D(2026, 8, 10), 2),
    }  # fmt: skip
    assert all(each.all_day for each in found.values())
    assert [each.starts.day for each in days_of(found["leap"])] == []
    assert [each.starts.month for each in days_of(found["same"])] == [8, 9, 11]


def test_clocks() -> None:
    found = reading.read(data("zones.ics"))
    assert whys(found) == []
    entries = {each.ref: each for each in found.entries}
    evening = D(2026, 10, 1, 18)
    home = "Europe/Helsinki"
    for ref in ("floating", "utc", "windows", "own", "bomb", "unknown", "unquoted"):
        assert (entries[ref].starts, entries[ref].zone) == (evening, home), ref
    assert (entries["utc-weekly"].starts, entries["utc-weekly"].zone) == (D(2026, 10, 1, 15), "UTC")
    assert (entries["eastern"].starts, entries["eastern"].zone) == (evening, "America/Detroit")
    assert entries["long-name"].zone == "Europe/Berlin"
    assert [each.name for each in found.notes[:-1]] == [
        "Once in the hour that is skipped", "(UTC+02:00) Helsinki, Kyiv, Riga", "Every second", "Middle-earth/Shire",
    ]  # fmt: skip
    assert found.notes[-1].said() == "Some times name no time zone: they are read as those of the city."


def test_clocks_that_are_set_forward_and_back() -> None:
    found = read("zones.ics")
    zone = "Europe/Helsinki"
    assert [each.starts.day for each in days_of(found["gap"])] == [26, 27, 29, 30]  # its EXDATE is in UTC
    once = days_of(found["gap-once"])[0]
    assert dates.in_utc(once, zone) == (D(2027, 3, 28, 1, 30), D(2027, 3, 28, 2, 30))
    overlap = [dates.in_utc(each, zone)[0] for each in days_of(found["overlap"])]
    assert [(each.day, each.hour) for each in overlap] == [(29, 0), (30, 0), (31, 0), (1, 1), (2, 1)]
    second = found["overlap-utc"]
    assert (second.starts, second.ends, second.zone) == (D(2027, 10, 31, 1, 30), D(2027, 10, 31, 1, 45), "UTC")
    assert (found["overlap-end"].ends, found["overlap-end"].zone) == (D(2027, 10, 31, 1, 15), "UTC")


def test_what_begins_in_the_hour_that_is_skipped_is_said_to_and_no_more() -> None:
    spans = {
        ("0330", "0430"): ("0430", "0530"), ("0330", "0545"): ("0430", "0545"), ("0315", "0345"): ("0415", "0445"),
        ("0230", "0330"): ("0230", "0430"), ("0230", "0430"): ("0230", "0430"), ("0330", "0330"): ("0430", "0530"),
    }  # fmt: skip
    for said, shown in spans.items():
        starts, ends = (f"20270328T{each}00" for each in said)
        found = reading.read(calendar(entry("a", "Night", starts=starts, ends=ends)))
        assert tuple(f"{each:%H%M}" for each in (found.entries[0].starts, found.entries[0].ends)) == shown
        notes = ["It says no end: here it lasts an hour."] * (said[0] == said[1])
        notes += ["Clocks skip the hour in which it begins: here it begins after that."] * said[0].startswith("03")
        assert [each.why for each in found.notes] == notes
        assert found.problems == []


def test_what_is_rare_or_far_ahead_is_read_and_what_is_counted_out_is_over() -> None:
    leap = entry("leap", "Leap day", "RRULE:FREQ=YEARLY", starts="20240229T180000", ends="20240229T190000")
    far = entry("far", "Summer", "RRULE:FREQ=WEEKLY;COUNT=9", starts="20270901T180000", ends="20270901T190000")
    over = entry("over", "Over", "RRULE:FREQ=WEEKLY;COUNT=9", starts="20240229T180000", ends="20240229T190000")
    found = reading.read(calendar(leap, far, over))
    assert (found.problems, found.notes, found.over) == ([], [], 1)
    assert [(each.ref, each.rule) for each in found.entries] == [
        ("leap", "FREQ=YEARLY"), ("far", "FREQ=WEEKLY;COUNT=9"),
    ]  # fmt: skip


def test_two_calendars_of_a_file_cannot_quarrel_about_an_entry() -> None:
    alone = "RECURRENCE-ID;TZID=Europe/Helsinki:20260901T180000"
    first = calendar(
        entry("a", "Tea"), entry("b", "Old", alone, "SEQUENCE:1"), entry("b", "New", alone, "SEQUENCE:2")
    )
    found = reading.read(first + calendar(entry("a", "Coffee"), entry("c", "Cake")))
    assert [each.title for each in found.entries] == ["Tea", "New", "Cake"]
    assert whys(found) == [
        ("Old", "Its identifier (UID) stands twice. The first one is taken."),
        ("Coffee", "Its identifier (UID) stands twice. The first one is taken."),
    ]


def test_outlook() -> None:
    each = next(iter(read("outlook.ics").values()))
    assert each.title == "Parents; evening of questions and a title that is folded in the middle of a word"
    assert (each.address, each.online) == ("", "https://teams.example.com/l/meetup-join/19%3ameeting")
    assert each.text == "**Welcome** to [our evening](https://example.org/parents).\n\n- Tea  \n- Childcare"
    assert (each.zone, each.rule) == ("Europe/Helsinki", "FREQ=MONTHLY;COUNT=6;BYDAY=1TH")


def test_what_is_broken_is_named_and_the_rest_is_taken() -> None:
    found = reading.read(data("broken.ics"))
    assert [each.title for each in found.entries] == [
        "A good one", "Moved to nowhere", "The newer of two", "No length", "Garbage within", "The last",
        "One date of a series that is not here",
    ]  # fmt: skip
    said = dict(whys(found))
    assert said == {
        "The older of two": "Its identifier (UID) stands twice. The newer one is taken.",
        "Backwards": "It ends before it begins.",
        "No start": "It does not say when it begins.",
        "No day": "One of its times cannot be read.",
        "No 29 February": "One of its times cannot be read.",
        "...": "It has no title.",
        "At the doctor's": "It is marked as private in its calendar.",
        "Every second of a century": "An event cannot repeat more often than every day.",
        "On 30 February": "No day ever matches this recurrence.",
        "Every hour of every day": "This repeats so often that the calendar would be full of it.",
        "Two rules": "It repeats by several rules at once, which we cannot read.",
        "All that follow": "It changes one date and all that follow at once (RANGE), which we cannot read.",
        "Moved to nowhere": "One of its times cannot be read.",
        "Half a year without a break": "One date can last a month at the most. For more, let it repeat.",
        "No end": "It has no end (END:VEVENT).",
    }
    assert found.problems[0].said() == "Line 18, “Backwards”: It ends before it begins."
    assert [each.said() for each in found.notes] == ["Line 125, “No length”: It says no end: here it lasts an hour."]
    assert {"backwards", "no-start", "unended", "twice", "good"} < found.refs
    assert "private" not in found.refs
    moved = next(each for each in found.entries if each.ref == "moved")
    assert list(moved.changes) == [Change(D(2026, 10, 8, 15), silent=True)]  # nobody knows where it moved to
    assert found.entries[-1].cancelled


def test_words() -> None:
    bidi, uid = "Foot\u202eball \u2066\x07", "u" * 300
    html = 'DESCRIPTION:<b>Bold</b> &amp; <script>x()</script><a href="javascript:x()">bad</a>\\nnext <img src=x>'
    found = reading.read(
        calendar(
            entry(uid, bidi, html, "LOCATION:" + "Hall " * 100),
            entry("long", "Word " * 50, "DESCRIPTION:" + "long text " * 1000),
            entry("plain", "Plain", "DESCRIPTION:Title\\n=====\\n    code?\\n5 < 6\\; 1 * 2", "URL:https://example.org/e"),
            entry("evil", "Evil", "URL:javascript:alert(1)", "CONFERENCE;VALUE=URI:http://insecure.example.org/"),
            "METHOD:CANCEL",
        )
    )  # fmt: skip
    first, long, plain, evil = found.entries
    assert (first.title, len(first.ref), len(first.address)) == ("Football", 64, 300)
    assert first.text == "**Bold** \\& bad  \nnext"
    assert (len(long.title), len(long.text)) == (120, 5000)
    assert long.title.endswith("…")
    assert [each.why for each in found.notes] == [
        "Its place is too long, and was cut.", "Its title is too long, and was cut.",
        "Its text is too long, and was cut.",
    ]  # fmt: skip
    assert plain.text.startswith("Title  \n\\=====  \ncode?")
    assert plain.text.endswith("<https://example.org/e>")
    assert (evil.text, evil.online) == ("", "")
    assert all(each.cancelled for each in found.entries)


def test_letters_of_other_days() -> None:
    plain = calendar(entry("a", "Juhannus \u00e4it\u00f6"))
    folded = plain.replace("\u00e4".encode(), b"\xc3\r\n \xa4")
    for each in (
        plain,
        folded,
        plain.decode().encode("utf-16"),
        plain.decode().encode("cp1252"),
        b"\xef\xbb\xbf" + plain,
    ):
        assert [entry.title for entry in reading.read(each).entries] == ["Juhannus \u00e4it\u00f6"]
    assert reading.read(plain.replace(b"Juh", b"J\0u\0h")).entries[0].title == "Juhannus \u00e4it\u00f6"


RULES = (
    "FREQ=WEEKLY;BYDAY=TU", "FREQ=DAILY;COUNT=40", "FREQ=DAILY;INTERVAL=3;UNTIL=20270201T160000Z",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYMONTH=12;BYDAY=1SU", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261027T150000Z",
    "FREQ=MONTHLY;COUNT=5;BYMONTHDAY=-1,15", "FREQ=WEEKLY;UNTIL=20261231", "FREQ=WEEKLY;BYHOUR=9,18;BYDAY=TU,SA",
)  # fmt: skip
MORE = (
    (), ("EXDATE;TZID=Europe/Helsinki:20260908T180000,20260915T180000",), ("EXDATE:20260908T150000Z",),
    ("RDATE;TZID=Europe/Helsinki:20260905T110000,20260908T180000", "EXDATE;TZID=Europe/Helsinki:20260929T180000"),
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_dates_are_those_that_another_library_finds(rule: str) -> None:
    texts = [calendar(entry("a", "Evening", f"RRULE:{rule}", *more)) for more in MORE]
    moved = entry("a", "Evening", "RECURRENCE-ID:20260901T150000Z", starts="20260902T190000", ends="20260902T193000")
    texts.append(calendar(entry("a", "Evening", f"RRULE:{rule}"), moved))
    for found in texts:
        assert ours(found) == theirs(found)


@pytest.mark.parametrize("name", ["series.ics", "days.ics", "outlook.ics"])
def test_dates_of_whole_files_are_those_that_another_library_finds(name: str) -> None:
    found = data(name).replace(b"DTEND;VALUE=DATE:20260801", b"DTEND;VALUE=DATE:20260802")  # which we mend
    assert ours(found) == theirs(found)


Found = list[tuple[str, datetime.datetime, datetime.datetime]]
SINCE, UNTIL = D(2026, 8, 15), D(2028, 8, 15)


def ours(found: bytes) -> Found:
    """When what we read takes place within two years, in UTC."""
    made = []
    for each in reading.read(found).entries:
        series = dates.Series(each.starts, each.ends, each.zone, each.rule, each.changes)
        spans = (date for date in dates.between(series, SINCE, UNTIL) if not date.cancelled)
        made += [(each.ref, *dates.in_utc(date, each.zone)) for date in spans]
    return sorted(made)


def theirs(found: bytes) -> Found:
    """The same, as `recurring-ical-events` finds it."""
    parsed = icalendar.Calendar.from_ical(found)
    shown = recurring_ical_events.of(parsed).between(SINCE, UNTIL)
    spans = ((str(each["UID"]), each.start, each.end) for each in shown if str(each.get("STATUS")) != "CANCELLED")
    within = ((uid, _utc(starts), _utc(ends)) for uid, starts, ends in spans)
    return sorted(each for each in within if each[1] >= _utc(SINCE))


def _utc(moment: datetime.date) -> datetime.datetime:
    whole = moment if isinstance(moment, D) else D.combine(moment, datetime.time.min)
    aware = whole if whole.tzinfo else whole.replace(tzinfo=ZoneInfo("Europe/Helsinki"))
    return aware.astimezone(datetime.UTC).replace(tzinfo=None)
