"""What a map shows of a rectangle: doors at which something takes place, or squares with a number."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from map import local
from map.places import queries as places
from map.places import squares
from map.places.filters import Wanted as AnyPlace
from map.places.models import Place, PlaceGeometry, PlaceText
from map.viewport import APART, DOORS_AT_MOST, FEW, Cluster, counted, middle, zoom_for
from portal import db
from portal.geo import Box, Point, coordinates, within
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
        clusters = _clusters(inside, zoom_for(box, zoom))
        if sum(each.doors for each in clusters) > DOORS_AT_MOST:
            return [], clusters
    rows = db.session().execute(inside.limit(DOORS_AT_MOST + 1)).all()
    if len(rows) > DOORS_AT_MOST:
        return [], _clusters(inside, zoom_for(box, zoom))
    spots = {place_id: Point(north, east) for place_id, north, east in rows}
    if zoom >= APART or len(spots) <= FEW:
        return _drawn(spots, wanted, (first, last)), []
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place_id, point in spots.items():
        groups[squares.of(point, zoom)].append(place_id)
    alone = {group[0]: spots[group[0]] for group in groups.values() if len(group) == 1}
    together = [middle([spots[each] for each in group]) for group in groups.values() if len(group) > 1]
    return _drawn(alone, wanted, (first, last)), together


def _inside(box: Box, wanted: Wanted, days: Days) -> Select[int, float, float]:
    """The public doors in *box* where what is *wanted* takes place, with where they are."""
    there = select(Occurrence.place_id).where(Occurrence.place_id.is_not(None), Occurrence.day.between(*days))
    if wanted.filters():
        there = queries.filtered(there.join(Occurrence.event), wanted)
    latitude, longitude = coordinates(PlaceGeometry.geom)
    query = places.public().join(PlaceGeometry, PlaceGeometry.place_id == Place.id)
    query = query.where(within(Place.id, PlaceGeometry.geom, box), Place.id.in_(there))
    return query.with_only_columns(Place.id, latitude.label("latitude"), longitude.label("longitude"))


def _clusters(inside: Select[int, float, float], zoom: int) -> list[Cluster]:
    here = inside.subquery()
    x, y = squares.column(here.c.longitude, zoom), squares.row(here.c.latitude, zoom)
    sums = (func.count(), func.sum(here.c.latitude), func.sum(here.c.longitude))
    rows = db.session().execute(select(*sums).group_by(x, y))
    return [Cluster(doors, Point(round(north / doors, 5), round(east / doors, 5))) for doors, north, east in rows]


def _drawn(spots: Mapping[int, Point], wanted: Wanted, days: Days) -> list[Spot]:
    """The doors at *spots*, each with what takes place there first."""
    if not spots:
        return []
    places_called = _called(PlaceText.place_id, PlaceText.locale, PlaceText.name, spots)
    rows: dict[int, Any] = {}
    for row in db.session().execute(_first(spots, wanted, days)):
        rows.setdefault(row.place_id, row)
    titles = _called(EventText.event_id, EventText.locale, EventText.title, {row.event_id for row in rows.values()})
    return [_spot(row, spots[row.place_id], titles, places_called) for row in rows.values()]


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


def _called(key: Any, locale: Any, name: Any, ids: Collection[int]) -> Mapping[int, dict[str, str]]:
    """What things are called, by their ids and the locales."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for number, tag, words in db.session().execute(select(key, locale, name).where(key.in_(ids))):
        found[number][tag] = words
    return found


def _spot(row: Any, point: Point, titles: Mapping[int, dict[str, str]], names: Mapping[int, dict[str, str]]) -> Spot:
    starts, ends = (local.at(each, local.clocks(row.zone)) for each in (row.starts_at, row.ends_at))
    title = best(titles[row.event_id], shown().tag, row.language) or Said(row.slug, row.language)
    place = best(names[row.place_id], shown().tag, current().local_language) or Said("", shown().tag)
    off = row.cancelled or row.called_off
    return Spot(
        point, row.slug, row.door, title, row.category_code, place, starts, ends, row.all_day, off, row.dates - 1
    )
