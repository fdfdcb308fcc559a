"""Writes events as iCalendar (RFC 5545), for the calendars of readers and of other portals."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from map import local
from portal import db, hours
from portal.geo import Point
from portal.languages import Said
from resources.events import dates, rules
from resources.events.dates import Change, Series
from resources.events.exchange import zones
from resources.events.exchange.lines import END, line, said, text

HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wayhouse//Events//EN", "CALSCALE:GREGORIAN")
READ_AGAIN = "PT6H"
BACK = datetime.timedelta(days=31)
"""How long changes to single dates, and what was cancelled, are still told."""
AHEAD = datetime.timedelta(days=2 * 366)
"""For how long the holidays are told on which an event does not take place."""
ALARMS = {True: ("-PT12H",), False: ("-P1D", "-PT2H")}
"""When a calendar reminds of an event, by whether that is all day: at noon before, or a day and two hours before."""


@dataclass(slots=True)
class Entry:
    """An event as calendars show it, in words of one language (not frozen: that would take twice as long to make).

    *about* is what it is about and for whom, *where* a place, street or district. *free_in* is the country on whose
    holidays it does not take place. *point* is where its door is, for a place that everyone may know.
    """

    uid: str
    version: int
    changed_on: datetime.date
    series: Series
    all_day: bool
    cancelled: bool
    title: Said
    about: Said
    where: Said | None
    category: Said
    url: str
    note: str = ""
    point: Point | None = None
    free_in: str = ""


def calendar(name: str, entries: Sequence[Entry], *, alarms: bool = False) -> str:
    """A calendar called *name* with *entries*, in their order; *alarms* remind of each of them."""
    made = [each + END for each in HEAD]
    made += [line("NAME", text(name)), line("X-WR-CALNAME", text(name))]
    made += [f"REFRESH-INTERVAL;VALUE=DURATION:{READ_AGAIN}{END}", f"X-PUBLISHED-TTL:{READ_AGAIN}{END}"]
    made += _zones(entries)
    since = datetime.datetime.combine(db.today(), datetime.time.min) - BACK
    for each in entries:
        made += _components(each, since, alarms)
    return "".join([*made, f"END:VCALENDAR{END}"])


def _zones(entries: Sequence[Entry]) -> Iterator[str]:
    """The zones that *entries* name, each from the first of its years."""
    first: dict[str, int] = {}
    for each in entries:
        if not each.all_day and each.series.zone != "UTC":
            zone, year = each.series.zone, each.series.starts.year
            first[zone] = min(year, first.get(zone, year))
    for zone, year in sorted(first.items()):
        yield zones.described(zone, year, db.today().year)


def _components(entry: Entry, since: datetime.datetime, alarms: bool) -> Iterator[str]:
    """*entry*, and each of its dates from *since* on that is different."""
    shared, series = _shared(entry), entry.series
    first = _first(series.rule, series.starts)
    times = _times(entry, first, first + series.length)
    yield _component(shared, times, *_recurrence(entry, since), _end(entry, entry.note, alarms, entry.cancelled))
    for change in _told(entry, since):
        starts, cancelled = change.starts or change.original, entry.cancelled or change.cancelled
        times = _times(entry, starts, change.ends or starts + series.length)
        which = _moment("RECURRENCE-ID", entry, change.original)
        yield _component(shared, which, times, _end(entry, change.note or entry.note, alarms, cancelled))


def _component(*parts: str) -> str:
    return f"BEGIN:VEVENT{END}{''.join(parts)}END:VEVENT{END}"


def _shared(entry: Entry) -> str:
    """What all dates of *entry* have in common."""
    day = f"{entry.changed_on.isoformat().replace('-', '')}T000000Z"
    where, point = entry.where, entry.point
    return "".join((
        line("UID", text(entry.uid)),
        f"DTSTAMP:{day}{END}LAST-MODIFIED:{day}{END}SEQUENCE:{max(0, entry.version - 1)}{END}",
        said("SUMMARY", *entry.title),
        said("LOCATION", *where) if where else "",
        said("CATEGORIES", *entry.category),
        line("URL", text(entry.url)) if entry.url else "",
        f"GEO:{point.latitude:.6f};{point.longitude:.6f}{END}" if point else "",
    ))  # fmt: skip


def _end(entry: Entry, note: str, alarms: bool, cancelled: bool) -> str:
    words, tag = entry.about
    about = said("DESCRIPTION", f"{note}\n\n{words}" if note else words, tag)
    remind = "".join(_alarms(entry)) if alarms and not cancelled else ""
    return f"{about}STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}{END}{remind}"


def _alarms(entry: Entry) -> Iterator[str]:
    for before in ALARMS[entry.all_day]:
        yield f"BEGIN:VALARM{END}ACTION:DISPLAY{END}TRIGGER:{before}{END}"
        yield f"{said('DESCRIPTION', entry.title.words)}END:VALARM{END}"


def _times(entry: Entry, starts: datetime.datetime, ends: datetime.datetime) -> str:
    return _moment("DTSTART", entry, starts) + _moment("DTEND", entry, ends)


def _moment(name: str, entry: Entry, *moments: datetime.datetime) -> str:
    """A line of *moments*: as days, in UTC, or as clocks in the event's zone show them."""
    if entry.all_day:
        return line(f"{name};VALUE=DATE", ",".join(spelled(each)[:8] for each in moments))
    if entry.series.zone == "UTC":
        return line(name, ",".join(f"{spelled(each)}Z" for each in moments))
    return line(f"{name};TZID={entry.series.zone}", ",".join(map(spelled, moments)))


def spelled(moment: datetime.datetime) -> str:
    """*moment* as calendars write it, such as 20261125T180000."""
    return moment.isoformat(timespec="seconds").replace("-", "").replace(":", "")


def _recurrence(entry: Entry, since: datetime.datetime) -> Iterator[str]:
    """The rule of *entry*, the dates it leaves out, and those that it has beside."""
    series = entry.series
    if series.rule and _leads_on(series.rule, series.starts):
        yield line("RRULE", _rule(series.rule, series.zone, entry.all_day))
    changed = {each.original for each in series.changes}
    left_out = {each.original for each in series.changes if each.silent and each.original >= since}
    if entry.free_in:
        left_out |= set(_on_holidays(entry.free_in, series.rule, series.starts, since.date())) - changed
    if left_out:
        yield _moment("EXDATE", entry, *sorted(left_out))
    extra = [each.original for each in series.changes if each.extra and _is_told(each, since)]
    if series.starts != _first(series.rule, series.starts):
        extra.insert(0, series.starts)
    if extra:
        yield _moment("RDATE", entry, *extra)


def _is_told(change: Change, since: datetime.datetime) -> bool:
    """Whether *change* is to be said: it is not long over, and there is a date to say it of."""
    return not change.silent and max(change.original, change.starts or change.original) >= since


def _told(entry: Entry, since: datetime.datetime) -> list[Change]:
    """The dates of *entry* that are different; those of an older rule are none of its dates."""
    told = [each for each in entry.series.changes if _is_told(each, since) and _is_different(each)]
    return [each for each in told if each.extra or dates.is_date(entry.series, each.original)]


def _is_different(change: Change) -> bool:
    """Whether there is more to say of the date than that it is one."""
    return bool(change.cancelled or change.starts or change.ends or change.note)


@lru_cache(maxsize=4096)
def _rule(rule: str, zone: str, all_day: bool) -> str:
    """*rule* with its end as calendars want it: in UTC, or as a day where it has no times."""
    found = rules.parts(rule)
    end = rules.ends(found)
    if end:
        end = min(end, rules.NEVER)
        found["UNTIL"] = spelled(end)[:8] if all_day else f"{spelled(local.utc(end, zone))}Z"
    return rules.joined(found)


@lru_cache(maxsize=4096)
def _leads_on(rule: str, starts: datetime.datetime) -> bool:
    """Whether *rule* does not end before it begins: readers see no date at all of one that does."""
    end = rules.ends(rules.parts(rule))
    return end is None or end >= starts


@lru_cache(maxsize=4096)
def _first(rule: str, starts: datetime.datetime) -> datetime.datetime:
    """The first moment to which *rule* leads: readers disagree on a first date to which it does not (3.8.5.3)."""
    return next(rules.moments(rule, starts, starts, rules.NEVER), starts) if rule else starts


@lru_cache(maxsize=4096)
def _on_holidays(
    country: str, rule: str, starts: datetime.datetime, since: datetime.date
) -> Sequence[datetime.datetime]:
    """The dates of *rule* on holidays of *country* in the two years from *since*."""
    series = Series(starts, starts, "UTC", rule)
    days = (datetime.datetime.combine(day, datetime.time.min) for day in _holidays(country, since))
    found: list[datetime.datetime] = []
    for day in days:
        found += dates.rules_of(series, day, datetime.datetime.combine(day, datetime.time.max))
    return found


@lru_cache(maxsize=16)
def _holidays(country: str, since: datetime.date) -> Sequence[datetime.date]:
    days = (since + datetime.timedelta(days=number) for number in range((AHEAD + BACK).days))
    return list(filter(partial(hours.is_holiday, country), days))
