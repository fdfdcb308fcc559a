"""Recurrence rules (RFC 5545, 3.3.10): which are taken, and the moments that one means. Times have no zone here."""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache

from portal.errors import BadInput
from portal.i18n import gettext
from resources.events import recurrence

LONGEST = 300  # letters
WORD, LIST = 40, 60  # letters of one value, values of one part
MOST_A_DAY = 24
MOST_COUNTED = 10_000
LOOKED_FOR = datetime.timedelta(days=366 * 40)  # within which a rule has to match: 29 February of a certain weekday
EARLIEST, LATEST = 1970, 2100
NEVER = datetime.datetime(LATEST + 41, 1, 1)  # noqa: DTZ001 (what clocks show: from then on no rule means anything)
_PERIODS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NUMBERS = {
    "INTERVAL": (1, 1000), "COUNT": (1, MOST_COUNTED), "BYMONTHDAY": (-31, 31), "BYMONTH": (1, 12),
    "BYSETPOS": (-366, 366), "BYWEEKNO": (-53, 53), "BYYEARDAY": (-366, 366), "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59), "BYSECOND": (0, 0),
}  # fmt: skip
_DAY = re.compile(r"([+-]?[1-9][0-9]?)?(MO|TU|WE|TH|FR|SA|SU)")
_MOMENT = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
Parts = dict[str, str]


class BadRule(BadInput):
    """A recurrence that is not taken; the message says why."""


def parts(rule: str) -> Parts:
    """The parts of *rule*, such as ``{"FREQ": "WEEKLY", "BYDAY": "TU"}``.

    Raises:
        BadRule: it is none, or one finer than days.
    """
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    if len(text) > LONGEST:
        raise BadRule(gettext("This recurrence is too long."))
    pairs = [each.partition("=") for each in text.split(";")]
    found = {name.strip(): value.strip() for name, _, value in pairs}
    if len(found) != len(pairs):
        raise BadRule(gettext("This recurrence says one thing twice."))
    if found.get("FREQ") in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise BadRule(gettext("An event cannot repeat more often than every day."))
    if found.get("FREQ") not in _PERIODS or not all(_is_part(*each) for each in found.items()):
        raise BadRule(gettext("This recurrence cannot be understood."))
    if found["FREQ"] in {"DAILY", "WEEKLY"} and re.search("[0-9]", found.get("BYDAY", "")):
        raise BadRule(gettext("This recurrence cannot be understood."))  # the first Monday of a week
    if "COUNT" in found and "UNTIL" in found:
        raise BadRule(gettext("This recurrence ends twice: by a number and by a day."))
    return found


def _is_part(name: str, value: str) -> bool:
    values = value.split(",")
    if len(values) > LIST or len(value) > LONGEST:
        return False
    if name in _NUMBERS:
        return (len(values) == 1 or name.startswith("BY")) and all(_is_number(name, each) for each in values)
    if name == "BYDAY":
        return all(_DAY.fullmatch(each) for each in values)
    if name == "UNTIL":
        return bool(_MOMENT.fullmatch(value))
    return name == "FREQ" or (name == "WKST" and bool(re.fullmatch("MO|TU|WE|TH|FR|SA|SU", value)))


def _is_number(name: str, value: str) -> bool:
    """Whether *value* is one that the part *name* may have; what counts from both ends has no zero."""
    least, most = _NUMBERS[name]
    known = re.fullmatch(r"[+-]?[0-9]{1,5}", value) and least <= int(value) <= most
    return bool(known) and (least >= 0 or int(value) != 0)


def joined(found: Parts) -> str:
    """*found* as one rule."""
    return ";".join(f"{name}={value}" for name, value in found.items())


def checked(rule: str, starts: datetime.datetime) -> str:
    """*rule* in one spelling, for an event that begins at *starts*; empty stays empty.

    Raises:
        BadRule: it is none, is too fine, or no day ever matches it.
    """
    if not rule.strip():
        return ""
    found = parts(rule)
    often = [len(found[name].split(",")) for name in ("BYHOUR", "BYMINUTE") if name in found]
    if often and often[0] * (often[1] if len(often) > 1 else 1) > MOST_A_DAY:
        raise BadRule(gettext("An event cannot take place so often on one day."))
    if not EARLIEST <= starts.year <= LATEST:
        raise BadRule(gettext("This begins too long ago, or too far ahead."))
    text = joined(found)
    if next(moments(text, starts, starts, starts + LOOKED_FOR), None) is None:
        raise BadRule(gettext("No day ever matches this recurrence."))
    return text


def moments(
    rule: str, starts: datetime.datetime, since: datetime.datetime, until: datetime.datetime
) -> Iterator[datetime.datetime]:
    """The moments from *since* to *until*, both included, at which an event of *rule* that begins at *starts* begins.

    *rule* is one that was `checked`. Its first date is not among them where the rule does not match it.
    """
    walk, last = _ready(rule, starts)
    yield from walk.between(since, min(until, last))


@lru_cache(maxsize=4096)
def _ready(rule: str, starts: datetime.datetime) -> tuple[recurrence.Walk, datetime.datetime]:
    """*rule* made ready, and the last moment at which it could mean something."""
    found = parts(rule)
    return recurrence.walk(found, starts), min(ends(found) or NEVER, NEVER)


def last_day(found: Parts, starts: datetime.datetime) -> datetime.date | None:
    """The last day on which a rule of parts *found*, of an event that begins at *starts*, may mean something."""
    last = ends(found)
    if last is None:
        return None
    return last.date() - datetime.timedelta(days=1 if last.time() < starts.time() else 0)


def ends(found: Parts) -> datetime.datetime | None:
    """The moment after which a rule of parts *found* says that nothing begins."""
    until = found.get("UNTIL", "").rstrip("Z")
    if not until:
        return None
    try:
        return datetime.datetime.strptime(until if "T" in until else f"{until}T235959", "%Y%m%dT%H%M%S")  # noqa: DTZ007 (no zone)
    except ValueError as error:
        raise BadRule(gettext("This recurrence cannot be understood.")) from error
