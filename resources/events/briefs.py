"""Dates in brief, for a month, home and a place: a title and a time, all of them in one statement."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, Select, bindparam, select, union_all
from sqlalchemy.sql.selectable import Subquery

from map import local
from portal import db
from portal.i18n import shown
from portal.languages import Said, best
from portal.taxonomy import queries as taxonomy
from resources.events.cards import address
from resources.events.filters import Wanted
from resources.events.models import Event, EventText, Occurrence
from resources.events.queries import filtered

A_DAY = 3  # events of a day that a month shows; one more says that there are more
_dates, _events, _texts = Occurrence.__table__.c, Event.__table__.c, EventText.__table__.c


@dataclass(frozen=True, slots=True)
class Brief:
    """As little of a date as a month has room for; *begins* is None for what lasts all day."""

    url: str
    title: Said
    day: datetime.date
    begins: datetime.datetime | None
    cancelled: bool


def month(wanted: Wanted, days: Sequence[datetime.date]) -> Mapping[datetime.date, list[Brief]]:
    """What takes place on each of *days*, at the most one more than `A_DAY`."""
    codes = tuple(taxonomy.codes_of(wanted.category)) if wanted.category else ()
    asked = {f"day_{number}": day for number, day in enumerate(days)}
    found: dict[datetime.date, list[Brief]] = defaultdict(list)
    for each in _read(_few_of_each(wanted, codes, len(days)), asked):
        found[each.day].append(each)
    return found


def coming(days: datetime.timedelta, most: int, *conditions: Any) -> list[Brief]:
    """The first *most* dates within so many *days* that are not over, of events that *conditions* hold for."""
    today = local.today()
    here = _dates.day.between(today, today + days), _dates.ends_at >= db.now()
    return _read(_titled(_public().where(*here, *conditions).limit(most).subquery()), {})


def _public() -> Select[Any]:
    """The dates of public events, in their order."""
    columns = (
        _dates.event_id, _dates.original, _dates.day, _dates.starts_at, _dates.cancelled, _events.slug, _events.zone,
        _events.rule, _events.all_day, _events.language, _events.cancelled.label("called_off"),
    )  # fmt: skip
    query = select(*columns).join(Event.__table__, _events.id == _dates.event_id)
    return query.where(_events.state == "published").order_by(_dates.day, _dates.starts_at, _dates.event_id)


@lru_cache(maxsize=64)
def _few_of_each(wanted: Wanted, _codes: tuple[str, ...], days: int) -> Select[Any]:
    """The first few of each of so many days: made once for each choice, since making it costs more than asking it.

    *_codes* are the categories that are meant, so that another statement is made when editors change these.
    """
    query = filtered(_public(), wanted).limit(A_DAY + 1)
    each = [query.where(_dates.day == bindparam(f"day_{number}", type_=Date())) for number in range(days)]
    return _titled(union_all(*(select(one.subquery()) for one in each)).subquery())


def _titled(chosen: Subquery) -> Select[Any]:
    """The dates that were *chosen*, once for each language that they are called in."""
    query = select(chosen, _texts.locale, _texts.title).join(
        EventText.__table__, _texts.event_id == chosen.c.event_id
    )
    return query.order_by(chosen.c.day, chosen.c.starts_at, chosen.c.event_id)


def _read(query: Select[Any], asked: Mapping[str, Any]) -> list[Brief]:
    titles: dict[tuple[Any, ...], dict[str, str]] = defaultdict(dict)
    rows: dict[tuple[Any, ...], Any] = {}
    for row in db.session().execute(query, asked):
        key = (row.event_id, row.original, row.day)
        rows.setdefault(key, row)
        titles[key][row.locale] = row.title
    return [_brief(row, titles[key]) for key, row in rows.items()]


def _brief(row: Any, titles: Mapping[str, str]) -> Brief:
    said = best(titles, shown().tag, row.language) or Said(row.slug, row.language)
    begins = None if row.all_day else local.at(row.starts_at, local.clocks(row.zone))
    url = address(row.slug, row.original if row.rule else None)
    return Brief(url, said, row.day, begins, row.cancelled or row.called_off)
