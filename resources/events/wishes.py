"""Wishing to come: a count for who holds an event, and a reminder for who said so. Nobody sees who comes."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts.models import Account
from portal.errors import Refused
from portal.i18n import gettext
from portal.notices import actions as notices
from portal.notices import following
from portal.notices.models import Subscription
from resources.events.following import PREFIX, key, path
from resources.events.models import Event, EventWish, Occurrence

SOON = datetime.timedelta(hours=24)
CHUNK = 500


def wish(opened: Session, account: Account | None, event: Event, original: datetime.datetime) -> None:
    """Count one more who would like to come at *original*; a member is reminded, and hears of changes.

    Raises:
        Refused: it does not take place then, or is over.
    """
    row = opened.scalars(_dates(event, original).limit(1)).first()
    if row is None or row.cancelled or event.cancelled or row.ends_at < db.now():
        raise Refused(gettext("It does not take place then, or it is over."))
    if account is None:
        opened.add(EventWish(event_id=event.id, original=original))
        return
    if opened.scalar(_mine(account, event, original)) is None:
        opened.add(EventWish(event_id=event.id, original=original, account_id=account.id))
    following.join(opened, account.id, key(event))


def unwish(opened: Session, account: Account, event: Event, original: datetime.datetime) -> None:
    """Take back that *account* would like to come; who wants to come to no other date hears no more of it."""
    mine = (EventWish.account_id == account.id) & (EventWish.event_id == event.id)
    opened.execute(delete(EventWish).where(mine, EventWish.original == original))
    if opened.scalar(select(EventWish.id).where(mine).limit(1)) is None:
        following.unfollow(opened, account.id, key(event))


def move(opened: Session, event: Event, before: datetime.datetime) -> None:
    """Let whoever would like to come to a date of *event* come to it at its new hour; it began at *before*."""
    if event.starts == before:
        return
    for row in opened.scalars(select(EventWish).where(EventWish.event_id == event.id)).all():
        if row.original == before and not event.rule:
            row.original = event.starts
        elif row.original.time() == before.time():
            row.original = datetime.datetime.combine(row.original.date(), event.starts.time())
        row.reminded = False


def _dates(event: Event, original: datetime.datetime) -> Select[Occurrence]:
    return select(Occurrence).where(Occurrence.event_id == event.id, Occurrence.original == original)


def _mine(account: Account, event: Event, original: datetime.datetime) -> Select[int]:
    same = (EventWish.event_id == event.id) & (EventWish.original == original)
    return select(EventWish.id).where(same, EventWish.account_id == account.id)


def wished(account: Account | None, event: Event, original: datetime.datetime) -> bool:
    """Whether *account* said so for this date."""
    return account is not None and db.session().scalar(_mine(account, event, original)) is not None


def told(account_id: int) -> list[dict[str, Any]]:
    """To what an account would like to come, for its owner."""
    query = select(Event.slug, EventWish.original).join(Event, Event.id == EventWish.event_id)
    rows = db.session().execute(query.where(EventWish.account_id == account_id).order_by(EventWish.id))
    return [{"event": slug, "date": original} for slug, original in rows]


def counts(event_ids: Sequence[int]) -> Mapping[tuple[int, datetime.datetime], int]:
    """How many would like to come, by event and date: only for those who hold them."""
    query = select(EventWish.event_id, EventWish.original, func.count()).where(EventWish.event_id.in_(event_ids))
    rows = db.session().execute(query.group_by(EventWish.event_id, EventWish.original))
    return {(event_id, original): number for event_id, original, number in rows}


def remind(_keys: Sequence[str] = ()) -> None:
    """Remind those who would like to come to what takes place within a day, once each."""
    while _remind_next():
        pass


def _remind_next() -> bool:
    same = (Occurrence.event_id == EventWish.event_id) & (Occurrence.original == EventWish.original)
    soon = Occurrence.starts_at.between(db.now(), db.now() + SOON) & Occurrence.cancelled.is_(False)
    query = select(EventWish, Event).join(Event, Event.id == EventWish.event_id).join(Occurrence, same)
    query = query.where(
        soon, Event.cancelled.is_(False), EventWish.reminded.is_(False), EventWish.account_id.is_not(None)
    )
    with db.transaction() as opened:
        rows = opened.execute(query.limit(CHUNK)).all()
        for row, event in rows:
            if not row.reminded and row.account_id:
                notices.tell(opened, row.account_id, "event-soon", path(event, row.original))
            row.reminded = True
    return bool(rows)


def forget_old(_keys: Sequence[str] = ()) -> None:
    """Forget who wanted to come to what is over since yesterday, and that they followed it."""
    with db.transaction() as opened:
        opened.execute(delete(EventWish).where(EventWish.original < db.now() - 2 * SOON))
        coming = select(Occurrence.event_id).where(Occurrence.ends_at >= db.now() - 2 * SOON)
        over = select(func.concat(f"{PREFIX}:", Event.id)).where(Event.state == "published", Event.id.not_in(coming))
        opened.execute(delete(Subscription).where(Subscription.key.in_(over)))
