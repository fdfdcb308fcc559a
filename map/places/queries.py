"""Reading places. `public` is the one definition of what anyone may see."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import selectinload

from map.areas.models import Area
from map.places import density
from map.places.filters import Wanted
from map.places.models import Place, PlaceGeometry, PlaceLanguage, PlaceOpen
from portal import db
from portal.geo import Box, Point, box_around, coordinates, metres_to, within
from portal.taxonomy import queries as taxonomy

AnySelect = TypeVar("AnySelect", bound=Select[*tuple[Any, ...]])
PAGE = 60
HOTLINE = "hotline"
WIDER, FARTHEST = 4.0, 200_000.0  # how a search for the nearest widens, and where it gives up on boxes, in metres


@dataclass(frozen=True, slots=True)
class Found:
    """A place with where it is and how far that is in metres, where known."""

    place: Place
    point: Point | None = None
    metres: float | None = None


def public() -> Select[Place]:
    """Every place that anyone may see."""
    return select(Place).where(Place.withdrawn_on.is_(None), Place.state == "published")


def doors() -> Select[Place]:
    """The public places that are not hotlines: what list and map show."""
    return public().where(Place.category_code != HOTLINE)


def lines() -> Select[Place]:
    """The public hotlines, the emergency number first."""
    return public().where(Place.category_code == HOTLINE).order_by(Place.emergency.desc(), Place.id)


def with_words(query: Select[Any]) -> Select[Any]:
    """*query*, with all that a card shows of a place loaded in three statements."""
    return query.options(selectinload(Place.texts), selectinload(Place.phones), selectinload(Place.languages))


def filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """*query* over places, narrowed to what is *wanted*."""
    if wanted.category:
        query = query.where(Place.category_code.in_(taxonomy.codes_of(wanted.category)))
    if wanted.wheelchair:
        query = query.where(Place.wheelchair.in_(("yes", "limited") if wanted.wheelchair == "limited" else ("yes",)))
    if wanted.area:
        query = query.where(Place.area_id.in_(select(Area.id).where(Area.slug == wanted.area)))
    if wanted.language:
        spoken = exists().where(PlaceLanguage.place_id == Place.id, PlaceLanguage.language == wanted.language)
        query = query.where(spoken)
    if wanted.open_now:
        moment = db.now()
        query = query.where(
            exists().where(PlaceOpen.place_id == Place.id, PlaceOpen.opens <= moment, PlaceOpen.closes > moment)
        )
    return query


def wanted_doors(wanted: Wanted) -> Select[Place]:
    """The doors that match; a reader who asks for hotlines, or for the tile that holds them, gets those too."""
    return filtered(public() if HOTLINE in taxonomy.codes_of(wanted.category) else doors(), wanted)


def count(wanted: Wanted) -> int:
    """How many places match."""
    matching = wanted_doors(wanted).with_only_columns(func.count(), maintain_column_froms=True)
    return int(db.session().execute(matching).scalar_one())


def _located(query: Select[Any]) -> Select[Any]:
    joined = query.outerjoin(PlaceGeometry, PlaceGeometry.place_id == Place.id)
    return joined.add_columns(*coordinates(PlaceGeometry.geom))


def page(wanted: Wanted) -> list[Found]:
    """One page of places: by distance where *near* is given, by slug otherwise."""
    if wanted.near:
        return nearest(wanted_doors(wanted), wanted.near, PAGE, PAGE * (wanted.page - 1))
    ordered = with_words(_located(wanted_doors(wanted))).order_by(Place.slug)
    rows = db.session().execute(ordered.limit(PAGE).offset(PAGE * (wanted.page - 1)))
    return [_found(row) for row in rows]


def in_box(query: AnySelect, box: Box) -> AnySelect:
    """*query* over places, narrowed to those with a door in *box*."""
    return query.where(within(Place.id, PlaceGeometry.geom, box))


def _found(row: Any) -> Found:
    place, latitude, longitude = row
    return Found(place, None if latitude is None else Point(latitude, longitude))


def nearest(query: Select[Any], here: Point, limit: int, offset: int = 0) -> list[Found]:
    """The places of *query* nearest to *here*, nearest first, by an expanding box and exact distance."""
    metres = metres_to(PlaceGeometry.geom, here)
    joined = query.join(PlaceGeometry, PlaceGeometry.place_id == Place.id)
    ranked = joined.with_only_columns(Place.id, metres).order_by(metres, Place.id).limit(offset + limit)
    reach: float | None = density.reach(here, offset + limit)
    while True:
        near = in_box(ranked, box_around(here, reach)).where(metres <= reach) if reach else ranked
        rows = db.session().execute(near).all()
        if reach is None or len(rows) == offset + limit:
            return _in_order({row[0]: row[1] for row in rows[offset:]})
        reach = reach * WIDER if reach * WIDER < FARTHEST else None


def _in_order(metres: dict[int, float]) -> list[Found]:
    """The places whose distances are given, in that order."""
    if not metres:
        return []
    rows = db.session().execute(with_words(_located(public().where(Place.id.in_(metres)))))
    found = {place.id: Found(place, Point(north, east), metres[place.id]) for place, north, east in rows}
    return [found[each] for each in metres if each in found]


def by_slug(slug: str) -> Found | None:
    """The public place called *slug*."""
    row = db.session().execute(with_words(_located(public().where(Place.slug == slug)))).first()
    return _found(row) if row else None


def spoken() -> list[str]:
    """Every language that is spoken somewhere, as tags."""
    return list(db.session().scalars(select(PlaceLanguage.language).distinct().order_by(PlaceLanguage.language)))
