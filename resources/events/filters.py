"""The filters that day list, month, map, feeds and sheets of events share, in the same words."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from map.places import filters as places
from portal.errors import unknown_filter
from portal.geo import Point
from resources.events.words import AGES

_SLUG = re.compile(r"[a-z0-9-]{1,120}")
CALENDARS = ("persian",)
FIRST, LAST = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
"""The days between which lists, month and map lead."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader is looking for; empty means any. *near* is a point in degrees, rounded to about 100 m.

    *ages* is a code of `resources.events.words.AGES`, *cost* is free, *online* is that one can join from anywhere;
    *step_free* that somebody said that there are no steps;
    *organisation* is its slug; *dates* is persian where the reader wants those dates beside ours.
    """

    category: str = ""
    area: str = ""
    language: str = ""
    ages: str = ""
    cost: str = ""
    online: bool = False
    step_free: bool = False
    organisation: str = ""
    near: Point | None = None
    dates: str = ""

    def args(self, **changes: Any) -> dict[str, Any]:
        """The query string of this choice, with *changes* made to it."""
        wanted = replace(self, **changes)
        args = {
            "category": wanted.category,
            "area": wanted.area,
            "language": wanted.language,
            "ages": wanted.ages,
            "cost": wanted.cost,
            "online": "yes" if wanted.online else "",
            "step_free": "yes" if wanted.step_free else "",
            "organisation": wanted.organisation,
            "near": f"{wanted.near.latitude:g},{wanted.near.longitude:g}" if wanted.near else "",
            "dates": wanted.dates,
        }
        return {name: value for name, value in args.items() if value}

    def filters(self) -> dict[str, str]:
        """The filters that are on, as the query string names them (dates are no filter)."""
        return {name: value for name, value in self.args().items() if name != "dates"}


def read(args: Mapping[str, str]) -> Wanted:
    """Read the filters of a query string.

    Raises:
        BadInput: a value that is not one of ours; the message is for the reader.
    """
    place = places.read({name: args.get(name, "") for name in ("category", "area", "language", "near")})
    return Wanted(
        category=place.category,
        area=place.area,
        language=place.language,
        near=place.near,
        ages=places.one_of(args, "ages", tuple(AGES)),
        cost=places.one_of(args, "cost", ("free",)),
        online=places.one_of(args, "online", ("yes",)) == "yes",
        step_free=places.one_of(args, "step_free", ("yes",)) == "yes",
        organisation=_organisation(args.get("organisation", "")),
        dates=places.one_of(args, "dates", CALENDARS),
    )


def _organisation(value: str) -> str:
    if value and not _SLUG.fullmatch(value):
        raise unknown_filter("organisation")
    return value


def day(args: Mapping[str, str], name: str, otherwise: datetime.date) -> datetime.date:
    """The day that *name* says, or *otherwise*; never one that no calendar of people shows.

    Raises:
        BadInput: it is no day.
    """
    value = args.get(name, "")
    if not value:
        return otherwise
    try:
        found = datetime.date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    except ValueError as error:
        raise unknown_filter(name) from error
    if not FIRST <= found <= LAST:
        raise unknown_filter(name)
    return found
