"""What a map shows of a rectangle: doors at which something takes place, or squares with a number."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from map import local
from map.places import queries as places
from map.places.filters import Wanted as AnyPlace
from map.places.models import Place, PlaceText
from map.viewport import DOORS_AT_MOST, Cluster, Spots, clusters, counted, located, said, spread, zoom_for
from portal import db
from portal.geo import Box, Point
from portal.i18n import shown
from portal.languages import Said, best
from portal.settings import current
from resources.events import queries
from resources.events.filters import Wanted
from resources.events.models import Event, EventText, Occurrence

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Spot:
    """A door with the first thing that takes place there, at what clocks there show; *more* is how many follow.

    *slug* is that of the event, *door* that of the place.
    """

    point: Point
    slug: str
    door: str
    title: Said
    category: str
    place: Said
    starts: datetime.datetime
    ends: datetime.datetime
    all_day: bool
    cancelled: bool
    more: int


def look(
    box: Box, zoom: int, wanted: Wanted, first: datetime.date, last: datetime.date
) -> tuple[list[Spot], list[Cluster]]:
    """The doors in *box* where something takes place from *first* to *last*, or clusters of them."""
    inside = _inside(box, wanted, (first, last))
    if counted(box, AnyPlace()) > DOORS_AT_MOST * 4:
        found = clusters(inside, zoom_for(box, zoom))
        if sum(each.doors for each in found) > DOORS_AT_MOST:
            return [], found
    alone, together = spread(inside, box, zoom)
    return _drawn(alone, wanted, (first, last)), together


def _inside(box: Box, wanted: Wanted, days: Days) -> Select[int, float, float]:
    """The public doors in *box* where what is *wanted* takes place, with where they are."""
    there = select(Occurrence.place_id).where(Occurrence.place_id.is_not(None), Occurrence.day.between(*days))
    if wanted.filters():
        there = queries.filtered(there.join(Occurrence.event), wanted)
    return located(places.in_box(places.public().where(Place.id.in_(there)), box))


def _drawn(spots: Spots, wanted: Wanted, days: Days) -> list[Spot]:
    """The doors at *spots*, each with what takes place there first."""
    if not spots:
        return []
    names = said(PlaceText.place_id, PlaceText.locale, PlaceText.name, spots)
    rows: dict[int, Any] = {}
    for row in db.session().execute(_first(spots, wanted, days)):
        rows.setdefault(row.place_id, row)
    titles = said(EventText.event_id, EventText.locale, EventText.title, {row.event_id for row in rows.values()})
    return [_spot(row, spots[row.place_id], titles, names) for row in rows.values()]


def _first(spots: Collection[int], wanted: Wanted, days: Days) -> Select[Any]:
    """What takes place first at each of *spots*, with on how many dates something does."""
    here = Occurrence.place_id.in_(spots), Occurrence.day.between(*days)
    begins = select(Occurrence.place_id, func.min(Occurrence.starts_at).label("first"), func.count().label("dates"))
    nearest = queries.filtered(begins.where(*here).join(Occurrence.event), wanted)
    first = nearest.group_by(Occurrence.place_id).subquery()
    same = (Occurrence.place_id == first.c.place_id) & (Occurrence.starts_at == first.c.first)
    door = aliased(Place)
    columns = (
        Occurrence.place_id, Occurrence.event_id, Occurrence.starts_at, Occurrence.ends_at, Occurrence.cancelled,
        Event.slug, Event.zone, Event.all_day, Event.language, Event.category_code,
        Event.cancelled.label("called_off"), first.c.dates, door.slug.label("door"),
    )  # fmt: skip
    query = queries.occurrences(wanted, *days).join(first, same).join(door, door.id == Occurrence.place_id)
    return query.with_only_columns(*columns)


def _spot(row: Any, point: Point, titles: Mapping[int, dict[str, str]], names: Mapping[int, dict[str, str]]) -> Spot:
    starts, ends = (local.at(each, local.clocks(row.zone)) for each in (row.starts_at, row.ends_at))
    title = best(titles[row.event_id], shown().tag, row.language) or Said(row.slug, row.language)
    place = best(names[row.place_id], shown().tag, current().local_language) or Said("", shown().tag)
    off = row.cancelled or row.called_off
    return Spot(
        point, row.slug, row.door, title, row.category_code, place, starts, ends, row.all_day, off, row.dates - 1
    )
