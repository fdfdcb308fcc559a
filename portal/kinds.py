"""What search, moderation, the map and the rest know of a feature: its `Kind`, and nothing else."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from portal.languages import Said


@dataclass(frozen=True, slots=True)
class Document:
    """One thing as the search index holds it, in one or more languages.

    ``names`` and ``texts`` map a locale to words; ``categories`` are category codes; ``languages`` are spoken there;
    ``area`` is the slug of the district in which it is.
    """

    key: str
    names: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    categories: Sequence[str] = ()
    languages: Sequence[str] = ()
    area: str = ""


def _nowhere(_row: Any) -> str:
    return ""


def _never(_row: Any) -> bool:
    return False


def _none(_id: int) -> Sequence[str]:
    return ()


def _nothing(_session: Session, _row: Any) -> None:
    pass


def _unnamed() -> Mapping[str, Said]:
    return {}


def _delete(session: Session, row: Any) -> None:
    session.delete(row)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a feature shows itself to the shared floors.

    ``public`` is the one definition of what anyone may see, ``readable`` of what the present reader may (where that
    is more), ``searchable`` of what search may find (where that is less); ``documents`` turns rows into documents,
    which is also what reviewers and owners read of them; ``card_template`` draws in a list what ``prepare`` makes of
    a row.
    ``scope`` is where a row belongs (see `portal.permissions`); ``guarded`` says that only vetted people may review
    it, ``exempt`` that flags alone never hide it, ``verified`` that two people say that it is what it says;
    ``changed`` keeps true what is derived from a row, in the transaction that changed whether it is public;
    ``pictures`` are the addresses of a row's pictures; ``form_url`` leads its author to where it is mended;
    ``by_author`` selects all that an account wrote, for its export and its erasure; ``remove`` takes a row away for
    good, ``outlives`` says that it may stay without its author; ``is_open`` tells in a statement which rows are open
    at a moment, ``areas`` names the districts of its rows by their slugs; ``label`` is how pages call many of it,
    ``leads`` says that search may put one of it first as the best answer.
    """

    name: str
    model: Any
    public: Callable[[], Select[Any]]
    url: Callable[[Any], str]
    documents: Callable[[Sequence[Any]], list[Document]]
    prepare: Callable[[Sequence[Any]], list[Any]]
    card_template: str
    readable: Callable[[], Select[Any]] | None = None
    searchable: Callable[[], Select[Any]] | None = None
    guarded: Callable[[Any], bool] = _never
    scope: Callable[[Any], str] = _nowhere
    exempt: Callable[[Any], bool] = _never
    verified: Callable[[Any], bool] = _never
    changed: Callable[[Session, Any], None] = _nothing
    pictures: Callable[[int], Sequence[str]] = _none
    form_url: Callable[[Any], str] | None = None
    by_author: Callable[[int], Select[Any]] | None = None
    remove: Callable[[Session, Any], None] = _delete
    outlives: bool = True
    is_open: Callable[[datetime.datetime], ColumnElement[bool]] | None = None
    areas: Callable[[], Mapping[str, Said]] = _unnamed
    label: Any = ""
    leads: bool = False

    def for_reader(self) -> Select[Any]:
        """What the present reader may see."""
        return (self.readable or self.public)()

    def for_search(self) -> Select[Any]:
        """What search may find."""
        return (self.searchable or self.public)()


def register(app: Flask, kind: Kind) -> None:
    """Make *kind* known to the shared floors of *app*."""
    app.extensions.setdefault("wayhouse.kinds", {})[kind.name] = kind


def all_kinds() -> dict[str, Kind]:
    """Return every registered kind by name."""
    found: dict[str, Kind] = current_app.extensions.get("wayhouse.kinds", {})
    return found


def kind_of(name: str) -> Kind:
    """The kind called *name*.

    Raises:
        KeyError: there is none.
    """
    return all_kinds()[name]


def keep(app: Flask, name: str, about: Callable[[int], list[dict[str, Any]]]) -> None:
    """Let *app* tell people what else is kept of their account, such as their wishes: *about* is given its id."""
    app.extensions.setdefault("wayhouse.kept", {})[name] = about


def kept(account_id: int) -> dict[str, list[dict[str, Any]]]:
    """What features keep of an account besides what it wrote, by its name."""
    return {name: about(account_id) for name, about in current_app.extensions.get("wayhouse.kept", {}).items()}


def split_key(key: str) -> tuple[str, int]:
    """Split ``"place:12"`` into the kind's name and the row's id."""
    name, _, number = key.partition(":")
    return name, int(number)
