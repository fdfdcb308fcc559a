"""Finding things: the index proposes keys, each kind's `public` decides which are shown."""

from collections import defaultdict
from typing import Any

from portal import db
from portal.i18n import reader
from portal.kinds import all_kinds, split_key
from portal.search.concepts import categories_of
from portal.search.engine import Query, current
from portal.search.stems import terms

AT_MOST = 60
LONGEST = 200


def find(text: str) -> list[tuple[str, Any]]:
    """Public things that match *text*, best first, as (card template, prepared card)."""
    asked = text[:LONGEST]
    words = list(dict.fromkeys(terms(asked, reader().tag)))[:24]
    keys = current().search(Query(words, categories_of(asked), AT_MOST))
    cards = _cards(keys)
    return [cards[key] for key in keys if key in cards]


def _cards(keys: list[str]) -> dict[str, tuple[str, Any]]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        name, number = split_key(key)
        wanted[name].append(number)
    cards: dict[str, tuple[str, Any]] = {}
    for name, ids in wanted.items():
        kind = all_kinds()[name]
        rows = db.session().scalars(kind.for_search().where(kind.model.id.in_(ids))).unique().all()
        prepared = zip(rows, kind.prepare(rows), strict=True)
        cards |= {f"{name}:{row.id}": (kind.card_template, card) for row, card in prepared}
    return cards
