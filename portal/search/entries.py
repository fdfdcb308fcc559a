"""A document as every engine keeps it: its words analysed, the concepts it names, what it is filtered by."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.kinds import Document
from portal.search.analysis.forms import Form, forms, telling
from portal.search.analysis.guessing import UNKNOWN, language_for
from portal.search.analysis.scripts import script
from portal.search.concepts import CATEGORY, Table, find

LONGEST_TEXT = 20_000  # characters of one text that are read
STEM, KEY, CONCEPT, NAME = "=", "~", "#", "!"  # what the first letter of a term says; a plain word has none
SURE = 0.75  # how surely a concept has to be named to be found as what stands in a name
NAMED, TOLD = 1.0, 0.55  # how much a concept weighs in a name, in a text
AGAIN, SUREST = 0.05, 0.15  # and how much more where it is named again
VERSION = "1"  # of the analysis: raise it when entries have to be made anew


@dataclass(frozen=True, slots=True)
class Entry:
    """What an engine keeps of a document. *names* and *texts* hold terms between spaces, for finding them quickly."""

    key: str
    names: tuple[str, ...]
    texts: str
    concepts: dict[str, float]
    categories: tuple[str, ...]
    languages: tuple[str, ...]
    spoken: tuple[str, ...]
    area: str
    digest: str

    @property
    def kept(self) -> tuple[Any, ...]:
        """What an engine writes down of it, for `entry_of_kept`."""
        return (self.key, self.names, self.texts, self.concepts, self.categories, self.languages, self.spoken,
                self.area, self.digest)  # fmt: skip

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.key.partition(":")[0]

    @property
    def facets(self) -> list[str]:
        """What it can be filtered by, each as ``name:value``."""
        tags = dict.fromkeys((*self.languages, *self.spoken))
        values = [("kind", self.kind), *(("category", each) for each in self.categories)]
        values += [("language", each) for each in tags] + ([("area", self.area)] if self.area else [])
        return [f"{name}:{value}" for name, value in values]

    @property
    def terms(self) -> set[str]:
        """Every term that leads to it: words, stems, consonants, concepts, what stands in names, and facets."""
        named = {term for name in self.names for term in name.split()}
        sure = {f"{NAME}{CONCEPT}{code}" for code, weight in self.concepts.items() if weight >= SURE}
        marked = {NAME + term for term in named} | sure | {f"{CONCEPT}{code}" for code in self.concepts}
        return named | set(self.texts.split()) | marked | set(self.facets)


def entry_of_kept(row: Sequence[Any]) -> Entry:
    """The entry that an engine wrote down."""
    key, names, texts, concepts, categories, languages, spoken, area, digest_ = row
    return Entry(
        key, tuple(names), texts, concepts, tuple(categories), tuple(languages), tuple(spoken), area, digest_
    )


def is_word(term: str) -> bool:
    """Whether *term* is a word, a stem or consonants: what counts are kept of."""
    return term[0] not in NAME + CONCEPT and ":" not in term


def terms_of(form: Form, *, in_name: bool) -> Iterable[str]:
    """The terms under which a word is found. Latin words sound like themselves, so only names are kept by sound."""
    yield form.exact
    for stem in form.stems:
        yield STEM + stem
    if form.key and (in_name or script(form.exact) != "latin"):
        yield KEY + form.key


def digest(document: Document) -> str:
    """What *document* says, as a short hash: to see whether an entry is stale."""
    said = repr(
        (
            VERSION,
            document.names,
            document.texts,
            sorted(document.categories),
            sorted(document.languages),
            document.area,
        )
    )
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()


def entry_of(document: Document, table: Table) -> Entry:
    """Analyse *document*."""
    tags = _Tags(table)
    names = tuple(_name(name, tag, tags) for tag, name in document.names.items() if name)
    texts = [_text(text, tag, tags) for tag, text in document.texts.items() if text]
    said = [language_for(text, tag) for tag, text in (*document.names.items(), *document.texts.items()) if text]
    return Entry(
        key=document.key,
        names=names,
        texts=_spaced(dict.fromkeys(term for text in texts for term in text)),
        concepts=tags.weights() | {f"{CATEGORY}{code}": NAMED for code in document.categories},
        categories=tuple(document.categories),
        languages=tuple(dict.fromkeys(tag for tag in said if tag not in UNKNOWN)),
        spoken=tuple(document.languages),
        area=document.area,
        digest=digest(document),
    )


def _spaced(terms: Iterable[str]) -> str:
    return f" {' '.join(terms)} "


@dataclass(slots=True)
class _Tags:
    """The concepts that a document names: how surely at the best, and how often."""

    table: Table
    best: dict[str, float] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)

    def add(self, found: list[Form], tag: str, weight: float) -> None:
        """Note what the words of a name or text name."""
        for match in find(self.table, found, [tag] if tag else []):
            self.best[match.code] = max(self.best.get(match.code, 0.0), weight * match.strength)
            self.times[match.code] += 1

    def weights(self) -> dict[str, float]:
        """Each concept with its weight: to be named again makes it a little surer."""
        return {
            code: round(best + min(SUREST, AGAIN * (self.times[code] - 1)), 2) for code, best in self.best.items()
        }


def _name(name: str, tag: str, tags: _Tags) -> str:
    """The terms of a name; small words stay, since a name may hold nothing else."""
    language = language_for(name, tag)
    found = forms(name, language)
    tags.add(found, language, NAMED)
    return _spaced(term for form in found for term in terms_of(form, in_name=True))


def _text(text: str, tag: str, tags: _Tags) -> list[str]:
    language = language_for(text[:LONGEST_TEXT], tag)
    found = forms(text[:LONGEST_TEXT], language)
    tags.add(found, language, TOLD)
    return [term for form in telling(found, [language]) for term in terms_of(form, in_name=False)]
