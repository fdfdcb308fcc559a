"""The filters that the list and the feed of opportunities share, in the same words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from map.areas import queries as areas
from map.organisations import queries as organisations
from map.places import filters as places
from map.places import queries as doors
from map.places.cards import name
from map.places.chips import without
from portal.errors import unknown_filter
from portal.i18n import gettext, language_name, number
from resources.opportunities.words import MONEY, WHAT

_AGE = re.compile(r"[0-9]{1,2}|1[01][0-9]|120")
_SLUG = re.compile(r"[a-z0-9-]{1,120}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader is looking for; empty means any. *money* is a code of `words.MONEY`, *age* in years.

    *organisation* and *place* are slugs: of who offers it, and of the door at which it is.
    """

    what: str = ""
    area: str = ""
    language: str = ""
    money: str = ""
    age: int | None = None
    organisation: str = ""
    place: str = ""
    page: int = 1

    def args(self, **changes: Any) -> dict[str, Any]:
        """The query string of this choice, with *changes* made to it, and back on the first page."""
        wanted = replace(self, **({"page": 1} | changes))
        args = {
            "what": wanted.what,
            "area": wanted.area,
            "language": wanted.language,
            "money": wanted.money,
            "age": "" if wanted.age is None else str(wanted.age),
            "organisation": wanted.organisation,
            "place": wanted.place,
            "page": str(wanted.page) if wanted.page > 1 else "",
        }
        return {name: value for name, value in args.items() if value}


def read(args: Mapping[str, str]) -> Wanted:
    """Read the filters of a query string.

    Raises:
        BadInput: a value that is not one of ours; the message is for the reader.
    """
    place = places.read({name: args.get(name, "") for name in ("area", "language", "page")})
    return Wanted(
        what=places.one_of(args, "what", WHAT),
        area=place.area,
        language=place.language,
        money=places.one_of(args, "money", MONEY),
        age=_age(args.get("age", "")),
        organisation=_slug(args, "organisation"),
        place=_slug(args, "place"),
        page=place.page,
    )


def _age(value: str) -> int | None:
    if value and not _AGE.fullmatch(value):
        raise unknown_filter("age")
    return int(value) if value else None


def _slug(args: Mapping[str, str], name: str) -> str:
    value = args.get(name, "")
    if value and not _SLUG.fullmatch(value):
        raise unknown_filter(name)
    return value


def chips(wanted: Wanted, endpoint: str) -> list[tuple[str, str]]:
    """The filters that are on, in words, each with the address of the page *endpoint* without it."""
    words = {
        "what": wanted.what and str(WHAT[wanted.what].label),
        "area": wanted.area and dict(areas.named())[wanted.area].words,
        "language": wanted.language and language_name(wanted.language),
        "money": wanted.money and str(MONEY[wanted.money]),
        "age": "" if wanted.age is None else gettext("Age %(age)s", age=number(wanted.age)),
        "organisation": wanted.organisation and _organisation(wanted.organisation),
        "place": wanted.place and _place(wanted.place),
    }
    return without(wanted, words, endpoint)


def _organisation(slug: str) -> str:
    found = organisations.by_slug(slug)
    return found.name if found else slug


def _place(slug: str) -> str:
    found = doors.by_slug(slug)
    return name(found.place).words if found else slug
