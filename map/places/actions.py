"""Keeping what is derived from places true."""

from sqlalchemy import delete, insert

from map.places import queries
from map.places.models import Place, PlaceOpen
from portal import db, hours
from portal.settings import current

CHUNK = 5_000


def refresh_open_times(_keys: object = None) -> None:
    """Work out anew when each public place is open in the next fortnight."""
    moment, country = db.now(), current().country
    with db.transaction() as session:
        session.execute(delete(PlaceOpen))
        query = queries.public().where(Place.hours != "").with_only_columns(Place.id, Place.hours, Place.time_zone)
        spans = [
            {"place_id": place_id, "opens": opens, "closes": closes}
            for place_id, text, zone in session.execute(query)
            for opens, closes in hours.fortnight(text, zone, country, moment)
        ]
        for start in range(0, len(spans), CHUNK):
            session.execute(insert(PlaceOpen), spans[start : start + CHUNK])
