"""Reading the taxonomy: one statement for all of it, since it is small and every page shows some."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g
from sqlalchemy import select

from portal.db import session
from portal.i18n import shown
from portal.languages import Said, best, chain
from portal.taxonomy.models import Category, CategoryLabel

ROWS = (
    select(Category.code, Category.parent_code, Category.icon, CategoryLabel.locale, CategoryLabel.label)
    .join(CategoryLabel, CategoryLabel.category_code == Category.code)
    .order_by(Category.position)
)


@dataclass(slots=True)
class Shelf:
    """A category as pages show it, with those below it where it is a tile."""

    code: str
    tile: str
    icon: str
    label: Said
    below: list["Shelf"] = field(default_factory=list)


def shelves() -> dict[str, Shelf]:
    """Every category by its code, labelled for the reader, in the order of the shelves; tiles hold theirs."""
    if "shelves" not in g:
        g.shelves = _read_shelves(shown().tag)
    found: dict[str, Shelf] = g.shelves
    return found


def _read_shelves(tag: str) -> dict[str, Shelf]:
    return shelved(session().execute(ROWS.where(CategoryLabel.locale.in_(chain(tag)))).all(), tag)


def keep(rows: Sequence[Any]) -> None:
    """Let this request read the shelves from *rows*, which were read before."""
    if "shelves" not in g:
        g.shelves = shelved(rows, shown().tag)


def shelved(rows: Sequence[Any], tag: str) -> dict[str, Shelf]:
    """Shelves of *rows* of `ROWS`, labelled for readers of *tag*."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        labels[row.code][row.locale] = row.label
    found: dict[str, Shelf] = {}
    for row in rows:
        if row.code in found:
            continue
        label = best(labels[row.code], tag) or Said(row.code, "en")
        found[row.code] = shelf = Shelf(row.code, row.parent_code or row.code, row.icon, label)
        if row.parent_code:
            found[row.parent_code].below.append(shelf)
    return found


def tiles() -> list[Shelf]:
    """The tiles of the home page, in order."""
    return [each for each in shelves().values() if each.tile == each.code]


def codes_of(code: str) -> list[str]:
    """The categories that *code* stands for: itself, or all of a tile's; empty where it is unknown."""
    shelf = shelves().get(code)
    return [] if shelf is None else [shelf.code, *(each.code for each in shelf.below)]
