"""Events on their way into calendars: a thousand at once, so they are read by columns and not as objects."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from map import local
from map.organisations.models import Organisation
from map.places.models import Place, PlaceGeometry, PlaceText
from portal import db
from portal.geo import coordinates
from portal.i18n import shown
from portal.languages import chain
from resources.events import queries
from resources.events.exchange.writing import BACK, Entry
from resources.events.filters import Wanted
from resources.events.models import Event, EventChange, EventLanguage, EventText, Occurrence
from resources.events.telling import Names, Rows, Teller, Texts

MOST = 1000
SOON = datetime.timedelta(days=7)
DATES = 2500
"""How many dates of the next week are looked at for the events that they are of, before all dates are."""
_Door = aliased(PlaceGeometry)
_NORTH, _EAST = coordinates(_Door.geom)
_COLUMNS: tuple[Any, ...] = (
    Event.id, Event.slug, Event.uid, Event.version, Event.changed_on, Event.language, Event.category_code, Event.zone,
    Event.all_day, Event.starts, Event.ends, Event.rule, Event.skips_holidays, Event.area_id, Event.address,
    Event.online, Event.ages_from, Event.ages_to, Event.cost, Event.price, Event.cancelled, Event.note,
    Place.id.label("place_id"), Place.category_code.label("place_category"), Place.address.label("street"),
    _NORTH.label("latitude"), _EAST.label("longitude"), Organisation.name.label("organisation"),
)  # fmt: skip
_TEXTS: tuple[Any, ...] = (EventText.event_id, EventText.locale, EventText.title, EventText.text, EventText.bring)
_NAMES: tuple[Any, ...] = (PlaceText.place_id, PlaceText.locale, PlaceText.name)
_LANGUAGES: tuple[Any, ...] = (EventLanguage.event_id, EventLanguage.language)
_CHANGES: tuple[Any, ...] = (
    EventChange.event_id, EventChange.original, EventChange.extra, EventChange.cancelled, EventChange.silent,
    EventChange.starts, EventChange.ends, EventChange.note,
)  # fmt: skip


def entries(wanted: Wanted) -> list[Entry]:
    """What is *wanted*, next dates first, and what was cancelled and is not long over."""
    soon = db.session().scalars(_soon(wanted)).all()
    return entries_of(soon if len(soon) == MOST else db.session().scalars(_coming(wanted)).all())


def _soon(wanted: Wanted) -> Select[int]:
    """The ids of what takes place within a week, next dates first: enough where there is much."""
    dates = queries.occurrences(wanted, local.today(), local.today() + SOON).where(Occurrence.ends_at >= db.now())
    found = dates.with_only_columns(Occurrence.event_id, Occurrence.starts_at).limit(DATES).subquery()
    query = select(found.c.event_id).group_by(found.c.event_id)
    return query.order_by(func.min(found.c.starts_at)).limit(MOST)


def _coming(wanted: Wanted) -> Select[int]:
    """The ids of all that is coming, next dates first, and of what was cancelled a short while ago."""
    dates = select(func.min(Occurrence.starts_at)).where(Occurrence.event_id == Event.id).correlate(Event)
    following = dates.where(Occurrence.ends_at >= db.now()).scalar_subquery()
    recent = exists().where(Occurrence.event_id == Event.id, Occurrence.ends_at >= db.now() - BACK)
    events = queries.filtered(queries.public(), wanted).with_only_columns(
        Event.id, following.label("following"), and_(Event.cancelled, recent).label("told")
    )
    found = events.subquery()
    query = select(found.c.id).where(or_(found.c.following.is_not(None), found.c.told))
    return query.order_by(found.c.following.is_(None), found.c.following).limit(MOST)


def entries_of(ids: Sequence[int]) -> list[Entry]:
    """The public events *ids*, in this order, in the language of the page."""
    rows = {row.id: row for row in _rows(_events(ids))}
    held = select(*_LANGUAGES).where(EventLanguage.event_id.in_(ids)).order_by(EventLanguage.language)
    teller = Teller(
        texts=_by_locale(_texts(ids)),
        languages=_by_event(held),
        changes=_by_event(select(*_CHANGES).where(EventChange.event_id.in_(ids)).order_by(EventChange.original)),
        places=_names({row.place_id for row in rows.values() if row.place_id}),
    )
    return [teller.entry(rows[each]) for each in ids if each in rows]


def _events(ids: Sequence[int]) -> Select[Any]:
    """Each event with its place and organisation, where everyone may know those."""
    query = select(*_COLUMNS).select_from(Event).where(Event.state == "published", Event.id.in_(ids))
    known = local.doors().whereclause  # asked of this one place: a list of all doors would be made first
    assert known is not None
    query = query.outerjoin(Place, and_(Place.id == Event.place_id, known))
    query = query.outerjoin(_Door, _Door.place_id == Place.id)
    return query.outerjoin(
        Organisation, and_(Organisation.id == Event.organisation_id, Organisation.state == "published")
    )


def _texts(ids: Sequence[int]) -> Select[Any]:
    """The words that a reader could be shown: in one of their languages, or as they were written."""
    query = select(*_TEXTS).join(Event, Event.id == EventText.event_id).where(EventText.event_id.in_(ids))
    return query.where(or_(EventText.locale.in_(chain(shown().tag)), EventText.locale == Event.language))


def _by_locale(query: Select[Any]) -> Texts:
    found: dict[int, dict[str, Row[Any]]] = defaultdict(dict)
    for row in _rows(query):
        found[row.event_id][row.locale] = row
    return found


def _by_event(query: Select[Any]) -> Rows:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in _rows(query):
        found[row.event_id].append(row)
    return found


def _rows(query: Select[*tuple[Any, ...]]) -> Sequence[Row[Any]]:
    """The rows of *query* by the connection itself, all at once: a session would look at each of them."""
    return db.session().connection().execute(query).all()


def _names(ids: Iterable[int]) -> Names:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    query = select(*_NAMES)
    for row in _rows(query.where(PlaceText.place_id.in_(ids))):
        found[row.place_id][row.locale] = row.name
    return found


def dates(
    wanted: Wanted, first: datetime.date, last: datetime.date, most: int, page: int
) -> tuple[Sequence[Occurrence], bool]:
    """A page of at the most *most* dates from *first* to *last*, each once, and whether there are more.

    What is over is left out of its page, so that no date comes to stand on another page while a reader turns them.
    """
    key = (Occurrence.event_id, Occurrence.original, Occurrence.day)
    query = queries.occurrences(wanted, first, last).where(~_began_before(first)).with_only_columns(*key)
    keys = [tuple(row) for row in _rows(query.limit(most + 1).offset(most * (page - 1)))]
    return queries.first_of(wanted, first, last, most, tuple_(*key).in_(keys[:most])), len(keys) > most


def _began_before(first: datetime.date) -> ColumnElement[bool]:
    """Whether a date has an earlier day since *first*."""
    other = aliased(Occurrence)
    same = other.event_id == Occurrence.event_id, other.original == Occurrence.original
    return exists().where(*same, other.day >= first, other.day < Occurrence.day)


def once(rows: Iterable[Occurrence]) -> list[Occurrence]:
    """*rows* with each date once, on the first of its days among them."""
    first: dict[tuple[int, datetime.datetime], Occurrence] = {}
    for row in rows:
        first.setdefault((row.event_id, row.original), row)
    return list(first.values())
