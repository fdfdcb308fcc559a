"""Series of dates that hypothesis makes up, and what `recurring-ical-events` says of them."""

import datetime
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from hypothesis import strategies as st
from icalendar import Calendar

from resources.events import rules
from resources.events.dates import Series
from resources.events.exchange.entries import Change
from resources.events.recurrence import DAYS

ZONES = ("Europe/Helsinki", "America/New_York", "Asia/Kabul", "UTC")
DAY = datetime.timedelta(days=1)
TWO_YEARS = datetime.timedelta(days=731)
Found = tuple[datetime.datetime, datetime.datetime, bool]


@dataclass(frozen=True, slots=True)
class Case:
    """A series, whether it is of whole days, and from when two years of it are looked at."""

    series: Series
    all_day: bool
    since: datetime.datetime


def _numbers(least: int, most: int) -> st.SearchStrategy[str]:
    """One to three numbers, none of them zero."""
    one = st.integers(least, most).filter(bool)
    return st.lists(one, min_size=1, max_size=3, unique=True).map(lambda few: ",".join(map(str, few)))


# Made once: most of the time goes into making strategies.
EVERY = st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
ENDS, WEEK_DAYS = st.sampled_from(("", "", "COUNT", "UNTIL")), st.sampled_from(DAYS)
SOME_DAYS = st.lists(WEEK_DAYS, min_size=1, max_size=4, unique=True)
ORDERS = st.sampled_from(("1", "2", "-1", "-2", "5"))
MONTH_DAYS, MONTHS, POSITIONS = _numbers(-31, 31), _numbers(1, 12), _numbers(-5, 5)
STEPS = st.sampled_from((1, 2, 3, 4, 7, 13, 30))
SOMETIMES, RARELY = st.booleans(), st.sampled_from((True, False, False, False))
COUNTS, UNTILS, MOVES = st.integers(1, 400), st.integers(0, 3000), st.integers(-40, 40)
FIRST_DAYS = st.dates(datetime.date(2014, 1, 1), datetime.date(2027, 12, 31))
TIMES = st.sampled_from(((0, 0), (2, 30), (3, 30), (10, 15), (18, 0), (23, 59)))
LENGTHS, LASTS = st.integers(1, 3), st.sampled_from((15, 90, 600, 1500))
LOOKS, PLACES = st.sampled_from((-40, 0, 200, 900, 4000)), st.sampled_from(ZONES)
FEW, EXTRAS, DISTANCES = st.integers(0, 5), st.integers(0, 2), st.integers(-5, 700)
SORTS = st.sampled_from(("silent", "cancelled", "moved", "longer"))
ANY = st.integers(0, 100_000)


def _by(draw: st.DrawFn, every: str) -> dict[str, str]:
    """The BY… parts of a rule. Ordinals only where RFC 5545 knows them, never beside plain days: see test_rules."""
    found = {}
    numbered = every in {"MONTHLY", "YEARLY"} and draw(SOMETIMES)
    if numbered or draw(SOMETIMES):
        found["BYDAY"] = ",".join((draw(ORDERS) if numbered else "") + day for day in draw(SOME_DAYS))
    if every in {"MONTHLY", "YEARLY", "DAILY"} and draw(RARELY):
        found["BYMONTHDAY"] = draw(MONTH_DAYS)
    if draw(RARELY):
        found["BYMONTH"] = draw(MONTHS)
    if found and every != "DAILY" and draw(RARELY):
        found["BYSETPOS"] = draw(POSITIONS)
    return found


def _rule(draw: st.DrawFn, starts: datetime.datetime) -> str:
    """A rule for what begins at *starts*."""
    found = {"FREQ": draw(EVERY)}
    found |= _by(draw, found["FREQ"])
    if draw(SOMETIMES):
        found["INTERVAL"] = str(draw(STEPS))
    if draw(SOMETIMES):
        found["WKST"] = draw(WEEK_DAYS)
    end = draw(ENDS)
    if end == "COUNT":
        found["COUNT"] = str(draw(COUNTS))
    if end == "UNTIL":
        found["UNTIL"] = f"{starts + draw(UNTILS) * DAY:%Y%m%dT%H%M%S}"
    return rules.joined(found)


def _starts(draw: st.DrawFn, all_day: bool) -> datetime.datetime:
    hour, minute = (0, 0) if all_day else draw(TIMES)
    return datetime.datetime.combine(draw(FIRST_DAYS), datetime.time(hour, minute))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A series with its changes, and a window of two years, near its start or long after it."""
    all_day = draw(RARELY)
    starts = _starts(draw, all_day)
    rule = _rule(draw, starts)
    if "FREQ=WEEKLY" in rule and "BYSETPOS" in rule:  # see test_weeks_are_whole_where_positions_count
        starts = _week_begin(rule, starts)
    length = draw(LENGTHS) * DAY if all_day else datetime.timedelta(minutes=draw(LASTS))
    since = starts + draw(LOOKS) * DAY
    unchanged = Series(starts, starts + length, draw(PLACES), rule)
    changes = _changes(draw, unchanged, since, all_day)
    return Case(Series(starts, starts + length, unchanged.zone, rule, changes), all_day, since)


def _week_begin(rule: str, starts: datetime.datetime) -> datetime.datetime:
    begins = DAYS.index(rules.parts(rule).get("WKST", "MO"))
    return starts - (starts.weekday() - begins) % 7 * DAY


def _changes(draw: st.DrawFn, series: Series, since: datetime.datetime, all_day: bool) -> list[Change]:
    """Changes to a few dates in and around the window, some of them only said to be left out, and extra ones."""
    around = list(rules.moments(series.rule, series.starts, since - 30 * DAY, since + TWO_YEARS))
    chosen = {around[draw(ANY) % len(around)] for _number in range(draw(FEW))} if around else set()
    made = {each: _change(draw, each, series.length, all_day) for each in sorted(chosen)}
    for _number in range(draw(EXTRAS)):
        moment = since + draw(DISTANCES) * DAY
        moment = moment if all_day else moment.replace(hour=7, minute=5)
        made[moment] = Change(moment, extra=True, cancelled=draw(SOMETIMES))
    return list(made.values())


def _change(draw: st.DrawFn, original: datetime.datetime, length: datetime.timedelta, all_day: bool) -> Change:
    kind = draw(SORTS)
    if kind in {"silent", "cancelled"}:
        return Change(original, silent=kind == "silent", cancelled=kind == "cancelled")
    step = DAY if all_day else datetime.timedelta(minutes=45)
    starts = original + draw(MOVES) * step if kind == "moved" else original
    return Change(original, starts=starts, ends=starts + length + (step if kind == "longer" else 0 * DAY))


def calendar(case: Case) -> str:
    """The series as iCalendar, written here and not by what is tested."""
    series = case.series
    silent = [each.original for each in series.changes if each.silent]
    extra = [each.original for each in series.changes if each.extra]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", "BEGIN:VEVENT", *_head(case)]
    lines += [_said("DTSTART", series.starts, case), _said("DTEND", series.ends, case)]
    lines += [f"RRULE:{_ruled(case)}"] if series.rule else []
    lines += [_said("EXDATE", each, case) for each in silent] + [_said("RDATE", each, case) for each in extra]
    lines.append("END:VEVENT")
    for each in series.changes:
        starts = each.starts or each.original
        if not each.silent:
            lines += ["BEGIN:VEVENT", *_head(case), _said("RECURRENCE-ID", each.original, case)]
            lines += [_said("DTSTART", starts, case), _said("DTEND", each.ends or starts + series.length, case)]
            lines += ["STATUS:CANCELLED"] if each.cancelled else []
            lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _head(_case: Case) -> list[str]:
    return ["UID:one@tests", "DTSTAMP:20260101T000000Z"]


def _said(name: str, moment: datetime.datetime, case: Case) -> str:
    if case.all_day:
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    if case.series.zone == "UTC":
        return f"{name}:{moment:%Y%m%dT%H%M%S}Z"
    return f"{name};TZID={case.series.zone}:{moment:%Y%m%dT%H%M%S}"


def _ruled(case: Case) -> str:
    """The rule with its end in UTC, or as a day."""
    found = rules.parts(case.series.rule)
    end = rules.ends(found)
    if end:
        there = end.replace(tzinfo=ZoneInfo(case.series.zone)).astimezone(datetime.UTC)
        found["UNTIL"] = f"{end:%Y%m%d}" if case.all_day else f"{there:%Y%m%dT%H%M%S}Z"
    return rules.joined(found)


def by_others(text: str, since: datetime.datetime, zone: str) -> list[Found]:
    """What `recurring-ical-events` finds in *text* that begins within two years, by clocks in *zone*."""
    start, stop = (each.replace(tzinfo=ZoneInfo(zone)) for each in (since - 2 * DAY, since + TWO_YEARS + 2 * DAY))
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(start, stop)
    rows = [
        (_naive(each["DTSTART"].dt), _naive(each["DTEND"].dt), each.get("STATUS") == "CANCELLED") for each in found
    ]
    return sorted(row for row in rows if since <= row[0] < since + TWO_YEARS)


def _naive(moment: Any) -> datetime.datetime:
    if isinstance(moment, datetime.datetime):
        return moment.replace(tzinfo=None)
    return datetime.datetime.combine(moment, datetime.time.min)
