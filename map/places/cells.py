"""Squares of the map with how many doors each holds, kept at every zoom so that a million places draw at once.

A square is half a map tile wide at its zoom (64 pixels on screens with 128-pixel quarters): 720 / 2**zoom / 2
degrees of longitude, and half as many of latitude.
"""

from sqlalchemy import ColumnElement, Integer, cast, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from map.places import queries
from map.places.models import Place, PlaceCell, PlaceGeometry

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


def _deepest(session: Session) -> None:
    latitude, longitude = func.ST_Y(PlaceGeometry.geom), func.ST_X(PlaceGeometry.geom)
    here = (
        queries.doors()
        .join(PlaceGeometry, PlaceGeometry.place_id == Place.id)
        .with_only_columns(Place.category_code, latitude.label("latitude"), longitude.label("longitude"))
        .subquery()
    )
    x, y = column(here.c.longitude, DEEPEST), row(here.c.latitude, DEEPEST)
    sums = (func.count(), func.sum(here.c.latitude), func.sum(here.c.longitude))
    grouped = select(literal(DEEPEST), x, y, here.c.category_code, *sums).group_by(x, y, here.c.category_code)
    session.execute(insert(PlaceCell).from_select(_NAMES, grouped))


_NAMES = ["zoom", "x", "y", "category_code", "doors", "latitudes", "longitudes"]


def _coarser(session: Session, zoom: int) -> None:
    x, y = PlaceCell.x.op("/")(2), PlaceCell.y.op("/")(2)
    sums = (func.sum(PlaceCell.doors), func.sum(PlaceCell.latitudes), func.sum(PlaceCell.longitudes))
    grouped = (
        select(literal(zoom), x, y, PlaceCell.category_code, *sums)
        .where(PlaceCell.zoom == zoom + 1)
        .group_by(x, y, PlaceCell.category_code)
    )
    session.execute(insert(PlaceCell).from_select(_NAMES, grouped))


def rebuild(session: Session) -> None:
    """Count every public door anew, the deepest zoom from the places, each other from the one below it."""
    session.execute(delete(PlaceCell))
    _deepest(session)
    for zoom in range(DEEPEST - 1, -1, -1):
        _coarser(session, zoom)
