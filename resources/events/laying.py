"""Lays the dates of events out for half a year ahead, so that lists, month and map ask one index."""

import datetime
from collections.abc import Sequence
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from map import local
from portal import db, hours
from portal.moderation.reviewed import State
from portal.settings import current
from resources.events import dates, rules
from resources.events.dates import AHEAD, Series
from resources.events.models import Event, Occurrence

KEPT = datetime.timedelta(days=31)
CHUNK = 200
FAR = datetime.timedelta(days=366 * 3)
"""Until when single dates, of which there is one, are laid out."""


def series(event: Event) -> Series:
    """When *event* takes place."""
    skips = partial(hours.is_holiday, current().country) if event.skips_holidays else _never
    return Series(event.starts, event.ends, event.zone, event.rule, event.changes, skips)


def _never(_day: datetime.date) -> bool:
    return False


def lay(opened: Session, event: Event) -> None:
    """Lay out the dates of *event* anew, in the transaction that changed it; what is not public has none."""
    opened.flush()
    gone = delete(Occurrence).where(Occurrence.event_id == event.id)
    opened.execute(gone, execution_options={"synchronize_session": False})  # else it looks through all that is loaded
    if event.state != State.PUBLISHED:
        event.laid_until = None
        return
    today = _today(event)
    event.laid_until = _until(event) if event.rule else None
    _add(opened, event, today - KEPT, event.laid_until or today + FAR)


def _today(event: Event) -> datetime.date:
    return local.at(db.now(), event.zone).date()


def _until(event: Event) -> datetime.date:
    """Until when a series is laid out: half a year from now or, where its next date is later, from that."""
    near, far = _midnight(_today(event)), _midnight(_today(event) + AHEAD)
    if next(dates.rules_of(series(event), near, far), None):
        return far.date()
    coming = next(dates.rules_of(series(event), far, rules.NEVER), None)
    return (coming or far - AHEAD).date() + AHEAD


def _add(opened: Session, event: Event, first: datetime.date, last: datetime.date) -> None:
    """Add the dates that begin after *first* midnight, until *last*, which is included."""
    since, until = _midnight(first), _midnight(last) + datetime.timedelta(days=1)
    for date in dates.between(series(event), since, until):
        starts_at, ends_at = dates.in_utc(date, event.zone)
        shown = dates.by_clocks(date, event.zone)
        opened.add_all(
            Occurrence(
                event_id=event.id, original=date.original, day=day, place_id=event.place_id,
                starts_at=starts_at, ends_at=ends_at, cancelled=date.cancelled, moved=date.moved, note=date.note,
            )
            for day in shown.days()
        )  # fmt: skip


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min)


def roll_on(_keys: Sequence[str] = ()) -> None:
    """Lay out what came nearer since yesterday, some events at a time, and drop what is long over."""
    with db.transaction() as opened:
        opened.execute(delete(Occurrence).where(Occurrence.ends_at < db.now() - KEPT))
    while _next_few():
        pass


def _next_few() -> bool:
    """Lay on the dates of a few series, in one transaction; whether there were any."""
    until = local.today() + AHEAD - datetime.timedelta(days=1)
    with db.transaction() as opened:
        found = opened.scalars(
            select(Event).where(Event.laid_until < until).order_by(Event.laid_until).limit(CHUNK)
        ).all()
        for event in found:
            last = _until(event)
            _add(opened, event, (event.laid_until or last) + datetime.timedelta(days=1), last)
            event.laid_until = last
    return bool(found)
