"""The moments that a recurrence rule means (RFC 5545, 3.3.10), walked period by period and never past a last one.

What a rule costs is what lies between the moments that are asked for, whether anything matches there or not.
"""

import datetime
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
Numbers = frozenset[int]
Suits = Callable[[datetime.date], bool]


@dataclass(frozen=True, slots=True)
class Walk:
    """A rule made ready: *every* *step* days, weeks, months or years from *starts*, on the days that all *suit*.

    *times* are those of each day. *positions* choose among what one period holds (BYSETPOS), None: all of it.
    """

    starts: datetime.datetime
    every: str
    step: int
    week_begins: int
    suit: Sequence[Suits]
    times: Sequence[datetime.time]
    positions: Numbers | None
    count: int | None

    def between(self, since: datetime.datetime, until: datetime.datetime) -> Iterator[datetime.datetime]:
        """The moments from *since* to *until*, both included; those before the start are none."""
        counted = 0
        for period in self._periods(self.starts if self.count else max(since, self.starts), until.date()):
            for moment in self._chosen(period):
                if moment > until or (self.count and counted >= self.count):
                    return
                if moment >= self.starts:
                    counted += 1
                    if moment >= since:
                        yield moment

    def _periods(self, since: datetime.datetime, last: datetime.date) -> Iterator[Sequence[datetime.date]]:
        """The days of each period, from the one before *since* or that of it until the one that holds *last*."""
        period = _PERIODS[self.every](self, since.date())
        while (days := next(period))[0] <= last:
            yield days

    def _chosen(self, period: Sequence[datetime.date]) -> Sequence[datetime.datetime]:
        """The moments of one period, in their order."""
        days = [day for day in period if all(suits(day) for suits in self.suit)]
        moments = [datetime.datetime.combine(day, time) for day in days for time in self.times]
        if self.positions is None:
            return moments
        length = len(moments)
        return [each for at, each in enumerate(moments) if {at + 1, at - length} & self.positions]


def walk(found: dict[str, str], starts: datetime.datetime) -> Walk:
    """Make the rule of parts *found* (see `resources.events.rules.parts`) ready; its UNTIL is the caller's."""
    positions = _numbers(found, "BYSETPOS")
    return Walk(
        starts=starts,
        every=found["FREQ"],
        step=int(found.get("INTERVAL", "1")),
        week_begins=DAYS.index(found.get("WKST", "MO")),
        suit=_suits(_completed(found, starts)),
        times=_times(found, starts),
        positions=positions or None,
        count=int(found["COUNT"]) if "COUNT" in found else None,
    )


def _numbers(found: dict[str, str], name: str) -> Numbers:
    return frozenset(int(each) for each in found[name].split(",")) if name in found else frozenset()


def _completed(found: dict[str, str], starts: datetime.datetime) -> dict[str, str]:
    """*found*, with what it leaves open taken from its first date."""
    days = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & set(found)
    if found["FREQ"] == "DAILY" or days:
        return found
    if found["FREQ"] == "WEEKLY" or "BYWEEKNO" in found:
        return found | {"BYDAY": DAYS[starts.weekday()]}
    month = {"BYMONTH": str(starts.month)} if found["FREQ"] == "YEARLY" else {}
    return month | found | {"BYMONTHDAY": str(starts.day)}


def _times(found: dict[str, str], starts: datetime.datetime) -> Sequence[datetime.time]:
    hours = sorted(_numbers(found, "BYHOUR") or {starts.hour})
    minutes = sorted(_numbers(found, "BYMINUTE") or {starts.minute})
    seconds = sorted(_numbers(found, "BYSECOND") or {starts.second})
    return [datetime.time(hour, minute, second) for hour in hours for minute in minutes for second in seconds]


def _suits(found: dict[str, str]) -> list[Suits]:
    """What a day has to be, the cheapest question first."""
    made: list[Suits] = []
    if months := _numbers(found, "BYMONTH"):
        made.append(lambda day: day.month in months)
    if month_days := _numbers(found, "BYMONTHDAY"):
        made.append(lambda day: day.day in month_days or day.day - _month(day) - 1 in month_days)
    if year_days := _numbers(found, "BYYEARDAY"):
        made.append(lambda day: bool({_of_year(day), _of_year(day) - _year(day) - 1} & year_days))
    if weeks := _numbers(found, "BYWEEKNO"):
        begins = DAYS.index(found.get("WKST", "MO"))
        made.append(lambda day: bool(weeks.intersection(_week_numbers(day, begins))))
    if "BYDAY" in found:
        made.append(_weekdays(found))
    return made


def _weekdays(found: dict[str, str]) -> Suits:
    """Whether a day is one of those that BYDAY names: each, or the first or last of its month or year."""
    named = [(DAYS.index(each[-2:]), int(each[:-2] or 0)) for each in found["BYDAY"].split(",")]
    each_week = {weekday for weekday, number in named if not number}
    numbered = {(weekday, number) for weekday, number in named if number}
    in_year = found["FREQ"] == "YEARLY" and "BYMONTH" not in found
    sometimes = {weekday for weekday, _number in numbered}

    def suits(day: datetime.date) -> bool:
        weekday = day.weekday()
        if weekday in each_week or weekday not in sometimes:
            return weekday in each_week
        at, length = (_of_year(day), _year(day)) if in_year else (day.day, _month(day))
        return not numbered.isdisjoint({(weekday, (at - 1) // 7 + 1), (weekday, -((length - at) // 7 + 1))})

    return suits


def _of_year(day: datetime.date) -> int:
    return day.toordinal() - datetime.date(day.year, 1, 1).toordinal() + 1


def _year(day: datetime.date) -> int:
    """How many days the year of *day* has."""
    return _of_year(datetime.date(day.year, 12, 31))


def _month(day: datetime.date) -> int:
    """How many days the month of *day* has."""
    return monthrange(day.year, day.month)[1]


def _week_numbers(day: datetime.date, begins: int) -> Collection[int]:
    """The number of the week of *day* from the beginning of its year, and from the end."""
    week = _week(day, begins)
    year = (week + 3 * DAY).year  # the first week is the one with four days in the year
    first, after = (_week(datetime.date(each, 1, 4), begins) for each in (year, year + 1))
    return (week - first) // WEEK + 1, (week - after) // WEEK


def _week(day: datetime.date, begins: int) -> datetime.date:
    """The day on which the week of *day* begins."""
    return day - (day.weekday() - begins) % 7 * DAY


def _daily(walk: Walk, since: datetime.date) -> Iterator[Sequence[datetime.date]]:
    first = walk.starts.date()
    day = first + (since - first).days // walk.step * walk.step * DAY
    while True:
        yield (day,)
        day += walk.step * DAY


def _weekly(walk: Walk, since: datetime.date) -> Iterator[Sequence[datetime.date]]:
    first = _week(walk.starts.date(), walk.week_begins)
    week = first + (since - first) // WEEK // walk.step * walk.step * WEEK
    while True:
        yield [week + number * DAY for number in range(7)]
        week += walk.step * WEEK


def _monthly(walk: Walk, since: datetime.date) -> Iterator[Sequence[datetime.date]]:
    first = walk.starts.year * 12 + walk.starts.month - 1
    month = first + (since.year * 12 + since.month - 1 - first) // walk.step * walk.step
    while True:
        yield _days(month // 12, month % 12 + 1)
        month += walk.step


def _yearly(walk: Walk, since: datetime.date) -> Iterator[Sequence[datetime.date]]:
    year = walk.starts.year + (since.year - walk.starts.year) // walk.step * walk.step
    while True:
        yield [day for month in range(1, 13) for day in _days(year, month)]
        year += walk.step


def _days(year: int, month: int) -> list[datetime.date]:
    return [datetime.date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


_PERIODS = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
