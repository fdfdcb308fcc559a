"""What a map shows of a rectangle: doors at which something is offered, or squares with a number."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from map.places import queries as places
from map.places import squares
from map.places.cards import called
from map.places.models import Place, PlaceGeometry, PlaceText
from map.viewport import APART, DOORS_AT_MOST, FEW, Cluster, middle, zoom_for
from portal import db
from portal.geo import Box, Point, coordinates, within
from portal.i18n import reader
from portal.languages import Said, best
from resources.opportunities import queries
from resources.opportunities.filters import Wanted
from resources.opportunities.models import Opportunity, OpportunityText

Spots = Mapping[int, Point]


@dataclass(frozen=True, slots=True)
class Spot:
    """A door with what is offered there and ends first; *more* is how many others there are."""

    point: Point
    slug: str
    title: Said
    what: str
    deadline: datetime.date | None
    place: Said
    place_slug: str
    more: int


def look(box: Box, zoom: int, wanted: Wanted) -> tuple[list[Spot], list[Cluster]]:
    """The doors in *box* where what is *wanted* is offered, or clusters of them."""
    inside = _inside(box, wanted)
    rows = db.session().execute(inside.limit(DOORS_AT_MOST + 1)).all()
    if len(rows) > DOORS_AT_MOST:
        return [], _clusters(inside, zoom_for(box, zoom))
    spots = {place_id: Point(north, east) for place_id, north, east in rows}
    if zoom >= APART or len(spots) <= FEW:
        return _drawn(spots, wanted), []
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place_id, point in spots.items():
        groups[squares.of(point, zoom)].append(place_id)
    alone = {group[0]: spots[group[0]] for group in groups.values() if len(group) == 1}
    together = [middle([spots[each] for each in group]) for group in groups.values() if len(group) > 1]
    return _drawn(alone, wanted), together


def _inside(box: Box, wanted: Wanted) -> Select[int, float, float]:
    """The public doors in *box* where what is *wanted* is offered, with where they are."""
    there = queries.filtered(queries.public(), wanted).where(Opportunity.place_id.is_not(None))
    latitude, longitude = coordinates(PlaceGeometry.geom)
    query = places.public().join(PlaceGeometry, PlaceGeometry.place_id == Place.id)
    query = query.where(Place.id.in_(there.with_only_columns(Opportunity.place_id)))
    query = query.where(within(Place.id, PlaceGeometry.geom, box))
    return query.with_only_columns(Place.id, latitude.label("latitude"), longitude.label("longitude"))


def _clusters(inside: Select[int, float, float], zoom: int) -> list[Cluster]:
    here = inside.subquery()
    x, y = squares.column(here.c.longitude, zoom), squares.row(here.c.latitude, zoom)
    sums = (func.count(), func.sum(here.c.latitude), func.sum(here.c.longitude))
    rows = db.session().execute(select(*sums).group_by(x, y))
    return [Cluster(doors, Point(round(north / doors, 5), round(east / doors, 5))) for doors, north, east in rows]


def _drawn(spots: Spots, wanted: Wanted) -> list[Spot]:
    """The doors at *spots*, each with what is offered there and ends first."""
    if not spots:
        return []
    rows = db.session().execute(_first(spots, wanted)).all()
    names = _said(PlaceText.place_id, PlaceText.locale, PlaceText.name, spots)
    ids = {row.id for row in rows}
    titles = _said(OpportunityText.opportunity_id, OpportunityText.locale, OpportunityText.title, ids)
    return [_spot(row, spots[row.place_id], titles[row.id], names[row.place_id]) for row in rows]


def _first(spots: Spots, wanted: Wanted) -> Select[Any]:
    """What ends first at each of *spots*, with how much is offered there."""
    ranked = func.row_number().over(partition_by=Opportunity.place_id, order_by=queries.ENDS)
    offered = func.count().over(partition_by=Opportunity.place_id)
    columns = (
        Opportunity.id, Opportunity.slug, Opportunity.what, Opportunity.deadline, Opportunity.language,
        Opportunity.place_id, Place.slug.label("place_slug"), Place.category_code.label("category"),
        ranked.label("rank"), offered.label("offered"),
    )  # fmt: skip
    there = queries.filtered(queries.public(), wanted).where(Opportunity.place_id.in_(spots))
    every = there.join(Place, Place.id == Opportunity.place_id).with_only_columns(*columns).subquery()
    return select(every).where(every.c.rank == 1)


def _said(key: Any, locale: Any, words: Any, ids: Collection[int]) -> Mapping[int, dict[str, str]]:
    """The *words* of things by their ids and the locales."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for number, tag, said in db.session().execute(select(key, locale, words).where(key.in_(ids))):
        found[number][tag] = said
    return found


def _spot(row: Any, point: Point, titles: Mapping[str, str], names: Mapping[str, str]) -> Spot:
    title = best(titles, reader().tag, row.language) or Said(row.slug, row.language)
    place = called(names, row.category)
    return Spot(point, row.slug, title, row.what, row.deadline, place, row.place_slug, row.offered - 1)
