"""The events that a calendar brought before, and what we remember of what it said."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from portal import db
from portal.moderation.reviewed import State
from resources.events.exchange import merging
from resources.events.exchange.components import MOST_ENTRIES
from resources.events.exchange.entries import Calendar, Entry
from resources.events.models import Event, EventCalendar, Occurrence

MOST_HELD = 2 * MOST_ENTRIES
"""How many events of a calendar may be to come or wait: one that names others at each reading would fill all."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a calendar said of an event the last time: *values* by field, the words of its *address*.

    *why* says why we cancelled it: its calendar did, or it is gone from there; empty where we did not.
    """

    values: merging.Values = field(default_factory=dict)
    address: str = ""
    why: str = ""

    @classmethod
    def of(cls, event: Event) -> "Memory":
        """What we remember of *event*."""
        return cls(**event.imported) if event.imported else cls(merging.present(event), event.address)

    def keep(self, event: Event) -> None:
        """Remember this of *event*; what is the same already is not written."""
        if event.imported != asdict(self):
            event.imported = asdict(self)


def events(opened: Session, calendar: EventCalendar, found: Calendar) -> dict[str, Event]:
    """The events that the entries of *found* are, by what they are called there; held until the transaction ends.

    Some programs give an entry another name at each download: it is known again by its title and time. What the same
    organisation had from a calendar that is not read any more is taken up again.
    """
    refs = {each.ref for each in found.entries}
    mine = Event.calendar_id == calendar.id
    known = {str(each.source_ref): each for each in _all(opened, mine & Event.source_ref.in_(refs))}
    strange = [each for each in found.entries if each.ref not in known]
    if strange:
        known |= _renamed(opened, mine, strange, found.refs)
        known |= _adopted(opened, calendar, refs - set(known))
    return known


def _renamed(
    opened: Session, mine: ColumnElement[bool], strange: Sequence[Entry], refs: Collection[str]
) -> dict[str, Event]:
    """The events that are not in the calendar any more, but one of *strange* has their title and time."""
    title, starts = (Event.imported["values", *at].as_string() for at in (("title",), ("times", 0)))
    same = title.in_([each.title for each in strange]) & starts.in_([each.starts.isoformat() for each in strange])
    rows = opened.execute(select(Event.id, Event.source_ref, title, starts).where(mine, same)).all()
    lost = {(called, begins): number for number, ref, called, begins in rows if ref not in refs}
    ids = {lost[_key(each)]: each.ref for each in strange if _key(each) in lost}
    found = {ids[each.id]: each for each in _all(opened, Event.id.in_(ids))} if ids else {}
    for ref, event in found.items():
        event.source_ref = ref
    return found


def _adopted(opened: Session, calendar: EventCalendar, refs: Collection[str]) -> dict[str, Event]:
    """The events of the same organisation that are called so in a calendar that is not read any more."""
    if not refs or calendar.organisation_id is None:
        return {}
    same = Event.calendar_id.is_(None) & (Event.organisation_id == calendar.organisation_id)
    found = {str(each.source_ref): each for each in _all(opened, same & Event.source_ref.in_(refs))}
    for event in found.values():
        event.calendar_id = calendar.id
    return found


def _all(opened: Session, which: ColumnElement[bool]) -> list[Event]:
    parts = (selectinload(Event.texts), selectinload(Event.languages), selectinload(Event.changes))
    return list(opened.scalars(select(Event).where(which).options(*parts).with_for_update(of=Event)))


def ours(opened: Session, refs: Collection[str]) -> set[str]:
    """Those of *refs* that name events of ours, which come back by the calendars of others."""
    return set(opened.scalars(select(Event.uid).where(Event.uid.in_(refs))))


def room(opened: Session, calendar: EventCalendar, author_id: int | None) -> int:
    """How many more events of *calendar* we take: those that are to come count, and all of its author that wait."""
    coming = exists().where(Occurrence.event_id == Event.id, Occurrence.ends_at >= db.now())
    waiting = Event.state.in_((State.DRAFT, State.PENDING))
    mine = (Event.calendar_id == calendar.id) & (waiting | coming)
    others = waiting & (Event.author_id == author_id) if author_id else mine
    query = select(func.count()).select_from(Event).where(or_(mine, others))
    return MOST_HELD - (opened.scalar(query) or 0)


def _key(entry: Entry) -> Key:
    return entry.title, entry.starts.isoformat()


def lively(opened: Session, calendar_id: int) -> set[int]:
    """The ids of the events of a calendar that are to come and take place."""
    query = (
        select(Occurrence.event_id).join(Event).where(Event.calendar_id == calendar_id, Event.cancelled.is_(False))
    )
    query = query.where(Event.state != State.HIDDEN, Event.locked.is_(False), Occurrence.ends_at >= db.now())
    return set(opened.scalars(query.distinct()))


def gone(opened: Session, ids: Collection[int], refs: Collection[str]) -> list[Event]:
    """The events with *ids* that are called by none of *refs*."""
    rows = opened.execute(select(Event.id, Event.source_ref).where(Event.id.in_(ids))).all()
    missing = [number for number, ref in rows if ref not in refs]
    return _all(opened, Event.id.in_(missing)) if missing else []
