"""How many doors stand around a point, from the kept squares: where to begin looking for the nearest."""

from sqlalchemy import ColumnElement, and_, func, or_, select

from map.places import squares
from map.places.models import PlaceCell
from portal.db import session
from portal.geo import METRES_A_DEGREE, Point

SPARE = 2


def _around(here: Point, zoom: int) -> ColumnElement[bool]:
    """The square of *here* at *zoom*, and the eight around it."""
    x, y = squares.of(here, zoom)
    return and_(PlaceCell.zoom == zoom, PlaceCell.x.between(x - 1, x + 1), PlaceCell.y.between(y - 1, y + 1))


def reach(here: Point, enough: int) -> float | None:
    """A distance in metres within which *enough* doors probably are; None where only everywhere will do."""
    zooms = range(squares.DEEPEST + 1)
    query = select(PlaceCell.zoom, func.sum(PlaceCell.doors)).where(or_(*(_around(here, zoom) for zoom in zooms)))
    dense = [zoom for zoom, doors in session().execute(query.group_by(PlaceCell.zoom)) if doors >= enough * SPARE]
    return squares.height(max(dense)) * METRES_A_DEGREE if dense and max(dense) > 0 else None
