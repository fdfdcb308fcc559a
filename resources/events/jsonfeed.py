"""Events as a JSON Feed 1.1 (https://jsonfeed.org/version/1.1), with times as `_wayhouse`; see docs/feeds.md."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from map import local
from portal import jsonfeed
from portal.addresses import address
from portal.i18n import gettext
from portal.settings import current
from resources.events.cards import Card
from resources.events.filters import Wanted


def feed(cards: Sequence[Card], wanted: Wanted, next_page: Mapping[str, Any]) -> dict[str, Any]:
    """The feed of *cards*, which are dates of what is *wanted*; *next_page* is how addresses name the next ones."""
    page = address("events.index")
    title = gettext("Events: %(city)s", city=current().city)
    here, itself = (address(each, **wanted.args()) for each in ("events.index", "event_feeds.feed"))
    following = address("event_feeds.feed", **wanted.args(), **next_page) if next_page else ""
    return jsonfeed.feed(title, here, itself, (_item(card, page) for card in cards), following)


def _item(card: Card, page: str) -> dict[str, Any]:
    event, host = card.event, card.event.organisation
    made = {
        "id": f"{event.uid};{card.original.isoformat()}",
        "url": page + card.url.partition("/events")[2],
        "title": card.title.words,
        "language": card.title.tag,
        "date_published": jsonfeed.moment(event.written_on or event.changed_on),
        "date_modified": jsonfeed.moment(event.changed_on),
        "tags": [card.shelf.label.words],
        "_wayhouse": _facts(card),
    }
    made |= {"content_html": card.text.html} if card.text.html else {"content_text": card.text.text}
    return made | ({"authors": [{"name": host.name}]} if host and host.state == "published" else {})


def _facts(card: Card) -> dict[str, Any]:
    """What programs ask of a date."""
    event = card.event
    return {
        "starts": _there(card, card.starts),
        "ends": _there(card, card.ends),
        "zone": local.clocks(event.zone),
        "all_day": event.all_day,
        "cancelled": card.cancelled,
        "moved": card.moved,
        "note": card.note,
        "category": event.category_code,
        "place": event.place.slug if event.place else None,
        "where": card.where.words if card.where else None,
        "online": event.online or None,
        "ages": [event.ages_from, event.ages_to],
        "cost": event.cost,
        "price": event.price,
        "languages": list(card.languages),
        "step_free": event.step_free,
        "bring": card.text.bring,
    }


def _there(card: Card, moment: datetime.datetime) -> str:
    """*moment* with the offset that clocks have there; a day where it lasts all day, the last one not included."""
    if card.event.all_day:
        return moment.date().isoformat()
    return moment.replace(tzinfo=ZoneInfo(local.clocks(card.event.zone))).isoformat()
