"""Times as calendars write them (RFC 5545, 3.3.4 and 3.3.5), and what clocks in a zone make of them."""

import datetime
import re
from dataclasses import dataclass

from map import local
from portal.errors import BadInput
from portal.i18n import gettext
from resources.events.exchange.clocks import UTC, Zones
from resources.events.exchange.components import Property

_WRITTEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII)
_YEARS = range(1900, 2200)
_LASTS = re.compile(
    r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?", re.ASCII
)
_LONGEST = datetime.timedelta(days=366)  # longer than any that we take


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it is written: what clocks in *zone* show; without a zone, those of any. A *day* has no time."""

    clock: datetime.datetime
    zone: str = ""
    day: bool = False


def written(value: str, zone: str = "") -> Moment:
    """The time that *value* is, in *zone* where it does not say that it is in UTC.

    Raises:
        BadInput: it is none.
    """
    found = _WRITTEN.fullmatch(value.strip())
    if found is None or int(found[1]) not in _YEARS:
        raise BadInput(gettext("One of its times cannot be read."))
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
    try:
        clock = datetime.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 (clocks there)
    except ValueError as error:
        raise BadInput(gettext("One of its times cannot be read.")) from error
    return Moment(clock, UTC if found[7] else zone, day=found[4] is None)


def moment(said: Property, zones: Zones) -> Moment:
    """The time that a property holds.

    Raises:
        BadInput: it is none.
    """
    return one(said, said.value, zones)


def one(said: Property, value: str, zones: Zones) -> Moment:
    """*value*, which is one of those that the property *said* holds, as a time.

    Raises:
        BadInput: it is none.
    """
    found = written(value)
    name = said.parameters.get("TZID", "")
    if found.zone or found.day or not name:
        return found
    return Moment(found.clock, zones.named(name, found.clock))


def seen(found: Moment, zone: str) -> datetime.datetime:
    """What clocks in *zone* show at *found*; a time of no zone is one of *zone*.

    Of an hour that comes twice, nothing says which of the two it is: what we keep means the first.
    """
    if found.day or found.zone in {"", zone}:
        return found.clock
    return local.at(local.utc(found.clock, found.zone), zone).replace(tzinfo=None, fold=0)


def real(clock: datetime.datetime, zone: str) -> datetime.datetime:
    """What clocks in *zone* really show at *clock*, which may be in an hour that they skip (RFC 5545, 3.3.5)."""
    return local.at(local.utc(clock, zone), zone).replace(tzinfo=None, fold=0)


def duration(value: str) -> datetime.timedelta:
    """How long *value*, such as ``PT1H30M``, is.

    Raises:
        BadInput: it is no duration, or a negative one.
    """
    parts = _LASTS.fullmatch(value.strip().upper())
    if parts is None:
        raise BadInput(gettext("How long it lasts cannot be read."))
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in parts.groups()[1:])
    found = datetime.timedelta(days, seconds, 0, 0, minutes, hours, weeks)
    if parts[1] == "-":
        raise BadInput(gettext("It ends before it begins."))
    return min(found, _LONGEST)
