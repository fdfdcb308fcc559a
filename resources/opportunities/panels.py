"""Opportunities on pages of others: on the desk of whoever posted them, and in the copy that people take along."""

from typing import Any

from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from resources.opportunities import queries
from resources.opportunities.cards import cards
from resources.opportunities.words import STANDS

FIRST = ("returned", "soon", "pending", "open", "over", "closed", "hidden", "draft")
"""In which order they stand on the desk: what waits for its provider comes first."""


def desk() -> dict[str, Any]:
    """What the reader posted, what waits for them first."""
    account = session.me()
    query = queries.by_author(account.id).limit(queries.OWN) if account else None
    rows = db.session().scalars(query).unique().all() if query is not None else []
    found = sorted(cards(rows), key=lambda card: FIRST.index(card.stands))
    return {"cards": found, "stands": STANDS, "confirm": ConfirmForm()}


def pack(area: str = "") -> dict[str, Any]:
    """The open opportunities of the district *area* (empty: of the whole city)."""
    return {"cards": cards(queries.near(area))}
