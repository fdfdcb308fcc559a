"""The dates of an event: its rule, what is different at single dates, and what clocks in its zone make of that."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from map import local
from portal.errors import BadInput
from portal.i18n import gettext
from resources.events import rules

MOST_AHEAD = 400
"""How many dates an event may have within `AHEAD`."""
AHEAD = datetime.timedelta(weeks=26)
LONGEST = datetime.timedelta(days=31)
MOST_CHANGES = 1000
SIX = datetime.time(6)
"""What ends by this hour of the morning belongs to the evening before."""
MORNING = datetime.timedelta(hours=SIX.hour)


class Change(Protocol):
    """What is different at one date, see `resources.events.models.EventChange`."""

    original: datetime.datetime
    extra: bool
    cancelled: bool
    silent: bool
    starts: datetime.datetime | None
    ends: datetime.datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """When something takes place: its first date, the rule of the others, and what is different at single ones.

    All times are what clocks in *zone* show. *skips* says on which days it does not take place.
    """

    starts: datetime.datetime
    ends: datetime.datetime
    zone: str
    rule: str = ""
    changes: Sequence[Change] = ()
    skips: Callable[[datetime.date], bool] = field(default=lambda _day: False)

    @property
    def length(self) -> datetime.timedelta:
        """How long one date lasts."""
        return self.ends - self.starts


@dataclass(frozen=True, slots=True)
class Date:
    """One date of an event, as clocks there show it; *original* is when it would begin by the rule."""

    original: datetime.datetime
    starts: datetime.datetime
    ends: datetime.datetime
    cancelled: bool = False
    note: str = ""

    @property
    def moved(self) -> bool:
        """Whether it takes place at another time than the rule says."""
        return self.starts != self.original

    def days(self) -> Iterator[datetime.date]:
        """The days on which it takes place; what ends by six in the morning belongs to the day before."""
        last = max(self.starts, self.ends - (MORNING if self.ends.time() != datetime.time.min else _MOMENT)).date()
        day = self.starts.date()
        while day <= last:
            yield day
            day += datetime.timedelta(days=1)


_MOMENT = datetime.timedelta(microseconds=1)


def check(series: Series, today: datetime.date) -> None:
    """Refuse what cannot take place, or so often that nobody could mean it.

    Raises:
        BadInput: with words for whoever entered it.
    """
    if series.ends <= series.starts:
        raise BadInput(gettext("It ends before it begins."))
    if series.length > LONGEST:
        raise BadInput(gettext("One date can last a month at the most. For more, let it repeat."))
    if not rules.EARLIEST <= series.starts.year <= rules.LATEST:
        raise BadInput(gettext("This begins too long ago, or too far ahead."))
    if len(series.changes) > MOST_CHANGES:
        raise BadInput(gettext("There are too many exceptions. Let the series end, and begin another."))
    if not series.rule or not {"BYHOUR", "BYMINUTE"} & set(rules.parts(series.rule)):
        return  # once a day at the most
    begin = max(series.starts, datetime.datetime.combine(today, datetime.time.min))
    if len(list(islice(rules_of(series, begin, begin + AHEAD), MOST_AHEAD + 1))) > MOST_AHEAD:
        raise BadInput(gettext("This repeats so often that the calendar would be full of it."))


def rules_of(series: Series, since: datetime.datetime, until: datetime.datetime) -> Iterator[datetime.datetime]:
    """When the dates of *series* begin by its rule, the first date among them, without any change."""
    if since <= series.starts <= until:
        yield series.starts
    if series.rule:
        for moment in rules.moments(series.rule, series.starts, since, until):
            if moment != series.starts:
                yield moment


def between(series: Series, since: datetime.datetime, until: datetime.datetime) -> list[Date]:
    """The dates of *series* that begin from *since* until before *until*, in their order, with those cancelled."""
    here = [each for each in series.changes if not each.silent and since <= _begin(each) < until]
    ruled = [each.original for each in here if not each.extra]
    walked = set(rules_of(series, min([since, *ruled]), max([until, *ruled])))
    changed = {each.original for each in series.changes}
    plain = (each for each in walked - changed if since <= each < until and not series.skips(each.date()))
    found = [Date(each, each, each + series.length) for each in plain]
    found += [_changed(series, each) for each in here if each.extra or each.original in walked]
    return sorted(found, key=lambda each: (each.starts, each.original))


def _begin(change: Change) -> datetime.datetime:
    return change.starts or change.original


def _changed(series: Series, change: Change) -> Date:
    starts = _begin(change)
    return Date(change.original, starts, change.ends or starts + series.length, change.cancelled, change.note)


def is_date(series: Series, moment: datetime.datetime) -> bool:
    """Whether a date of *series* begins at *moment* by its rule."""
    return next(rules_of(series, moment, moment), None) is not None


def by_clocks(date: Date, zone: str) -> Date:
    """*date* of an event in *zone* by the clocks that it is shown by."""
    starts, ends = (local.at(each, local.clocks(zone)).replace(tzinfo=None) for each in in_utc(date, zone))
    return replace(date, starts=starts, ends=ends)


def is_skipped(moment: datetime.datetime, zone: str) -> bool:
    """Whether clocks in *zone* never show *moment*, because they are put forward there."""
    return local.at(local.utc(moment, zone), zone).replace(tzinfo=None) != moment


def in_utc(date: Date, zone: str) -> tuple[datetime.datetime, datetime.datetime]:
    """When *date* begins and ends, in UTC.

    What clocks skip in spring is read by the time before (RFC 5545, 3.3.5), and lasts as long as it would have.
    """
    starts, ends = local.utc(date.starts, zone), local.utc(date.ends, zone)
    return starts, starts + (date.ends - date.starts) if is_skipped(date.starts, zone) else ends
