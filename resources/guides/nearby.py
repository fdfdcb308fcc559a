"""Lists of places within guides: asked of the map at this moment, never copied into a text."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import DateTime, bindparam, case, exists, func, select

from map.places import queries
from map.places.cards import called, state_words
from map.places.models import Place, PlaceOpen, PlacePhone, PlaceText
from portal import db, hours
from portal.languages import Said
from portal.settings import current
from portal.taxonomy import queries as taxonomy

AT_MOST = 5  # of a kind of help; the rest is a link away


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place in a guide: what it is called, whether it is open, where it is."""

    category: str
    url: str
    name: Said
    now: hours.Now
    state_words: str
    where: Said | None


_NOW = bindparam("now", type_=DateTime())
_OPEN = exists().where(PlaceOpen.place_id == Place.id, PlaceOpen.opens <= _NOW, PlaceOpen.closes > _NOW)
_RANK = func.row_number().over(partition_by=Place.category_code, order_by=(case((_OPEN, 0), else_=1), Place.id))
_RANKED = queries.public().with_only_columns(
    Place.id, Place.slug, Place.category_code, Place.hours, Place.time_zone, Place.address, _RANK.label("rank")
)
_PHONE = exists().where(PlacePhone.place_id == Place.id)


def places_for(wanted: Sequence[str]) -> dict[str, Sequence[Nearby]]:
    """Public places of each of the categories or tiles *wanted*, a few of each, open ones first: one statement."""
    codes = {name: set(taxonomy.codes_of(name)) for name in dict.fromkeys(wanted)}
    flat = set[str]().union(*codes.values())
    found = _read(flat) if flat else []
    return {
        name: sorted((each for each in found if each.category in within), key=_open_first)[:AT_MOST]
        for name, within in codes.items()
    }


def _read(codes: set[str]) -> list[Nearby]:
    few = _RANKED.add_columns(_PHONE.label("phone")).where(Place.category_code.in_(codes)).subquery()
    query = select(few, PlaceText.locale, PlaceText.name).outerjoin(PlaceText, PlaceText.place_id == few.c.id)
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session().execute(query.where(few.c.rank <= AT_MOST).order_by(few.c.id), {"now": db.now()}):
        rows[row.id].append(row)
    return [_nearby(each) for each in rows.values()]


def _nearby(rows: Sequence[Any]) -> Nearby:
    row, settings = rows[0], current()
    now = hours.at(row.hours, row.time_zone, settings.country, db.now())
    names = {each.locale: each.name for each in rows if each.locale}
    where = Said(row.address, settings.local_language or "mul") if row.address else None
    url = url_for("places.show", slug=row.slug)
    return Nearby(
        row.category_code, url, called(names, row.category_code), now, state_words(now, has_phone=row.phone), where
    )


def _open_first(each: Nearby) -> bool:
    return each.now.state != "open"
