"""Opening hours: OSM strings, evaluated in the place's own time zone. The only module that knows the parser.

The parser's own `next_change` can take seconds on hostile strings; `intervals` over a few days cannot.
Source of the notation: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import (  # type: ignore[attr-defined]  # its stub leaves the errors out
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

HORIZON = datetime.timedelta(days=8)
FORTNIGHT = datetime.timedelta(days=14)
LONGEST = 500
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Now:
    """Whether a place is open: *state* is open, closed or unknown; *change* is when that ends, local, if soon."""

    state: str
    change: datetime.datetime | None = None
    comment: str = ""
    local: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week: its date, and its times from and to, with the comment of each."""

    date: datetime.date
    spans: tuple[tuple[datetime.datetime, datetime.datetime, str], ...]
    today: bool = False


@lru_cache(maxsize=4096)
def _parsed(hours: str, zone: str, country: str) -> OpeningHours | None:
    if not hours or len(hours) > LONGEST:
        return None
    try:
        return OpeningHours(hours, timezone=ZoneInfo(zone), country=country or None)
    except (ParserError, UnknownCountryError, SyntaxError):
        return None


def readable(hours: str, zone: str, country: str) -> bool:
    """Whether *hours* can be evaluated at all."""
    return _parsed(hours, zone, country) is not None


def _local(moment: datetime.datetime, zone: str) -> datetime.datetime:
    return moment.replace(tzinfo=datetime.UTC).astimezone(ZoneInfo(zone))


def at(hours: str, zone: str, country: str, moment: datetime.datetime) -> Now:
    """Tell whether a place with *hours* is open at *moment* (UTC, without a zone)."""
    local, parsed = _local(moment, zone), _parsed(hours, zone, country)
    if parsed is None:
        return Now("unknown", local=local)
    _start, end, state, comment = next(
        iter(parsed.intervals(local, local + HORIZON)), (local, None, State.UNKNOWN, "")
    )
    name = {State.OPEN: "open", State.CLOSED: "closed"}.get(state, "unknown")
    soon = end if end is not None and end < local + HORIZON else None
    return Now(name, soon, str(comment), local)


def _open_spans(
    parsed: OpeningHours, start: datetime.datetime, end: datetime.datetime
) -> Iterator[tuple[datetime.datetime, datetime.datetime, str]]:
    for opens, closes, state, comment in parsed.intervals(start, end):
        if state == State.OPEN:
            yield opens, closes or end, str(comment)


def week(hours: str, zone: str, country: str, moment: datetime.datetime) -> list[Day]:
    """The seven days from today, with the times of each; empty where *hours* cannot be read."""
    local, parsed = _local(moment, zone), _parsed(hours, zone, country)
    if parsed is None:
        return []
    first = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return [_day(parsed, first + DAY * number, today=number == 0) for number in range(7)]


def _day(parsed: OpeningHours, start: datetime.datetime, *, today: bool) -> Day:
    """The times that begin on one day; what began the evening before belongs to that evening."""
    spans = _open_spans(parsed, start - DAY, start + DAY * 2)
    within = tuple(span for span in spans if _begins_on(span, start))
    return Day(start.date(), within, today)


def _begins_on(span: tuple[datetime.datetime, datetime.datetime, str], start: datetime.datetime) -> bool:
    opens, closes, _ = span
    throughout = opens <= start - DAY and closes >= start + DAY
    return throughout or start.date() == opens.date()


def fortnight(
    hours: str, zone: str, country: str, moment: datetime.datetime
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """The times (UTC, without a zone) in which a place is open between *moment* and a fortnight on."""
    parsed = _parsed(hours, zone, country)
    if parsed is None:
        return []
    local = _local(moment, zone)
    return [(_utc(opens), _utc(closes)) for opens, closes, _ in _open_spans(parsed, local, local + FORTNIGHT)]


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


@lru_cache(maxsize=8192)
def is_holiday(country: str, day: datetime.date) -> bool:
    """Whether *day* is a public holiday of *country* (ISO 3166); False where we do not know the country's."""
    parsed = _parsed("PH", "UTC", country) if country else None
    return parsed is not None and parsed.is_open(datetime.datetime.combine(day, datetime.time(12)))
