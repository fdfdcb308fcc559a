"""Who follows an event, and telling them that it was changed, moved or cancelled."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session, selectinload

from portal import db
from portal.notices import following
from portal.notices.following import Followed
from resources.events import queries
from resources.events.cards import card
from resources.events.models import Event

PREFIX = "event"


def key(event: Event) -> str:
    """How subscriptions name *event*."""
    return f"{PREFIX}:{event.id}"


def resolve(names: Sequence[str]) -> Mapping[str, Followed]:
    """The events with the ids *names* that the present reader may see."""
    rows = db.session().scalars(
        queries.public().where(Event.id.in_(following.numbers(names))).options(selectinload(Event.texts))
    )
    return {str(row.id): Followed(card(row).title, card(row).url) for row in rows}


def tell_changed(opened: Session, event: Event, by: int | None) -> None:
    """Promise that everyone who follows *event* is told that it was changed, moved or cancelled."""
    following.news(opened, [key(event)], "event", f"/events/{event.slug}", by=by)
