"""What a map shows of a rectangle: the doors themselves where they are few, squares with a number where not."""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from map.places import cells, queries
from map.places.filters import Wanted
from map.places.models import Place, PlaceCell, PlaceGeometry
from portal.db import session
from portal.geo import Box, Point
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


def _zoom_for(box: Box, zoom: int) -> int:
    """The squares' zoom: as the map asks, but never so deep that the box holds too many of them."""
    widest = max(box.east - box.west, (box.north - box.south) * 2)
    return max(0, min(zoom, cells.DEEPEST, math.floor(math.log2(90.0 * SQUARES_ACROSS / widest))))


def look(box: Box, zoom: int, wanted: Wanted) -> tuple[list[queries.Found], list[Cluster]]:
    """The doors in *box*, or clusters of them where there are more than a map can show."""
    only_category = not set(wanted.filters()) - {"category"}
    if only_category and _counted(box, wanted) > DOORS_AT_MOST * 4:
        return [], _kept_clusters(box, _zoom_for(box, zoom), wanted)
    inside = queries.in_box(queries.wanted_doors(wanted), box)
    doors = _doors(inside)
    if len(doors) > DOORS_AT_MOST:
        return [], _live_clusters(inside, _zoom_for(box, zoom))
    return (doors, []) if zoom >= APART or len(doors) <= FEW else _gathered(doors, zoom)


def _gathered(doors: list[queries.Found], zoom: int) -> tuple[list[queries.Found], list[Cluster]]:
    """Doors that would cover each other as clusters, those that stand alone as they are."""
    squares: dict[tuple[int, int], list[queries.Found]] = defaultdict(list)
    for found in doors:
        if found.point:
            x, y = found.point.longitude // cells.width(zoom), found.point.latitude // cells.height(zoom)
            squares[int(x), int(y)].append(found)
    alone = [group[0] for group in squares.values() if len(group) == 1]
    return alone, [_middle(group) for group in squares.values() if len(group) > 1]


def _middle(group: list[queries.Found]) -> Cluster:
    points = [found.point for found in group if found.point]
    return _cluster(len(points), sum(each.latitude for each in points), sum(each.longitude for each in points))


def _doors(inside: Select[Any]) -> list[queries.Found]:
    latitude, longitude = func.ST_Y(PlaceGeometry.geom), func.ST_X(PlaceGeometry.geom)
    named = inside.add_columns(latitude, longitude).options(selectinload(Place.texts))
    rows = session().execute(named.order_by(Place.id).limit(DOORS_AT_MOST + 1))
    return [queries.Found(place, Point(north, east)) for place, north, east in rows]


def _squares(box: Box, zoom: int, wanted: Wanted) -> tuple[Any, ...]:
    """The conditions for the kept squares that touch *box*."""
    wide, tall = cells.width(zoom), cells.height(zoom)
    conditions = (
        PlaceCell.zoom == zoom,
        PlaceCell.x.between(math.floor((box.west + 180) / wide), math.floor((box.east + 180) / wide)),
        PlaceCell.y.between(math.floor((box.south + 90) / tall), math.floor((box.north + 90) / tall)),
    )
    if wanted.category:
        return (*conditions, PlaceCell.category_code.in_(taxonomy.codes_of(wanted.category)))
    return conditions


def _counted(box: Box, wanted: Wanted) -> int:
    """About how many doors *box* holds, from the kept squares; up to a rim more."""
    zoom = _zoom_for(box, cells.DEEPEST)
    return session().execute(select(func.sum(PlaceCell.doors)).where(*_squares(box, zoom, wanted))).scalar() or 0


def _kept_clusters(box: Box, zoom: int, wanted: Wanted) -> list[Cluster]:
    sums = (func.sum(PlaceCell.doors), func.sum(PlaceCell.latitudes), func.sum(PlaceCell.longitudes))
    rows = session().execute(select(*sums).where(*_squares(box, zoom, wanted)).group_by(PlaceCell.x, PlaceCell.y))
    return [_cluster(int(doors), *sums) for doors, *sums in rows]


def _live_clusters(inside: Select[Any], zoom: int) -> list[Cluster]:
    latitude, longitude = func.ST_Y(PlaceGeometry.geom), func.ST_X(PlaceGeometry.geom)
    here = inside.with_only_columns(latitude.label("latitude"), longitude.label("longitude")).subquery()
    x, y = cells.column(here.c.longitude, zoom), cells.row(here.c.latitude, zoom)
    sums = (func.count(), func.sum(here.c.latitude), func.sum(here.c.longitude))
    return [_cluster(*row) for row in session().execute(select(*sums).group_by(x, y))]


def _cluster(doors: int, latitudes: float, longitudes: float) -> Cluster:
    return Cluster(doors, Point(round(latitudes / doors, 5), round(longitudes / doors, 5)))
