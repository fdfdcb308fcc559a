"""What a map shows of a rectangle: the doors themselves where they are few, squares with a number where not."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from map.places import queries, squares
from map.places.filters import Wanted
from map.places.models import Place, PlaceCell, PlaceGeometry
from portal.db import session
from portal.geo import Box, Point, coordinates
from portal.taxonomy import queries as taxonomy

DOORS_AT_MOST = 150
APART = 17  # from this zoom on, doors in one square are drawn one by one
FEW = 12
SQUARES_ACROSS = 16
Spots = Mapping[int, Point]
"""Where doors are, by the ids of their places."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some doors that stand together: how many, and their middle."""

    doors: int
    middle: Point


def said(key: Any, locale: Any, words: Any, ids: Collection[int]) -> Mapping[int, dict[str, str]]:
    """The *words* of things with *ids*, by these and by the locales: three columns of one table of texts."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for number, tag, text in session().execute(select(key, locale, words).where(key.in_(ids))):
        found[number][tag] = text
    return found


def zoom_for(box: Box, zoom: int) -> int:
    """The squares' zoom: as the map asks, but never so deep that the box holds too many of them."""
    widest = max(box.east - box.west, (box.north - box.south) * 2, squares.width(squares.DEEPEST))
    return max(0, min(zoom, squares.DEEPEST, math.floor(math.log2(90.0 * SQUARES_ACROSS / widest))))


def look(box: Box, zoom: int, wanted: Wanted) -> tuple[list[queries.Found], list[Cluster]]:
    """The doors in *box*, or clusters of them where they would cover each other or are too many to draw."""
    only_category = not set(wanted.filters()) - {"category"}
    if only_category and counted(box, wanted) > DOORS_AT_MOST * 4:
        return [], _kept_clusters(box, zoom_for(box, zoom), wanted)
    alone, together = spread(located(queries.in_box(queries.filtered(queries.public(), wanted), box)), box, zoom)
    return _doors(alone), together


def located(places: Select[Any]) -> Select[int, float, float]:
    """*places* as their ids, latitudes and longitudes."""
    latitude, longitude = coordinates(PlaceGeometry.geom)
    query = places.join(PlaceGeometry, PlaceGeometry.place_id == Place.id)
    return query.with_only_columns(Place.id, latitude.label("latitude"), longitude.label("longitude"))


def spread(doors: Select[int, float, float], box: Box, zoom: int) -> tuple[Spots, list[Cluster]]:
    """Those of *doors*, see `located`, that are drawn by themselves, and clusters of the others.

    All are clusters where they are too many to draw; where not, those are that would cover each other.
    """
    rows = session().execute(doors.limit(DOORS_AT_MOST + 1)).all()
    if len(rows) > DOORS_AT_MOST:
        return {}, clusters(doors, zoom_for(box, zoom))
    spots = {place_id: Point(north, east) for place_id, north, east in rows}
    return (spots, []) if zoom >= APART or len(spots) <= FEW else _gathered(spots, zoom)


def _doors(spots: Spots) -> list[queries.Found]:
    """The doors at *spots*, with their names."""
    query = queries.public().where(Place.id.in_(spots)).options(selectinload(Place.texts)).order_by(Place.id)
    return [queries.Found(place, spots[place.id]) for place in session().scalars(query)] if spots else []


def _gathered(spots: Spots, zoom: int) -> tuple[Spots, list[Cluster]]:
    """Doors that would cover each other as clusters, those that stand alone as they are."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place_id, point in spots.items():
        groups[squares.of(point, zoom)].append(place_id)
    alone = {group[0]: spots[group[0]] for group in groups.values() if len(group) == 1}
    return alone, [_middle([spots[each] for each in group]) for group in groups.values() if len(group) > 1]


def _middle(points: list[Point]) -> Cluster:
    """*points* as one cluster."""
    return _cluster(len(points), sum(each.latitude for each in points), sum(each.longitude for each in points))


def _squares(box: Box, zoom: int, wanted: Wanted) -> tuple[Any, ...]:
    """The conditions for the kept squares that touch *box*."""
    west, south = squares.of(Point(box.south, box.west), zoom)
    east, north = squares.of(Point(box.north, box.east), zoom)
    conditions = (PlaceCell.zoom == zoom, PlaceCell.x.between(west, east), PlaceCell.y.between(south, north))
    if wanted.category:
        return (*conditions, PlaceCell.category_code.in_(taxonomy.codes_of(wanted.category)))
    return conditions


def counted(box: Box, wanted: Wanted) -> int:
    """About how many doors *box* holds, from the kept squares; up to a rim more."""
    zoom = zoom_for(box, squares.DEEPEST)
    return session().execute(select(func.sum(PlaceCell.doors)).where(*_squares(box, zoom, wanted))).scalar() or 0


def _kept_clusters(box: Box, zoom: int, wanted: Wanted) -> list[Cluster]:
    sums = (func.sum(PlaceCell.doors), func.sum(PlaceCell.latitudes), func.sum(PlaceCell.longitudes))
    rows = session().execute(select(*sums).where(*_squares(box, zoom, wanted)).group_by(PlaceCell.x, PlaceCell.y))
    return [_cluster(int(doors), *sums) for doors, *sums in rows]


def clusters(doors: Select[int, float, float], zoom: int) -> list[Cluster]:
    """*doors*, see `located`, as clusters."""
    here = doors.subquery()
    x, y = squares.column(here.c.longitude, zoom), squares.row(here.c.latitude, zoom)
    sums = (func.count(), func.sum(here.c.latitude), func.sum(here.c.longitude))
    return [_cluster(*row) for row in session().execute(select(*sums).group_by(x, y))]


def _cluster(doors: int, latitudes: float, longitudes: float) -> Cluster:
    return Cluster(doors, Point(round(latitudes / doors, 5), round(longitudes / doors, 5)))
