"""What search, moderation, the map and the rest know of a feature: its `Kind`, and nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Document:
    """One thing as the search index holds it, in one or more languages.

    ``names`` and ``texts`` map a locale to words; ``categories`` are category codes.
    """

    key: str
    names: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How a feature shows itself to the shared floors.

    ``public`` is the one definition of what anyone may see; ``documents`` turns rows of it into documents;
    ``card_template`` draws in a list what ``prepare`` makes of a row.
    """

    name: str
    model: Any
    public: Callable[[], Select[Any]]
    url: Callable[[Any], str]
    documents: Callable[[Sequence[Any]], list[Document]]
    prepare: Callable[[Sequence[Any]], list[Any]]
    card_template: str


def register(app: Flask, kind: Kind) -> None:
    """Make *kind* known to the shared floors of *app*."""
    app.extensions.setdefault("wayhouse.kinds", {})[kind.name] = kind


def all_kinds() -> dict[str, Kind]:
    """Return every registered kind by name."""
    found: dict[str, Kind] = current_app.extensions.get("wayhouse.kinds", {})
    return found


def split_key(key: str) -> tuple[str, int]:
    """Split ``"place:12"`` into the kind's name and the row's id."""
    name, _, number = key.partition(":")
    return name, int(number)
