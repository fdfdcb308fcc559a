"""The time zones that calendars name: by IANA's names, by those of Windows, or by rules of their own."""

import bisect
import datetime
import math
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from portal.errors import BadInput
from portal.i18n import gettext
from resources.events import rules
from resources.events.exchange.components import Component

UTC = "UTC"
_UTC = {"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "COORDINATED UNIVERSAL TIME"}
_MOST, _MOST_PARTS, _MOST_CHANGES = 50, 40, 200  # zones of their own that a calendar may bring, and what is in one
_PLACES = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_FIRST = 1970
_YEAR = datetime.timedelta(days=400)
_WINDOWS = {name.upper(): zone for name, zone in WINDOWS_TO_OLSON.items()}
Offsets = Sequence[datetime.timedelta | None]


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every name that we know, in capitals."""
    return _WINDOWS | {name.upper(): name for name in available_timezones()} | dict.fromkeys(_UTC, UTC)


@lru_cache(maxsize=1)
def _places() -> list[str]:
    """The zones that are called after a place."""
    return [each for each in available_timezones() if each.startswith(_PLACES)]


def known(name: str) -> str:
    """The zone that *name* means: ``Europe/Helsinki``, ``/mozilla.org/2005/Europe/Helsinki``, ``FLE Standard Time``.

    Empty where it means none.
    """
    parts = name.strip().strip('"').upper().split("/")[-3:]
    spellings = ("/".join(parts[start:]) for start in range(len(parts)))
    return next((_names()[each] for each in spellings if each in _names()), "")


class Zones:
    """The zones of one calendar, read at *home*; times that name none are those of *floating*.

    *until* is when the time of this thread is up. *strange* are the names that were asked for and mean no zone.
    """

    def __init__(
        self, home: str, floating: str = "", brought: Sequence[Component] = (), until: float = math.inf
    ) -> None:
        self.home, self.floating, self.until = home, floating or home, until
        self.strange: set[str] = set()
        self._brought = {each.value("TZID").strip('"').upper(): each for each in brought}
        self._found: dict[str, str] = {}

    def named(self, name: str, around: datetime.datetime) -> str:
        """The zone that *name* means, for times from *around* on; the one of home where it means none.

        Raises:
            BadInput: to find out takes too long.
        """
        key = name.strip('"').upper()
        if key not in self._found:
            check_time(self.until)
            named = known(name)
            self._found[key] = self._at_home(named, around) if key in _WINDOWS else named or self._alike(key, around)
        if not self._found[key]:
            self.strange.add(name)
        return self._found[key] or self.home

    def _at_home(self, zone: str, around: datetime.datetime) -> str:
        """The zone of home where its clocks go as those of *zone*: Windows has one name for many."""
        offsets = [_shown(zone, moment) for moment in _moments(around)]
        return self.home if _fits(self.home, offsets, around) else zone

    def _alike(self, key: str, around: datetime.datetime) -> str:
        """A zone whose clocks go as the calendar says those of *key* go."""
        brought = self._brought.get(key)
        if brought is None or len(self._found) >= _MOST:
            return ""
        return known(brought.value("X-LIC-LOCATION")) or _alike(_offsets(brought, around), around, self.home)


def check_time(until: float) -> None:
    """Refuse to go on with a calendar once *until*, in the time of this thread, has passed.

    Raises:
        BadInput: it has.
    """
    if time.thread_time() > until:
        raise BadInput(gettext("This calendar takes too long to be read. Export a shorter time of it."))


def _moments(around: datetime.datetime) -> Iterator[datetime.datetime]:
    """A moment (UTC) of each month of a year from *around* on."""
    begin = around.replace(day=2, hour=12)
    for month in range(begin.month - 1, begin.month + 11):
        yield begin.replace(year=begin.year + month // 12, month=month % 12 + 1)


def _alike(offsets: Offsets, around: datetime.datetime, home: str) -> str:
    """The zone whose clocks show *offsets* in the year from *around* on: *home*, one near it, or any."""
    if not offsets:
        return ""
    near = home.partition("/")[0] + "/"
    names = sorted(_places(), key=lambda each: (not each.startswith(near), each))
    return next((each for each in (home, *names) if _fits(each, offsets, around)), "")


def _fits(zone: str, offsets: Offsets, around: datetime.datetime) -> bool:
    """Whether clocks in *zone* show *offsets* in the year from *around* on."""
    pairs = zip(_moments(around), offsets, strict=True)
    return all(_shown(zone, moment) == offset for moment, offset in pairs)


def _shown(zone: str, moment: datetime.datetime) -> datetime.timedelta | None:
    return moment.replace(tzinfo=datetime.UTC).astimezone(ZoneInfo(zone)).utcoffset()


def _offsets(zone: Component, around: datetime.datetime) -> Offsets:
    """By how much clocks differ from UTC in the year from *around* on, as VTIMEZONE *zone* says; empty: unclear."""
    try:
        parts = [_Part(each) for each in islice(zone.inner, _MOST_PARTS)]
        changed = sorted((moment, part.after) for part in parts for moment in part.changed(around))
        before = min(parts, key=lambda each: each.begins).before if parts else None
        return [_last(changed, moment, before) for moment in _moments(around)] if parts else ()
    except (BadInput, ValueError, OverflowError):
        return ()


def _last(
    changed: Sequence[tuple[datetime.datetime, datetime.timedelta]],
    moment: datetime.datetime,
    before: datetime.timedelta | None,
) -> datetime.timedelta | None:
    """What clocks were last *changed* to until *moment*; *before* where they were not."""
    at = bisect.bisect_right(changed, moment, key=lambda each: each[0])
    return changed[at - 1][1] if at else before


class _Part:
    """From when on clocks show another time, and which."""

    def __init__(self, said: Component) -> None:
        self.before, self.after = (_signed(said.value(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        begins = _clock(said.value("DTSTART"))
        self.rule = said.value("RRULE")
        self.begins = begins.replace(year=max(begins.year, _FIRST)) if self.rule else begins
        self.others = [_clock(each) for row in said.all("RDATE") for each in row.value.split(",")[:_MOST_CHANGES]]
        found = rules.parts(self.rule) if self.rule else {}
        if (
            found.get("FREQ", "YEARLY") != "YEARLY" or "COUNT" in found
        ):  # what is counted is walked from its beginning
            raise BadInput(self.rule)

    def changed(self, around: datetime.datetime) -> list[datetime.datetime]:
        """When clocks are changed so, in UTC: in the years before and after *around*, or earlier."""
        found = [self.begins, *self.others]
        if self.rule:
            found += rules.moments(self.rule, self.begins, around - _YEAR, around + _YEAR)
        return [each - self.before for each in found]


def _clock(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text.strip()[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007 (what clocks there show)


def _signed(text: str) -> datetime.timedelta:
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-")
    return sign * datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
