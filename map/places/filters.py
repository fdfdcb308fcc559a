"""The filters that list, map and their API share, in the same words."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

from map.areas import queries as areas
from portal.errors import BadInput, unknown_filter
from portal.geo import Point, parse_point
from portal.i18n import gettext
from portal.languages import is_language
from portal.taxonomy import queries as taxonomy

WHEELCHAIR = ("yes", "limited")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_AREA = re.compile(r"[a-z0-9-]{1,120}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader is looking for; empty means any. *near* is a point in degrees, rounded to about 100 m."""

    category: str = ""
    open_now: bool = False
    language: str = ""
    wheelchair: str = ""
    area: str = ""
    near: Point | None = None
    page: int = 1

    def args(self, **changes: Any) -> dict[str, Any]:
        """The query string of this choice, with *changes* made to it, and back on the first page."""
        wanted = replace(self, **({"page": 1} | changes))
        args = {
            "category": wanted.category,
            "open": "now" if wanted.open_now else "",
            "language": wanted.language,
            "wheelchair": wanted.wheelchair,
            "area": wanted.area,
            "near": f"{wanted.near.latitude:g},{wanted.near.longitude:g}" if wanted.near else "",
            "page": str(wanted.page) if wanted.page > 1 else "",
        }
        return {name: value for name, value in args.items() if value}

    def filters(self) -> dict[str, str]:
        """The filters that are on, as the query string names them (near sorts, it does not filter)."""
        return {name: value for name, value in self.args().items() if name != "near"}


def one_of(args: Mapping[str, str], name: str, allowed: Container[str]) -> str:
    """The value of the filter *name*, empty where it is not on.

    Raises:
        BadInput: it is none of those *allowed*.
    """
    value = args.get(name, "")
    if value and value not in allowed:
        raise unknown_filter(name)
    return value


def _matching(args: Mapping[str, str], name: str, pattern: re.Pattern[str]) -> str:
    value = args.get(name, "")
    if value and not pattern.fullmatch(value):
        raise unknown_filter(name)
    return value


def _language(args: Mapping[str, str]) -> str:
    value = _matching(args, "language", _LANGUAGE)
    if value and not is_language(value):
        raise unknown_filter("language")
    return value


def _area(args: Mapping[str, str]) -> str:
    value = _matching(args, "area", _AREA)
    if value and value not in {area.slug for area in areas.all_areas().values()}:
        raise unknown_filter("area")
    return value


def _near(text: str) -> Point | None:
    if not text:
        return None
    point = parse_point(text)
    if point is None:
        raise BadInput(gettext("“near” has to be a latitude and a longitude, such as 60.170,24.940."))
    return Point(round(point.latitude, 3), round(point.longitude, 3))


def _page(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text or "1"):
        raise unknown_filter("page")
    return int(text or "1")


def read(args: Mapping[str, str]) -> Wanted:
    """Read the filters of a query string.

    Raises:
        BadInput: a value that is not one of ours; the message is for the reader.
    """
    return Wanted(
        category=one_of(args, "category", tuple(taxonomy.shelves())),
        open_now=one_of(args, "open", ("now",)) == "now",
        language=_language(args),
        wheelchair=one_of(args, "wheelchair", WHEELCHAIR),
        area=_area(args),
        near=_near(args.get("near", "")),
        page=_page(args.get("page", "")),
    )
