"""Reading events. `public` is the one definition of what anyone may see."""

import datetime
from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from map import local
from map.areas.models import Area
from map.organisations.models import Organisation
from map.places import queries as places
from map.places.models import Place, PlaceGeometry
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.geo import box_around, metres_to, within
from portal.taxonomy import queries as taxonomy
from resources.events.filters import Wanted
from resources.events.models import Event, EventLanguage, Occurrence
from resources.events.words import AGES

AnySelect = TypeVar("AnySelect", bound=Select[*tuple[Any, ...]])
PAGE = 30
NEAR = 3_000.0  # metres: what one walks or rides to of an evening


def public() -> Select[Any]:
    """Every event that anyone may see, also those that are over or do not take place."""
    return select(Event).where(Event.state == "published")


def with_words(query: Select[Any]) -> Select[Any]:
    """*query* over events, with all that a card shows of one."""
    return query.options(*_words())


def _words() -> tuple[Any, ...]:
    return (
        selectinload(Event.texts),
        selectinload(Event.languages),
        joinedload(Event.organisation).selectinload(Organisation.verifications),
        joinedload(local.shown(Event.place)).selectinload(Place.texts),
    )


def whole(query: Select[Any]) -> Select[Any]:
    """*query* over events, with what differs at single dates too."""
    return with_words(query).options(selectinload(Event.changes), joinedload(Event.author))


def filtered(query: AnySelect, wanted: Wanted) -> AnySelect:
    """*query* over events, narrowed to what is *wanted*."""
    if wanted.category:
        query = query.where(Event.category_code.in_(taxonomy.codes_of(wanted.category)))
    if wanted.area:
        query = query.where(Event.area_id.in_(select(Area.id).where(Area.slug == wanted.area)))
    if wanted.language:
        held = exists().where(EventLanguage.event_id == Event.id, EventLanguage.language == wanted.language)
        query = query.where(held)
    if wanted.ages:
        first, last = AGES[wanted.ages]
        query = query.where(_reaches(first, last))
    if wanted.cost:
        query = query.where(Event.cost == wanted.cost)
    if wanted.online:
        query = query.where(Event.online != "")
    if wanted.step_free:
        query = query.where(Event.step_free.is_(True))
    if wanted.organisation:
        query = query.where(
            Event.organisation_id.in_(select(Organisation.id).where(Organisation.slug == wanted.organisation))
        )
    if wanted.near:
        query = query.where(Event.place_id.in_(_places_near(wanted)))
    return query


def _reaches(first: int | None, last: int | None) -> Any:
    """Whether an event is for some of those between *first* and *last* years."""
    young = or_(Event.ages_from.is_(None), Event.ages_from <= last) if last is not None else true()
    old = or_(Event.ages_to.is_(None), Event.ages_to >= first) if first is not None else true()
    return and_(young, old)


def _places_near(wanted: Wanted) -> Select[Any]:
    """The places that are near, and that everyone may know."""
    assert wanted.near is not None
    box = within(PlaceGeometry.place_id, PlaceGeometry.geom, box_around(wanted.near, NEAR))
    near = places.public().join(PlaceGeometry, PlaceGeometry.place_id == Place.id).where(box)
    return near.where(metres_to(PlaceGeometry.geom, wanted.near) <= NEAR).with_only_columns(Place.id)


def occurrences(wanted: Wanted, first: datetime.date, last: datetime.date) -> Select[Any]:
    """The days from *first* to *last*, both included, on which what is *wanted* takes place, in their order."""
    query = select(Occurrence).join(Occurrence.event).where(Event.state == "published")
    query = filtered(query, wanted).where(Occurrence.day.between(first, last))
    return query.order_by(Occurrence.day, Occurrence.starts_at, Occurrence.event_id)


def listed(wanted: Wanted, first: datetime.date, last: datetime.date, page: int = 1) -> Sequence[Occurrence]:
    """A page of what takes place from *first* to *last* and is not over, and one more."""
    return _read(_upcoming(wanted, first, last).limit(PAGE + 1).offset(PAGE * (page - 1)))


def first_of(
    wanted: Wanted, first: datetime.date, last: datetime.date, most: int, *more: Any
) -> Sequence[Occurrence]:
    """The first *most* that take place from *first* to *last* and are not over, narrowed by *more* conditions."""
    return _read(_upcoming(wanted, first, last).where(*more).limit(most))


def _upcoming(wanted: Wanted, first: datetime.date, last: datetime.date) -> Select[Any]:
    query = occurrences(wanted, first, last).where(Occurrence.ends_at >= db.now())
    return query.options(contains_eager(Occurrence.event).options(*_words()))


def _read(query: Select[Any]) -> Sequence[Occurrence]:
    return db.session().scalars(query).unique().all()


def is_coming() -> Any:
    """Whether an event has a date that is not over, or is still to be told to have been cancelled."""
    other = aliased(Occurrence)
    return exists().where(other.event_id == Event.id, other.ends_at >= db.now())


def coming() -> Select[Any]:
    """The public events that are not over."""
    return public().where(is_coming())


def dates_of(event_id: int, most: int) -> Sequence[Occurrence]:
    """The next dates of an event, those that are not over first, at the most *most* of them."""
    query = select(Occurrence).where(Occurrence.event_id == event_id, Occurrence.ends_at >= db.now())
    rows = db.session().scalars(query.order_by(Occurrence.starts_at, Occurrence.day).limit(most * 2))
    first: dict[datetime.datetime, Occurrence] = {}
    for row in rows:
        first.setdefault(row.original, row)
    return list(first.values())[:most]


def date_of(event_id: int, original: datetime.datetime) -> Occurrence | None:
    """The date of an event that would begin at *original*."""
    same = (Occurrence.event_id == event_id) & (Occurrence.original == original)
    return db.session().scalars(select(Occurrence).where(same).order_by(Occurrence.day).limit(1)).first()


def by_slug(slug: str) -> Event | None:
    """The public event called *slug*, with what a card shows of it."""
    found: Event | None = db.session().scalars(with_words(public().where(Event.slug == slug))).unique().first()
    return found


def by_author(account_id: int) -> Select[Any]:
    """All events that someone posted, the newest first."""
    return whole(select(Event).where(Event.author_id == account_id)).order_by(Event.id.desc())


def of_host(account: Account) -> Select[Any]:
    """All events that *account* posted, or that are held by an organisation of theirs, the newest first."""
    return with_words(select(Event).where(_hosts(account))).order_by(Event.id.desc())


def _hosts(account: Account) -> Any:
    ours = [int(each.partition(":")[2]) for each in standing.organisations(account)]
    return or_(Event.author_id == account.id, Event.organisation_id.in_(ours))


def coming_of_host(account: Account, most: int) -> Select[Any]:
    """What *account* holds that everyone sees and that is not over, what is next first: at the most *most*."""
    first = func.min(Occurrence.starts_at)
    next_ones = select(Occurrence.event_id, first.label("first")).join(Occurrence.event).where(
        _hosts(account), Event.state == "published", Occurrence.ends_at >= db.now()
    )  # fmt: skip
    dated = next_ones.group_by(Occurrence.event_id).order_by(first).limit(most).subquery()
    return with_words(select(Event).join(dated, dated.c.event_id == Event.id)).order_by(dated.c.first, Event.id)


def past_of_host(account: Account, most: int) -> Select[Any]:
    """What *account* held and entered here, the newest first: at the most *most*."""
    entered = Event.calendar_id.is_(None)
    query = of_host(account).where(Event.state == "published", entered, ~is_coming())
    return query.limit(most)


def any_by_slug(slug: str) -> Event | None:
    """The event called *slug*, public or not: only for those who hold it."""
    found: Event | None = db.session().scalars(whole(select(Event).where(Event.slug == slug))).unique().first()
    return found


def by_id(number: int) -> Event | None:
    """The event *number*, public or not: only for those who review it."""
    found: Event | None = db.session().scalars(whole(select(Event).where(Event.id == number))).unique().first()
    return found


def held(slug: str) -> Select[Any]:
    """The event called *slug*, locked against others until the transaction ends."""
    return select(Event).where(Event.slug == slug).with_for_update()


def last_of(account_id: int) -> Event | None:
    """What someone posted last."""
    mine = by_author(account_id).where(Event.calendar_id.is_(None))
    found: Event | None = db.session().scalars(mine.limit(1)).unique().first()
    return found


def copied(account_id: int) -> Sequence[Event]:
    """What someone posted last, to take as a beginning: a few, each title once."""
    mine = select(Event).where(Event.author_id == account_id, Event.calendar_id.is_(None))
    rows = db.session().scalars(with_words(mine).order_by(Event.id.desc()).limit(20))
    first: dict[str, Event] = {}
    for row in rows.unique():
        first.setdefault(next((each.title for each in row.texts if each.locale == row.language), row.slug), row)
    return list(first.values())[:5]
