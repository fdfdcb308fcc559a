"""Opportunities as a JSON Feed 1.1: for other portals and readers of feeds, without an account."""

import datetime
from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal import atom
from portal.i18n import gettext, shown
from portal.settings import current
from resources.opportunities.cards import Card
from resources.opportunities.filters import Wanted

VERSION = "https://jsonfeed.org/version/1.1"
MIME = "application/feed+json"


def feed(cards: Sequence[Card], wanted: Wanted) -> dict[str, Any]:
    """The feed of *cards*, which are what is *wanted*."""
    return {
        "version": VERSION,
        "title": gettext("Opportunities: %(city)s", city=current().city),
        "home_page_url": url_for("opportunities.index", _external=True, **wanted.args()),
        "feed_url": url_for("opportunities.feed", _external=True, **wanted.args()),
        "language": shown().tag,
        "items": [_item(card) for card in cards],
    }


def _item(card: Card) -> dict[str, Any]:
    row, address = card.row, url_for("opportunities.show", slug=card.row.slug, _external=True)
    return {
        "id": f"tag:{atom.authority()},{row.written_on}:opportunity:{row.id}",
        "url": address,
        "title": card.title.words,
        "language": card.text.locale,
        "content_html": card.text.html,
        "summary": " · ".join(
            filter(None, (str(card.sort.label), card.apply_by, card.pay.words if card.pay else ""))
        ),
        "date_published": _moment(row.written_on or row.changed_on),
        "date_modified": _moment(row.changed_on),
        "authors": [{"name": row.organisation.name, "url": _page_of(card)}],
        "tags": [row.what, row.category_code],
        "_wayhouse": _facts(card),
    }


def _facts(card: Card) -> dict[str, Any]:
    """What programs ask of an opportunity (an extension, as the format allows)."""
    row = card.row
    return {
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "expires_on": row.expires_on.isoformat(),
        "money": row.money,
        "hours_a_week": row.hours_a_week,
        "ages": [row.ages_from, row.ages_to],
        "languages": list(card.languages),
        "check": [each for each in (row.check_url, row.check_phone) if each],
        "verified": row.organisation.verified,
        "outdated": card.outdated,
        "machine": card.machine,
    }


def _page_of(card: Card) -> str:
    return url_for("organisations.show", slug=card.row.organisation.slug, _external=True)


def _moment(day: datetime.date) -> str:
    """*day* as RFC 3339 writes a moment."""
    return f"{day.isoformat()}T00:00:00Z"
