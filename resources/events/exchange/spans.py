"""From when until when the first date of an entry is: DTSTART with DTEND, DURATION, or neither (RFC 5545, 3.6.1)."""

import datetime
from dataclasses import dataclass

from map import local
from portal.errors import BadInput
from portal.i18n import gettext
from resources.events.exchange import moments
from resources.events.exchange.clocks import UTC, Zones
from resources.events.exchange.components import Component
from resources.events.exchange.moments import Moment

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when, as clocks in *zone* show it.

    *floating*: it named no zone; *mended*: it had no length; *skipped*: clocks skip the hour in which it would begin.
    """

    starts: datetime.datetime
    ends: datetime.datetime
    zone: str
    all_day: bool = False
    floating: bool = False
    mended: bool = False
    skipped: bool = False

    @property
    def length(self) -> datetime.timedelta:
        """How long it is."""
        return self.ends - self.starts


def span(said: Component, zones: Zones, zone: str = "", *, repeats: bool = False) -> Span:
    """When *said* takes place, in *zone* or, without one, in its own; in UTC only where it *repeats* so.

    Raises:
        BadInput: one of its times is missing, cannot be read, or it ends before it begins.
    """
    begin = said.first("DTSTART")
    if begin is None:
        raise BadInput(gettext("It does not say when it begins."))
    first = moments.moment(begin, zones)
    if first.day:
        return _days(said, first, zone or zones.home, zones)
    own = zone or first.zone or zones.floating
    if own == UTC and not zone and not repeats:
        own = zones.home if _clear(said, first, zones) else UTC
    return _timed(said, first, own, zones, once=not (repeats or zone))


def _clear(said: Component, first: Moment, zones: Zones) -> bool:
    """Whether clocks at home show the times of *said*, which are in UTC, only once."""
    end = said.first("DTEND")
    found = [first, moments.moment(end, zones)] if end else [first]
    return all(
        local.utc(moments.seen(each, zones.home), zones.home) == each.clock for each in found if each.zone == UTC
    )


def _days(said: Component, first: Moment, zone: str, zones: Zones) -> Span:
    """Whole days; an end on the first day, which some programs write, is that day's."""
    end, lasts = said.first("DTEND"), said.value("DURATION")
    starts = first.clock
    ends = starts + DAY
    if end:
        last = _midnight(moments.moment(end, zones).clock)
        if last < starts:
            raise BadInput(gettext("It ends before it begins."))
        ends = max(ends, last)
    elif lasts:
        ends = max(ends, starts + DAY * moments.duration(lasts).days)
    return Span(starts, ends, zone, all_day=True)


def _midnight(clock: datetime.datetime) -> datetime.datetime:
    return datetime.datetime.combine(clock.date(), datetime.time.min)


def _timed(said: Component, first: Moment, zone: str, zones: Zones, *, once: bool) -> Span:
    """Times of a day; of what takes place *once*, they are those that clocks really show."""
    begin = moments.seen(first, zone)
    until = _until(said, begin, zone, zones)
    if until < begin:
        raise BadInput(gettext("It ends before it begins."))
    length = until - begin or HOUR
    starts = moments.real(begin, zone) if once else begin
    ends = moments.real(until, zone) if once and said.first("DTEND") else starts + length
    if ends <= starts:  # no end was said, or it is lost with the hour that clocks skip
        ends = starts + length
    return Span(starts, ends, zone, floating=not first.zone, mended=until == begin, skipped=starts != begin)


def _until(said: Component, begin: datetime.datetime, zone: str, zones: Zones) -> datetime.datetime:
    """The end that *said* names, by the clocks of *zone*; the beginning where it names none."""
    end, lasts = said.first("DTEND"), said.value("DURATION")
    if end:
        last = moments.moment(end, zones)
        return moments.seen(last, zone) + (DAY if last.day else datetime.timedelta())
    return begin + moments.duration(lasts) if lasts else begin
