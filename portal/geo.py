"""Points, boxes and distances, said once for SpatiaLite and for PostGIS."""

import math
from typing import Any, NamedTuple

from sqlalchemy import Boolean, ColumnElement, Float, func, literal, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

METRES_A_DEGREE = 111_195.0  # along a meridian of a sphere of 6,371 km


class Point(NamedTuple):
    """A place on Earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """A rectangle in degrees (WGS 84); never across the antimeridian."""

    west: float
    south: float
    east: float
    north: float


def valid_point(latitude: float, longitude: float) -> Point | None:
    """The point, or None where the numbers are no place on Earth (NaN, infinite, out of range)."""
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return Point(latitude, longitude)
    return None


def parse_point(text: str) -> Point | None:
    """Read ``"lat,lon"`` in degrees; None where it is not that."""
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        return None
    return valid_point(latitude, longitude)


def parse_box(text: str) -> Box | None:
    """Read ``"west,south,east,north"`` in degrees; None where it is not that or is turned round."""
    try:
        box = Box(*map(float, text.split(",")))
    except (TypeError, ValueError):
        return None
    fits = abs(box.west) <= 180 and abs(box.east) <= 180 and abs(box.south) <= 90 and abs(box.north) <= 90
    return box if fits and box.west < box.east and box.south < box.north else None


def box_around(point: Point, metres: float) -> Box:
    """The box that holds every place within *metres* of *point*."""
    tall = metres / METRES_A_DEGREE
    wide = min(180.0, tall / max(0.01, math.cos(math.radians(point.latitude))))
    return Box(point.longitude - wide, point.latitude - tall, point.longitude + wide, point.latitude + tall)


class _Within(FunctionElement[bool]):
    """Whether a point column lies in a box, by its spatial index."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Stay as it is: wrapped in ``= 1`` the index would not be used on SQLite."""
        return self


class _Metres(FunctionElement[float]):
    """Distance in metres on a sphere from a point column to a point."""

    type = Float()
    inherit_cache = True


def within(key: Any, column: Any, box: Box) -> ColumnElement[bool]:
    """Where the row that *key* names in point *column*'s table lies in *box*, by the spatial index.

    SQLite's index holds 32-bit floats: an edge admits a row too many.
    """
    table = column.property.columns[0].table
    names = (table.name, next(iter(table.primary_key)).name, column.key)
    return _Within(key, *map(literal_column, names), *map(literal, box))


def coordinates(column: Any) -> tuple[ColumnElement[float], ColumnElement[float]]:
    """The latitude and the longitude of point *column*, in degrees."""
    return func.ST_Y(column), func.ST_X(column)


def metres_to(column: Any, point: Point) -> ColumnElement[float]:
    """The distance in metres from point *column* to *point*."""
    return _Metres(column, literal(point.longitude), literal(point.latitude))


@compiles(_Within, "sqlite")
def _within_sqlite(element: _Within, compiler: Any, **kwargs: Any) -> str:
    key, table, _own, column, *edges = (compiler.process(each, **kwargs) for each in element.clauses)
    west, south, east, north = edges
    return (
        f"{key} IN (SELECT pkid FROM idx_{table}_{column} "  # noqa: S608 (our own names)
        f"WHERE xmin <= {east} AND xmax >= {west} AND ymin <= {north} AND ymax >= {south})"
    )


@compiles(_Within, "postgresql")
def _within_postgresql(element: _Within, compiler: Any, **kwargs: Any) -> str:
    key, table, own, column, *edges = (compiler.process(each, **kwargs) for each in element.clauses)
    box = f"ST_MakeEnvelope({', '.join(edges)}, 4326)"
    return f"{key} IN (SELECT boxed.{own} FROM {table} AS boxed WHERE boxed.{column} && {box})"  # noqa: S608


@compiles(_Metres, "sqlite")
def _metres_sqlite(element: _Metres, compiler: Any, **kwargs: Any) -> str:
    column, longitude, latitude = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"ST_Distance({column}, MakePoint({longitude}, {latitude}, 4326), 0)"


@compiles(_Metres, "postgresql")
def _metres_postgresql(element: _Metres, compiler: Any, **kwargs: Any) -> str:
    column, longitude, latitude = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"ST_DistanceSphere({column}, ST_SetSRID(ST_MakePoint({longitude}, {latitude}), 4326))"
