"""Reading the words of checks and lessons: for readers in the best language there is, for editors all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from portal import db
from portal.i18n import shown
from portal.languages import LANGUAGES, SOURCE, Said, best, chain
from resources.wordings.loading import CHECKED, MACHINE, digest
from resources.wordings.models import Wording


class Texts(dict[str, Said]):
    """The words of a part, by key. *outdated* says that the English of some of them says something newer."""

    outdated = False


def texts(*parts: str) -> dict[str, Texts]:
    """The words of *parts* for the reader, by part and key, each with its language: one statement."""
    tags = chain(shown().tag)
    query = select(Wording).where(Wording.part.in_(parts), Wording.locale.in_({*tags, SOURCE}))
    held: dict[str, dict[str, dict[str, Wording]]] = {part: defaultdict(dict) for part in parts}
    for row in db.session().scalars(query):
        held[row.part][row.key][row.locale] = row
    return {part: _chosen(keys) for part, keys in held.items()}


def _chosen(keys: Mapping[str, Mapping[str, Wording]]) -> Texts:
    texts = Texts()
    for key, rows in keys.items():
        if said := best({tag: row.text for tag, row in rows.items()}, shown().tag):
            texts[key] = said
            texts.outdated |= _is_outdated(rows[said.tag], rows.get(SOURCE))
    return texts


def _is_outdated(row: Wording, english: Wording | None) -> bool:
    return english is not None and row.locale != SOURCE and row.made_from != digest(english.text)


@dataclass(frozen=True, slots=True)
class Row:
    """One piece beside its English, for those who edit; *said* is None where it is missing."""

    key: str
    english: Wording
    said: Wording | None

    @property
    def draft(self) -> bool:
        """Whether a machine wrote it and no person has checked it."""
        return self.said is not None and self.said.origin == MACHINE and self.said.review != CHECKED

    @property
    def outdated(self) -> bool:
        """Whether the English changed since."""
        return self.said is not None and _is_outdated(self.said, self.english)


def rows(part: str, locale: str) -> list[Row]:
    """Every piece of *part* in *locale*, in the order of the English."""
    query = select(Wording).where(Wording.part == part, Wording.locale.in_({SOURCE, locale}))
    found = {(row.key, row.locale): row for row in db.session().scalars(query.order_by(Wording.position))}
    return [Row(key, row, found.get((key, locale))) for (key, tag), row in found.items() if tag == SOURCE]


def row(part: str, locale: str, key: str) -> Row | None:
    """One piece, where there is one."""
    return next((each for each in rows(part, locale) if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Count:
    """How many pieces of a part there are in a language, and how many of them a person has checked."""

    tag: str
    there: int
    checked: int


def board() -> dict[str, Sequence[Count]]:
    """How far each part is in each language."""
    checked = func.sum(case((Wording.review == CHECKED, 1), else_=0))
    query = select(Wording.part, Wording.locale, func.count(), checked).group_by(Wording.part, Wording.locale)
    have = {(part, tag): Count(tag, there, done) for part, tag, there, done in db.session().execute(query)}
    names = sorted({part for part, _tag in have})
    return {part: [have.get((part, tag)) or Count(tag, 0, 0) for tag in LANGUAGES] for part in names}
