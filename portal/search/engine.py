"""What any search engine has to do for us. It proposes keys; the database decides what is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from portal.kinds import Document


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: folded *words*, and the *categories* that concepts among them stand for."""

    words: Sequence[str]
    categories: Sequence[str] = ()
    limit: int = 100


class Engine(Protocol):
    """An index of documents by key, such as ``"place:12"``."""

    def search(self, query: Query) -> list[str]:
        """The keys that match, best first."""

    def update(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Put *documents* in the place of what had their keys, and drop the keys *gone*, in one commit."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace the whole index at once, readable all the while; return how many it holds."""


def current() -> Engine:
    """The engine of the running application."""
    found: Engine = current_app.extensions["wayhouse.search"]
    return found
