"""Opportunities on pages of others: a place, an organisation, the desk, the queue, the copy to take along."""

from collections.abc import Sequence
from typing import Any

from portal import db
from portal.accounts import session, standing
from portal.accounts.forms import ConfirmForm
from resources.opportunities import queries
from resources.opportunities.cards import Card, card, cards
from resources.opportunities.models import Opportunity
from resources.opportunities.words import STANDS

HERE = 5
FIRST = (
    "returned", "unchecked", "unverified", "gone", "soon", "pending", "open", "over", "closed", "hidden", "draft",
)  # fmt: skip
"""In which order they stand on the desk: what waits for its provider comes first."""


def desk() -> dict[str, Any]:
    """What the reader posted, what waits for them first."""
    account = session.me()
    query = queries.by_author(account.id).limit(queries.OWN) if account else None
    rows = db.session().scalars(query).unique().all() if query is not None else []
    found = sorted(_own(rows), key=lambda card: FIRST.index(card.stands))
    return {"cards": found, "stands": STANDS, "confirm": ConfirmForm()}


def _own(rows: Sequence[Opportunity]) -> list[Card]:
    """*rows* for whoever posted them, with what keeps others from seeing them."""
    withheld = queries.withheld(rows)
    return [card(row, withheld=withheld.get(row.id, "")) for row in rows]


def review(kind: str, number: int) -> dict[str, Any]:
    """What is said of an opportunity beside its words, and whether who posted it is of the organisation."""
    row = queries.by_id(number) if kind == "opportunity" else None
    if row is None:
        return {"card": None}
    ours = row.author is not None and row.organisation.scope in standing.organisations(row.author)
    return {"card": _own([row])[0], "ours": ours, "stands": STANDS}


def about(kind: str, number: int) -> dict[str, Any]:
    """What is offered at a place, or by an organisation: the first few, and whether there is more."""
    columns = {"place": Opportunity.place_id, "organisation": Opportunity.organisation_id}
    rows = queries.first_of(HERE + 1, columns[kind] == number) if kind in columns else []
    return {"kind": kind, "cards": cards(rows[:HERE]), "more": len(rows) > HERE}


def pack(area: str = "") -> dict[str, Any]:
    """The open opportunities of the district *area* (empty: of the whole city)."""
    return {"cards": cards(queries.near(area))}
