"""Time zones as calendars describe them (VTIMEZONE, RFC 5545, 3.6.5).

Each change of clocks stands by itself: of those that are listed together (RDATE), ical.js sees the first.
"""

import datetime
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from resources.events import rules
from resources.events.exchange.lines import END

AHEAD = 10  # years after which a calendar has been read again
DAY, WEEK, MINUTE = datetime.timedelta(days=1), datetime.timedelta(weeks=1), datetime.timedelta(minutes=1)


@lru_cache(maxsize=1024)
def described(zone: str, first: int, last: int) -> str:
    """How clocks in *zone* go from the year *first* until some years after *last*."""
    begin = _new_year(first) - DAY
    there = ZoneInfo(zone)
    spans = [_observance(begin, begin, there)]
    spans += [_observance(before, moment, there) for before, moment in _changes(zone, last) if moment > begin]
    return f"BEGIN:VTIMEZONE{END}TZID:{zone}{END}{''.join(spans)}END:VTIMEZONE{END}"


def _new_year(year: int) -> datetime.datetime:
    return datetime.datetime(year, 1, 1, tzinfo=datetime.UTC)


@lru_cache(maxsize=1024)  # more than there are zones: a hostile calendar may have events in all of them
def _changes(zone: str, last: int) -> Sequence[tuple[datetime.datetime, datetime.datetime]]:
    """The last minute before each change of clocks in *zone*, and the first one after it."""
    there, found = ZoneInfo(zone), []
    begin, end = _new_year(rules.EARLIEST) - DAY, _new_year(last + AHEAD)
    offset = _offset(begin, there)
    while begin < end:
        after = begin + WEEK
        if (later := _offset(after, there)) != offset:
            found.append(_narrowed(there, begin, after))
        begin, offset = after, later
    return found


def _narrowed(
    zone: ZoneInfo, before: datetime.datetime, after: datetime.datetime
) -> tuple[datetime.datetime, datetime.datetime]:
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
    return before, after


def _observance(before: datetime.datetime, moment: datetime.datetime, zone: ZoneInfo) -> str:
    """What clocks show from *moment* on; it is named by those that went until then."""
    there = moment.astimezone(zone)
    kind = "DAYLIGHT" if there.dst() else "STANDARD"
    earlier, later = _offset(before, zone), _offset(moment, zone)
    return (
        f"BEGIN:{kind}{END}DTSTART:{moment + earlier:%Y%m%dT%H%M%S}{END}TZNAME:{there.tzname()}{END}"
        f"TZOFFSETFROM:{_signed(earlier)}{END}TZOFFSETTO:{_signed(later)}{END}END:{kind}{END}"
    )


def _offset(moment: datetime.datetime, zone: ZoneInfo) -> datetime.timedelta:
    return moment.astimezone(zone).utcoffset() or datetime.timedelta(0)


def _signed(offset: datetime.timedelta) -> str:
    """*offset* as calendars write it, such as +0530."""
    minutes = abs(offset) // MINUTE
    return f"{'-' if offset < datetime.timedelta(0) else '+'}{minutes // 60:02}{minutes % 60:02}"
