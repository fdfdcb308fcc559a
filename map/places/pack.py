"""Hotlines and places for the copy that people take along: only what anyone may see of them."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from map.areas.models import Area
from map.places import queries
from map.places.cards import Card, card
from map.places.models import Place
from portal import db, hours
from portal.i18n import clock, gettext, weekday
from portal.taxonomy import queries as taxonomy
from portal.taxonomy.queries import Shelf

AT_MOST = 300  # places, besides the lines to call
LINES = 60
EVERYWHERE = ("bed-tonight", "refuge", "meals", "violence")
"""What is taken along of the whole city, whatever the district: nobody should believe that there is none."""
MIDNIGHT = ("00:00", "00:00")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the copy, with its usual week in short: days and times in words."""

    card: Card
    week: list[tuple[str, str]]


def panel(area: str = "") -> dict[str, Any]:
    """The hotlines, and the places of the district *area* (empty: of the whole city), by category.

    What someone may need tonight is there from the whole city, and so is what has no district.
    """
    rows = db.session().scalars(queries.with_words(_chosen(area)))
    entries = [Entry(card(queries.Found(row)), _week(row)) for row in rows]
    held: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        held[entry.card.place.category_code].append(entry)
    lines = held.pop(queries.HOTLINE, [])
    groups = [(shelf, held[shelf.code]) for shelf in taxonomy.shelves().values() if _is_category(shelf)]
    full = sum(len(entries) for _shelf, entries in groups) >= AT_MOST
    return {"lines": lines, "groups": groups, "full": full}


def _is_category(shelf: Shelf) -> bool:
    """Whether places stand under it: it is no tile, and not the lines to call, which come first."""
    return shelf.code not in {shelf.tile, queries.HOTLINE}


def _chosen(area: str) -> Select[Any]:
    """The lines, and as many doors as there is room for: the first ones of each category before the next."""
    line = Place.category_code == queries.HOTLINE
    rank = func.row_number().over(partition_by=Place.category_code, order_by=(Place.emergency.desc(), Place.slug))
    within = queries.public().with_only_columns(Place.id, rank.label("rank"), line.label("line"))
    if area:
        here = Place.area_id.in_(select(Area.id).where(Area.slug == area))
        within = within.where(or_(line, here, Place.area_id.is_(None), Place.category_code.in_(EVERYWHERE)))
    ranked = within.subquery()
    doors = select(ranked.c.id).where(~ranked.c.line).order_by(ranked.c.rank, ranked.c.id).limit(AT_MOST)
    lines = select(ranked.c.id).where(ranked.c.line, ranked.c.rank <= LINES)
    wanted = or_(Place.id.in_(doors), Place.id.in_(lines))
    first = case((Place.emergency, 0), else_=1)
    return queries.public().where(wanted).order_by(first, Place.slug)


def _week(place: Place) -> list[tuple[str, str]]:
    """The hours of a usual week, without holidays, since the copy may be older than they are."""
    found = hours.week(place.hours, place.time_zone, "", db.now())
    days = sorted(found, key=lambda day: day.date.isoweekday())
    runs = [(times, list(run)) for times, run in groupby(days, key=_times)]
    if len(runs) == 1 and runs[0][0] == (MIDNIGHT,):
        return [("", gettext("Open day and night"))]
    return [(_span(run), _said(times)) for times, run in runs]


def _times(day: hours.Day) -> tuple[tuple[str, str], ...]:
    return tuple((clock(opens), clock(closes)) for opens, closes, _comment in day.spans)


def _span(run: list[hours.Day]) -> str:
    first, last = weekday(run[0].date), weekday(run[-1].date)
    return first if first == last else f"{first} – {last}"


def _said(times: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{opens}–{closes}" for opens, closes in times) or gettext("closed")
