"""Who follows an event, and telling them that it was changed, moved or cancelled."""

import datetime
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session, selectinload

from portal import db
from portal.notices import following
from portal.notices.following import Followed
from resources.events import queries
from resources.events.cards import card, spelled
from resources.events.models import Event

PREFIX = "event"
CHANGED, MOVED, CANCELLED = "event", "event-moved", "event-cancelled"
"""What followers are told, see `portal.notices.words`."""


def key(event: Event) -> str:
    """How subscriptions name *event*."""
    return f"{PREFIX}:{event.id}"


def resolve(names: Sequence[str]) -> Mapping[str, Followed]:
    """The events with the ids *names* that the present reader may see."""
    rows = db.session().scalars(
        queries.public().where(Event.id.in_(following.numbers(names))).options(selectinload(Event.texts))
    )
    return {str(row.id): Followed(card(row).title, card(row).url) for row in rows}


def path(event: Event, original: datetime.datetime | None = None) -> str:
    """The address, after the locale, of *event* or of its date that would begin at *original*."""
    at = f"?at={spelled(original)}" if original and event.rule else ""
    return f"/events/{event.slug}{at}"


def tell_changed(
    opened: Session, event: Event, by: int | None, what: str = CHANGED, original: datetime.datetime | None = None
) -> None:
    """Promise that everyone who follows *event* is told *what* became of it, or of its date at *original*."""
    following.news(opened, [key(event)], what, path(event, original), by=by)
