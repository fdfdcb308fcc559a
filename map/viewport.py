"""What a map shows of a rectangle: the doors themselves where they are few, squares with a number where not."""

import math
from collections import defaultdict
from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Cluster:
    """Some doors that stand together: how many, and their middle."""

    doors: int
    middle: Point


def zoom_for(box: Box, zoom: int) -> int:
    """The squares' zoom: as the map asks, but never so deep that the box holds too many of them."""
    widest = max(box.east - box.west, (box.north - box.south) * 2, squares.width(squares.DEEPEST))
    return max(0, min(zoom, squares.DEEPEST, math.floor(math.log2(90.0 * SQUARES_ACROSS / widest))))


def look(box: Box, zoom: int, wanted: Wanted) -> tuple[list[queries.Found], list[Cluster]]:
    """The doors in *box*, or clusters of them where they would cover each other or are too many to draw."""
    only_category = not set(wanted.filters()) - {"category"}
    if only_category and counted(box, wanted) > DOORS_AT_MOST * 4:
        return [], _kept_clusters(box, zoom_for(box, zoom), wanted)
    inside = queries.in_box(queries.filtered(queries.public(), wanted), box)
    inside = inside.join(PlaceGeometry, PlaceGeometry.place_id == Place.id)
    spots = _spots(inside)
    if len(spots) > DOORS_AT_MOST:
        return [], _live_clusters(inside, zoom_for(box, zoom))
    if zoom >= APART or len(spots) <= FEW:
        return _doors(spots), []
    return _gathered(spots, zoom)


def _spots(inside: Select[Any]) -> dict[int, Point]:
    """Where each door is, by the place's id; one more than can be drawn at the most."""
    latitude, longitude = coordinates(PlaceGeometry.geom)
    rows = session().execute(inside.with_only_columns(Place.id, latitude, longitude).limit(DOORS_AT_MOST + 1))
    return {place_id: Point(north, east) for place_id, north, east in rows}


def _doors(spots: Mapping[int, Point]) -> list[queries.Found]:
    """The doors at *spots*, with their names."""
    query = queries.public().where(Place.id.in_(spots)).options(selectinload(Place.texts)).order_by(Place.id)
    return [queries.Found(place, spots[place.id]) for place in session().scalars(query)] if spots else []


def _gathered(spots: Mapping[int, Point], zoom: int) -> tuple[list[queries.Found], list[Cluster]]:
    """Doors that would cover each other as clusters, those that stand alone as they are."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place_id, point in spots.items():
        groups[squares.of(point, zoom)].append(place_id)
    alone = {group[0]: spots[group[0]] for group in groups.values() if len(group) == 1}
    return _doors(alone), [middle([spots[each] for each in group]) for group in groups.values() if len(group) > 1]


def middle(points: list[Point]) -> Cluster:
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


def _live_clusters(inside: Select[Any], zoom: int) -> list[Cluster]:
    latitude, longitude = coordinates(PlaceGeometry.geom)
    here = inside.with_only_columns(latitude.label("latitude"), longitude.label("longitude")).subquery()
    x, y = squares.column(here.c.longitude, zoom), squares.row(here.c.latitude, zoom)
    sums = (func.count(), func.sum(here.c.latitude), func.sum(here.c.longitude))
    return [_cluster(*row) for row in session().execute(select(*sums).group_by(x, y))]


def _cluster(doors: int, latitudes: float, longitudes: float) -> Cluster:
    return Cluster(doors, Point(round(latitudes / doors, 5), round(longitudes / doors, 5)))
