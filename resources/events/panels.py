"""The parts of other pages that events fill: home, a place, the copy to take along, the desk."""

import datetime
from typing import Any

from sqlalchemy import select

from map import local
from map.areas.models import Area
from portal import db
from portal.accounts import session
from portal.moderation import drafts
from portal.permissions import Permission
from resources.events import briefs, queries, wishes, words
from resources.events.cards import by_day, card, prepare
from resources.events.filters import Wanted
from resources.events.models import Event

TODAY, HERE, TAKEN, ON_DESK, AGAIN = 4, 8, 60, 40, 5
MONTH, WEEK = datetime.timedelta(days=30), datetime.timedelta(days=7)


def nothing() -> dict[str, Any]:
    """Nothing but what every template knows."""
    return {}


def home() -> dict[str, Any]:
    """What takes place today or, where nothing does, within a week."""
    found = briefs.coming(WEEK, TODAY)
    today = [each for each in found if each.day == local.today()]
    return {"briefs": today or found, "today": bool(today)}


def about(kind: str, number: int) -> dict[str, Any]:
    """What takes place at a place within a month."""
    return {"briefs": briefs.coming(MONTH, HERE, Event.place_id == number) if kind == "place" else []}


def review(kind: str, number: int) -> dict[str, Any]:
    """When and where an event is and whom staff call, for who reviews it."""
    event = queries.by_id(number) if kind == "event" else None
    recurrence = words.recurrence(event.rule, event.starts) if event else ""
    return {"card": card(event) if event else None, "recurrence": recurrence}


def pack(area: str = "") -> dict[str, Any]:
    """What takes place within thirty days in the district *area*, online, or where no district is said."""
    here = Event.area_id.in_(select(Area.id).where(Area.slug == area)) | Event.area_id.is_(None)
    day = local.today()
    rows = queries.first_of(Wanted(), day, day + MONTH, TAKEN, *([here] if area else []))
    return {"days": by_day(rows), "full": len(rows) == TAKEN}


def desk() -> dict[str, Any]:
    """What the reader holds: what waits, what is to come with how many want to come, and what they held before."""
    account = session.someone()
    if not session.may(Permission.HOST):
        return {"hosting": False}
    waiting, coming, past = (
        prepare(db.session().scalars(query).unique().all())
        for query in (
            queries.of_host(account).where(Event.state != "published").limit(ON_DESK),
            queries.coming_of_host(account, ON_DESK),
            queries.past_of_host(account, AGAIN),
        )
    )
    counts = wishes.counts([each.event.id for each in coming])
    return {
        "hosting": True,
        "waiting": waiting,
        "coming": [(each, counts.get((each.event.id, each.original), 0)) for each in coming],
        "more": len(coming) == ON_DESK,
        "past": past,
        "draft": drafts.find(account, "event:new"),
    }
