"""The filters that are on, and those that could be, in words and with their addresses."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from portal.i18n import gettext, language_name, reader
from portal.kinds import all_kinds
from portal.languages import Said, chain
from portal.search.filters import FACETS, Wanted
from portal.search.queries import Found
from portal.search.table import table
from portal.taxonomy import queries as taxonomy

MOST = 8  # choices of one facet


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how it is called, how many results it leaves, where that is."""

    said: Said
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the results."""

    label: str
    choices: Sequence[Choice]


def _here(words: str) -> Said:
    return Said(words, reader().tag)


def _areas() -> dict[str, Said]:
    return {slug: said for kind in all_kinds().values() for slug, said in kind.areas().items()}


def _kind_label(name: str) -> str:
    return str(all_kinds()[name].label or name)


def said(name: str, value: str) -> Said | None:
    """What a value of the facet *name* is called; None where it means nothing to a reader."""
    if name == "kind":
        return _here(_kind_label(value))
    if name == "language":
        return _here(language_name(value))
    if name == "category":
        shelf = taxonomy.shelves().get(value)
        return shelf.label if shelf else None
    return _areas().get(value)


def chips(wanted: Wanted) -> list[tuple[Said, str]]:
    """The filters that are on, each with the address of the search without it."""
    values = {name: getattr(wanted, name) for name in FACETS}
    on = [
        (said(name, value), url_for("search.index", **wanted.args(**{name: ""})))
        for name, value in values.items()
        if value
    ]
    if wanted.open_now:
        on.append((_here(gettext("Open now")), url_for("search.index", **wanted.args(open_now=False))))
    return [(words, url) for words, url in on if words]


def facets(wanted: Wanted, found: Found) -> list[Facet]:
    """What the results can be narrowed by: only what leaves some, and not all."""
    labels = {
        "kind": gettext("What it is"), "category": gettext("Kind of help"),
        "language": gettext("Language"), "area": gettext("District"),
    }  # fmt: skip
    made = [Facet(label, _choices(wanted, found, name)) for name, label in labels.items() if name in found.counts]
    if not wanted.open_now and 0 < found.open_now < found.total:
        url = url_for("search.index", **wanted.args(open_now=True))
        made.append(Facet(gettext("Opening hours"), [Choice(_here(gettext("Open now")), found.open_now, url)]))
    return [each for each in made if each.choices]


def _choices(wanted: Wanted, found: Found, name: str) -> list[Choice]:
    made: list[Choice] = []
    for value, number in found.counts[name]:
        words = said(name, value) if number < found.total and value else None
        if words and len(made) < MOST:
            made.append(Choice(words, number, url_for("search.index", **wanted.args(**{name: value}))))
    return made


def concept_labels(codes: Sequence[str]) -> list[Said]:
    """What concepts are called: their first word in the reader's language, or the next best."""
    found = []
    for code in codes:
        words = {
            row.locale: row.word
            for tag in reversed(chain(reader().tag))
            for row in reversed(table().by_locale.get(tag, []))
            if row.code == code
        }
        tag = next((each for each in chain(reader().tag) if each in words), None)
        if tag:
            found.append(Said(words[tag], tag))
    return found
