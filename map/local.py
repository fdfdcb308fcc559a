"""What is local: the city's time, its districts, and the doors at which something takes place."""

import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import QueryableAttribute, Session

from map.areas import queries as areas
from map.areas.models import Area
from map.places import queries as places
from map.places.models import Place, PlaceGeometry
from portal import db
from portal.errors import BadInput
from portal.i18n import gettext
from portal.languages import LANGUAGES
from portal.settings import current
from portal.taxonomy import queries as taxonomy

NOT_HELD = {places.HOTLINE, "refuge"}
"""Categories of lines to call, and of what has to be hidden."""


def at(moment: datetime.datetime, zone: str = "") -> datetime.datetime:
    """*moment*, which is in UTC, as clocks show it in *zone*; without one, in the city."""
    return moment.replace(tzinfo=datetime.UTC).astimezone(ZoneInfo(zone or current().time_zone))


def utc(local: datetime.datetime, zone: str) -> datetime.datetime:
    """What clocks in *zone* show, as times are stored."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC).replace(tzinfo=None)


def clocks(zone: str) -> str:
    """The zone by whose clocks what is kept in *zone* is shown: the city's for UTC, by which nobody lives."""
    return current().time_zone if zone == "UTC" else zone


def between(moment: datetime.datetime, zone: str, other: str) -> datetime.datetime:
    """What clocks in *other* show while those in *zone* show *moment*."""
    return at(utc(moment, zone), other).replace(tzinfo=None) if zone != other else moment


def today() -> datetime.date:
    """The day that it is in the city."""
    return at(db.now()).date()


def area_choices() -> list[tuple[str, str]]:
    """The districts that a form offers; first: none of them."""
    return [("", gettext("None: it is for the whole city")), *((slug, said.words) for slug, said in areas.named())]


def languages() -> list[str]:
    """The languages in which something may be held here, as tags: the city's own, and those of the portal."""
    return list(dict.fromkeys([*filter(None, (current().local_language,)), *LANGUAGES]))


def kinds_of_help() -> list[tuple[str, str]]:
    """The categories that something here can be about, as (code, label): no lines to call, nothing hidden."""
    shelves = taxonomy.shelves().values()
    return [(each.code, each.label.words) for each in shelves if each.code not in {each.tile, *NOT_HELD}]


def district(opened: Session, place: Place | None, slug: str) -> int | None:
    """The district in which something is: that of its *place*, or the one called *slug*."""
    if place and place.area_id:
        return place.area_id
    chosen = area(opened, slug)
    return chosen.id if chosen else None


def area(opened: Session, slug: str) -> Area | None:
    """The district called *slug*."""
    return opened.scalar(select(Area).where(Area.slug == slug)) if slug else None


def doors() -> Select[Place]:
    """The places at which something can take place: public, and with a point that everyone may know."""
    return places.public().where(exists().where(PlaceGeometry.place_id == Place.id))


def shown(place: QueryableAttribute[Any]) -> Any:
    """The relationship *place*, loaded only where everyone may see the place."""
    known: Any = doors().whereclause
    return place.and_(known)


def door(opened: Session, words: str) -> Place | None:
    """The place that *words* name: the address of its page, or the end of that.

    Raises:
        BadInput: there is none, or it has no door that everyone may know.
    """
    slug = _last(words)
    found = opened.scalar(doors().where(Place.slug == slug)) if slug else None
    if words and found is None:
        raise BadInput(gettext("We do not know this place. Open its page here, copy the address, and paste it."))
    return found


def _last(words: str) -> str:
    """The last part of an address."""
    try:
        return urlsplit(words).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
