"""Finding things: the index proposes entries, each kind's `for_search` decides which are shown."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from sqlalchemy import false, literal, union_all

from portal import db
from portal.i18n import language_name, reader
from portal.kinds import Document, all_kinds, split_key
from portal.search import asking
from portal.search.asking import Asked
from portal.search.engine import current
from portal.search.entries import SURE, TOLD, Entry
from portal.search.filters import FACETS, Wanted
from portal.search.marking import Marks, Passage
from portal.search.ranking import rank
from portal.search.table import table

PROPOSED = 200  # entries that are looked at: counts and pages are of these
PAGE = 10
LEADING = 10  # how far down a guide or place may stand that is put first


@dataclass(frozen=True, slots=True)
class Card:
    """One result: how its kind draws it, and what search says of it."""

    template: str
    card: Any
    entry: Entry
    marks: Marks
    document: Document

    def heading(self, html: str) -> Markup:
        """*html*, as its kind drew it, with hits marked in its headings."""
        return self.marks.heading(html, reader().tag)

    def passage(self) -> Passage | None:
        """The piece of its text that holds most of what was asked."""
        return self.marks.passage(self.document)

    @property
    def elsewhere(self) -> str:
        """The languages that it is in, where none is the reader's."""
        tags = self.entry.languages
        return "" if not tags or reader().tag in tags else ", ".join(language_name(tag) for tag in tags[:3])


@dataclass(slots=True)
class Found:
    """The answer to a question: its page of *cards*, how many there are, what they can be narrowed by.

    *more* says that the engine knew of more than were looked at, *best* that the first card is the best answer.
    """

    asked: Asked
    cards: list[Card] = field(default_factory=list)
    total: int = 0
    counts: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    open_now: int = 0
    instead: str = ""
    corrected: bool = False
    best: bool = False
    more: bool = False


def find(wanted: Wanted) -> Found:
    """Public things that answer, best first."""
    prior = reader().tag
    asked = asking.ask(wanted.q, prior, table(), current())
    found = Found(asked)
    if not asked.units:
        return found
    ranked = rank(asked, current().search(asked.query(wanted.facets(), PROPOSED)), prior)[:PROPOSED]
    found.more = len(ranked) >= PROPOSED
    shown = _confirmed([entry.key for entry in ranked])
    kept = [entry for entry in ranked if entry.key in shown and (shown[entry.key] or not wanted.open_now)]
    if wanted.page == 1:
        kept, found.best = _best_first(kept, asked)
    found.total = len(kept)
    found.counts = {name: values for name, values in _counted(kept).items() if not getattr(wanted, name)}
    found.open_now = sum(1 for entry in kept if shown[entry.key])
    found.cards = _cards(kept[PAGE * (wanted.page - 1) : PAGE * wanted.page], asked)
    found.corrected = bool(asked.instead) and not any(unit.known for unit in asked.units)
    found.instead = _shown_instead(asked, found.cards)
    return found


def _confirmed(keys: Sequence[str]) -> dict[str, bool]:
    """Those of *keys* that search may show now, each with whether it is open: one statement for all kinds."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        name, number = split_key(key)
        wanted[name].append(number)
    parts = []
    for name, ids in wanted.items():
        if (kind := all_kinds().get(name)) is None:
            continue
        is_open = kind.is_open(db.now()) if kind.is_open else false()
        rows = kind.for_search().where(kind.model.id.in_(ids)).order_by(None)
        parts.append(rows.with_only_columns(literal(name), kind.model.id, is_open, maintain_column_froms=True))
    if not parts:
        return {}
    return {f"{name}:{number}": bool(is_open) for name, number, is_open in db.session().execute(union_all(*parts))}


def _best_first(entries: list[Entry], asked: Asked) -> tuple[list[Entry], bool]:
    """*entries* with the best answer first: a guide or place near the top that names what is meant or tells of it."""
    leading = [entry for entry in entries[:LEADING] if all_kinds()[entry.kind].leads]
    meant = asked.foremost
    for least in (SURE, TOLD):
        for entry in leading:
            if any(entry.concepts.get(code, 0.0) >= least for code in meant):
                return [entry, *(each for each in entries if each is not entry)], True
    return entries, False


def _counted(entries: Sequence[Entry]) -> dict[str, list[tuple[str, int]]]:
    """How many of *entries* each value of each facet leaves, the most first."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for facet, number in Counter(facet for entry in entries for facet in entry.facets).items():
        name, _, value = facet.partition(":")
        counted[name][value] = number
    return {name: values.most_common() for name, values in counted.items()}


def _cards(entries: Sequence[Entry], asked: Asked) -> list[Card]:
    """The cards of *entries*, drawn from the rows as they are now."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        name, number = split_key(entry.key)
        wanted[name].append(number)
    drawn: dict[str, tuple[str, Any, Document]] = {}
    for name, ids in wanted.items():
        kind = all_kinds()[name]
        rows = db.session().scalars(kind.for_search().where(kind.model.id.in_(ids))).unique().all()
        for row, card, document in zip(rows, kind.prepare(rows), kind.documents(rows), strict=True):
            drawn[f"{name}:{row.id}"] = (kind.card_template, card, document)
    marks = Marks(asked)
    return [
        Card(drawn[entry.key][0], drawn[entry.key][1], entry, marks, drawn[entry.key][2])
        for entry in entries
        if entry.key in drawn
    ]


def _shown_instead(asked: Asked, cards: Sequence[Card]) -> str:
    """How the question may have been meant, where each better word is a concept's or stands in what is shown."""
    if not asked.instead:
        return ""
    before = {unit.form.exact for unit in asked.units}
    better = [word for word in asked.instead.split() if word not in before]
    said = {word for card in cards for word in card.marks.words_of(card.document)}
    return asked.instead if all(word in said or word in table().singles for word in better) else ""
