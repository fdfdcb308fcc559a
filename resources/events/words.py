"""What the facts of events are called: ages, costs, and how a recurrence reads."""

import datetime
from collections.abc import Callable
from typing import Any

from portal.i18n import day, gettext, lazy, ngettext, number, weekday
from resources.events import rules
from resources.events.recurrence import DAYS

Ages = tuple[int | None, int | None]

AGES: dict[str, Ages] = {
    "all": (None, None),
    "children": (0, 12),
    "teens": (13, 17),
    "young": (18, 29),
    "adults": (18, None),
    "older": (60, None),
}
"""The ages that people choose among; who asks for one of them is shown all that it fits."""
AGE_WORDS: dict[str, Any] = {
    "all": lazy("Everyone, children with an adult"),
    "children": lazy("Children, up to 12"),
    "teens": lazy("Teenagers, 13 to 17"),
    "young": lazy("Young adults, 18 to 29"),
    "adults": lazy("Adults, from 18"),
    "older": lazy("Older people, from 60"),
}
COSTS: dict[str, Any] = {"free": lazy("Free"), "paid": lazy("Costs something")}
_MONDAY = datetime.date(2024, 1, 1)


def band(ages: Ages) -> str:
    """The code of *ages* in `AGES`; empty where they are others."""
    return next((code for code, each in AGES.items() if each == ages), "")


def ages(first: int | None, last: int | None) -> str:
    """Whom something is for, in words."""
    known = band((first, last))
    if known:
        return str(AGE_WORDS[known])
    if last is None:
        return gettext("From %(age)s years", age=number(first or 0))
    return gettext("%(first)s to %(last)s years", first=number(first or 0), last=number(last))


def day_of_week(code: str) -> str:
    """What the day of the week is called whose code a rule has, such as TU."""
    return weekday(_MONDAY + datetime.timedelta(days=DAYS.index(code)))


def is_for_minors(first: int | None, last: int | None) -> bool:
    """Whether something is held for people under 18, rather than for everyone with their children."""
    return (first is not None and first < 18) or (last is not None and last < 18)


def recurrence(rule: str, starts: datetime.datetime) -> str:
    """How *rule* reads, with its end; in general words where it is an odd one."""
    if not rule:
        return ""
    found = rules.parts(rule)
    said = _every(found, starts)
    last = rules.last_day(found, starts)
    if last:
        return gettext("%(every)s, until %(day)s", every=said, day=day(last))
    if "COUNT" in found:
        times = ngettext("%(num)s time", "%(num)s times", int(found["COUNT"]))
        return gettext("%(every)s, %(times)s", every=said, times=times)
    return said


def _every(found: rules.Parts, starts: datetime.datetime) -> str:
    step = int(found.get("INTERVAL", "1"))
    odd = set(found) - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "BYDAY", "WKST", "BYMONTHDAY"}
    say: dict[str, Callable[[rules.Parts, int, datetime.datetime], str]] = {
        "DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly,
    }  # fmt: skip
    return gettext("Again and again: see the dates") if odd else say[found["FREQ"]](found, step, starts)


def _step(step: int, one: str, many: str) -> str:
    """*one* for every single one; some languages say 21 in the form for one, too."""
    return one if step == 1 else many


def _daily(found: rules.Parts, step: int, starts: datetime.datetime) -> str:
    if "BYDAY" in found:
        return _weekly(found, step, starts)
    return _step(step, gettext("Every day"), ngettext("Every %(num)s day", "Every %(num)s days", step))


def _weekly(found: rules.Parts, step: int, starts: datetime.datetime) -> str:
    names = [each[-2:] for each in found.get("BYDAY", DAYS[starts.weekday()]).split(",")]
    if step == 1 and set(names) == set(DAYS):
        return gettext("Every day")
    days = ", ".join(day_of_week(each) for each in DAYS if each in names)
    return gettext(
        "%(every)s: %(days)s",
        every=_step(step, gettext("Every week"), ngettext("Every %(num)s week", "Every %(num)s weeks", step)),
        days=days,
    )


def _monthly(found: rules.Parts, step: int, starts: datetime.datetime) -> str:
    every = _step(step, gettext("Every month"), ngettext("Every %(num)s month", "Every %(num)s months", step))
    which = found.get("BYDAY", "")
    if "," in which or "," in found.get("BYMONTHDAY", ""):
        return gettext("%(every)s: see the dates", every=every)
    if which:
        return gettext("%(every)s: %(days)s", every=every, days=_nth(which))
    return gettext(
        "%(every)s, on day %(number)s", every=every, number=number(int(found.get("BYMONTHDAY", starts.day)))
    )


def _nth(which: str) -> str:
    name = day_of_week(which[-2:])
    orders = {
        "1": gettext("first %(day)s"), "2": gettext("second %(day)s"), "3": gettext("third %(day)s"),
        "4": gettext("fourth %(day)s"), "-1": gettext("last %(day)s"),
    }  # fmt: skip
    return orders.get(which[:-2].lstrip("+"), "%(day)s") % {"day": name}


def _yearly(_found: rules.Parts, step: int, _starts: datetime.datetime) -> str:
    return _step(step, gettext("Every year"), ngettext("Every %(num)s year", "Every %(num)s years", step))
