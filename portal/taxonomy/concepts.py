"""Reading and changing the words of concepts. Who keeps them in memory asks for their version."""

import secrets
from collections.abc import Iterable, Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal import db
from portal.db import Mark
from portal.taxonomy.folding import phrase
from portal.taxonomy.models import Concept, ConceptCategory, ConceptWord

MARK = "concepts"
DRAFT, REVIEWED = "draft", "reviewed"
HUMAN = "human"


def version() -> str:
    """The name of the state of the words that this database holds; empty where there is none."""
    return db.mark(MARK) or ""


def changed(session: Session) -> None:
    """Note that words were changed: no other state, of this database or of another, has the same name."""
    session.merge(Mark(name=MARK, value=secrets.token_hex(8)))


def rows() -> list[tuple[str, str, str, str]]:
    """Every word as (code, locale, word, the word folded)."""
    query = select(ConceptWord.concept_code, ConceptWord.locale, ConceptWord.word, ConceptWord.folded)
    ordered = query.order_by(ConceptWord.concept_code, ConceptWord.locale, ConceptWord.position, ConceptWord.word)
    return [(row[0], row[1], row[2], row[3]) for row in db.session().execute(ordered)]


def pairs() -> list[tuple[str, str]]:
    """Every pair of a concept's code and the code of a category in which its things are found."""
    query = select(ConceptCategory.concept_code, ConceptCategory.category_code)
    found = db.session().execute(query.order_by(ConceptCategory.concept_code, ConceptCategory.category_code))
    return [(row[0], row[1]) for row in found]


def codes() -> Sequence[str]:
    """The code of every concept."""
    return db.session().scalars(select(Concept.code).order_by(Concept.code)).all()


def words_of(code: str) -> Sequence[ConceptWord]:
    """The words of one concept, by language."""
    query = select(ConceptWord).where(ConceptWord.concept_code == code)
    return db.session().scalars(query.order_by(ConceptWord.locale, ConceptWord.position, ConceptWord.word)).all()


def drafts(locale: str) -> Sequence[ConceptWord]:
    """The words of one language that nobody has reviewed."""
    query = select(ConceptWord).where(ConceptWord.locale == locale, ConceptWord.review == DRAFT)
    ordered = query.order_by(ConceptWord.concept_code, ConceptWord.position, ConceptWord.word)
    return db.session().scalars(ordered).all()


def unreviewed() -> dict[str, tuple[int, int]]:
    """For each language, how many words nobody has reviewed, and how many there are."""
    drafts = func.sum(case((ConceptWord.review == DRAFT, 1), else_=0))
    query = select(ConceptWord.locale, drafts, func.count()).group_by(ConceptWord.locale).order_by(ConceptWord.locale)
    return {row[0]: (int(row[1]), int(row[2])) for row in db.session().execute(query)}


def set_words(session: Session, code: str, locale: str, wanted: Iterable[str], *, reviewed: bool) -> None:
    """Let *wanted* be the words of a concept in one language; *reviewed* says that a person checked them."""
    query = select(ConceptWord).where(ConceptWord.concept_code == code, ConceptWord.locale == locale)
    have = {row.word: row for row in session.scalars(query)}
    asked = dict.fromkeys(each for each in wanted if phrase(each))
    for row in (row for word, row in have.items() if word not in asked):
        session.delete(row)
    for position, word in enumerate(asked):
        row = have.get(word) or ConceptWord(concept_code=code, locale=locale, word=word, origin=HUMAN, review=DRAFT)
        row.folded, row.review = phrase(word)[:80], REVIEWED if reviewed else row.review
        row.position = position
        session.add(row)
    changed(session)
