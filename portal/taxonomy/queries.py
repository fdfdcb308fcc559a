"""Reading the taxonomy: one statement for all of it, since it is small and every page shows some."""

from dataclasses import dataclass, field

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.db import session
from portal.i18n import Said, best, shown
from portal.taxonomy.models import Category


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
    found: dict[str, Shelf] = {}
    for row in session().scalars(select(Category).options(selectinload(Category.labels)).order_by(Category.position)):
        label = best({each.locale: each.label for each in row.labels}, tag) or Said(row.code, "en")
        found[row.code] = Shelf(row.code, row.parent_code or row.code, row.icon, label)
        if row.parent_code:
            found[row.parent_code].below.append(found[row.code])
    return found


def tiles() -> list[Shelf]:
    """The tiles of the home page, in order."""
    return [each for each in shelves().values() if each.tile == each.code]


def codes_of(code: str) -> list[str]:
    """The categories that *code* stands for: itself, or all of a tile's; empty where it is unknown."""
    shelf = shelves().get(code)
    return [] if shelf is None else [shelf.code, *(each.code for each in shelf.below)]
