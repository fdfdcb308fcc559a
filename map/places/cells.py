"""Squares of the map with how many doors each holds, kept at every zoom so that a million places draw at once."""

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import Session

from map.places import queries
from map.places.models import Place, PlaceCell, PlaceGeometry
from map.places.squares import DEEPEST, column, row
from portal.geo import coordinates


def _deepest(session: Session) -> None:
    latitude, longitude = coordinates(PlaceGeometry.geom)
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


def follow(session: Session, place: Place) -> None:
    """Keep the squares true after one place came to be public, or is no more: hiding is visible at once."""
    if place.geometry is not None:
        rebuild(session)
