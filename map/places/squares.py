"""The squares into which the map is cut: at zoom z, 90 / 2**z degrees of longitude by half as many of latitude.

On a screen that is about 64 pixels: what one finger covers.
"""

import math

from sqlalchemy import ColumnElement, Integer, cast, func

from portal.geo import Point

DEEPEST = 17


def width(zoom: int) -> float:
    """The width of a square at *zoom*, in degrees of longitude."""
    return 90.0 / 2.0**zoom


def height(zoom: int) -> float:
    """The height of a square at *zoom*, in degrees of latitude."""
    return width(zoom) / 2


def column(longitude: ColumnElement[float], zoom: int) -> ColumnElement[int]:
    """Which square from the antimeridian eastward a longitude falls into."""
    return cast(func.floor((longitude + 180.0) / width(zoom)), Integer)


def row(latitude: ColumnElement[float], zoom: int) -> ColumnElement[int]:
    """Which square from the south pole northward a latitude falls into."""
    return cast(func.floor((latitude + 90.0) / height(zoom)), Integer)


def of(point: Point, zoom: int) -> tuple[int, int]:
    """The square that *point* falls into, as (column, row)."""
    return math.floor((point.longitude + 180) / width(zoom)), math.floor((point.latitude + 90) / height(zoom))
