"""The table of concepts that this process keeps in memory, made anew when editors changed a word."""

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import current_app

from portal import db
from portal.search.concepts import CATEGORY, Row, Table, build
from portal.taxonomy import concepts, queries
from portal.taxonomy.folding import phrase

LOOKED_AT_EVERY = 2.0  # seconds
Kept = tuple[Table, Sequence[Any]]


@lru_cache(maxsize=4)
def _read(_version: str) -> Kept:
    """The words of concepts in one state, and the labels of categories as if each were one: read once a process."""
    rows = [Row(*each) for each in concepts.rows()]
    shelves = db.session().execute(queries.ROWS).all()
    labels = [Row(CATEGORY + row.code, row.locale, row.label, phrase(row.label)) for row in shelves]
    below = dict.fromkeys((CATEGORY + row.parent_code, row.code) for row in shelves if row.parent_code)
    return build((*rows, *labels), (*concepts.pairs(), *below)), shelves


def table() -> Table:
    """The table as it is now, or was two seconds ago."""
    return _kept()[0]


def keep_shelves() -> None:
    """Let this request read the shelves from memory, too."""
    queries.keep(_kept()[1])


def _kept() -> Kept:
    kept: tuple[str, float, Kept] | None = current_app.extensions.get("wayhouse.concepts")
    if kept and time.monotonic() - kept[1] < LOOKED_AT_EVERY:
        return kept[2]
    version = concepts.version()
    found = kept[2] if kept and kept[0] == version else _read(version)
    current_app.extensions["wayhouse.concepts"] = (version, time.monotonic(), found)
    return found


def forget() -> None:
    """Look at the words again at the next question."""
    current_app.extensions.pop("wayhouse.concepts", None)
