"""What any search engine has to do for us. It proposes entries; the database decides what is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from portal.search.entries import Entry


@dataclass(frozen=True, slots=True)
class Query:
    """What an engine is asked for.

    ``groups`` are the words that are looked for, the most telling first, each as the terms that stand for it with
    what they are worth; of each of ``filters`` one facet has to be met.
    """

    groups: Sequence[Mapping[str, float]]
    filters: Sequence[Sequence[str]] = ()
    limit: int = 200


class Engine(Protocol):
    """An index of entries by key, such as ``"place:12"``."""

    def search(self, query: Query) -> list[Entry]:
        """The likeliest entries, in no order that would count: at most about ``query.limit``."""

    def counts(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many documents each of *terms* stands; those that no document holds are left out."""

    def size(self) -> int:
        """How many documents there are."""

    def words_like(self, starts: Iterable[str], ends: Iterable[str], hearts: Iterable[str]) -> dict[str, int]:
        """Words and stems that begin with one of *starts*, end with one of *ends* or hold one of *hearts*.

        Each with how many documents hold it; stems with their mark.
        """

    def update(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        """Put *entries* in the place of what had their keys, and drop the keys *gone*, in one commit."""

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Replace the whole index at once, readable all the while; return how many it holds."""

    def digests(self) -> dict[str, str]:
        """The digest of every entry, by its key."""

    def tidy(self) -> None:
        """Take what was dropped out of the files, too."""


def current() -> Engine:
    """The engine of the running application."""
    found: Engine = current_app.extensions["wayhouse.search"]
    return found
