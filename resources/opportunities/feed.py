"""Opportunities as a JSON Feed 1.1: for other portals and readers of feeds, without an account."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal import atom, jsonfeed
from portal.i18n import gettext
from portal.settings import current
from resources.opportunities.cards import Card
from resources.opportunities.filters import Wanted


def feed(cards: Sequence[Card], wanted: Wanted, *, more: bool) -> dict[str, Any]:
    """The feed of *cards*, which are a page of what is *wanted*; *more* says that another page follows."""
    title = gettext("Opportunities: %(city)s", city=current().city)
    here = url_for("opportunities.index", _external=True, **wanted.args())
    following = _address(wanted, wanted.page + 1) if more else ""
    return jsonfeed.feed(title, here, _address(wanted, wanted.page), map(_item, cards), following)


def _address(wanted: Wanted, page: int) -> str:
    return url_for("opportunities.feed", _external=True, **wanted.args(page=page))


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
        "date_published": jsonfeed.moment(row.written_on or row.changed_on),
        "date_modified": jsonfeed.moment(row.changed_on),
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
        "requirements": card.requirements.words if card.requirements else "",
        "languages": list(card.languages),
        "place": row.place.slug if row.place else None,
        "check": [each for each in (row.check_url, row.check_phone) if each],
        "no_fee": row.no_fee,
        "no_passport": row.no_passport,
        "verified": row.organisation.verified,
        "outdated": card.outdated,
        "machine": card.machine,
    }


def _page_of(card: Card) -> str:
    return url_for("organisations.show", slug=card.row.organisation.slug, _external=True)
