"""Which concepts a reader's words stand for, in any language, and where their things are found."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.db import session
from portal.search.stems import bare
from portal.taxonomy.folding import words
from portal.taxonomy.models import CategoryLabel, ConceptCategory, ConceptWord

LONGEST_PHRASE = 4


def _phrases(text: str) -> list[str]:
    """Every run of up to four words of *text*; single Arabic words also without their article."""
    found = words(text)
    runs = [
        " ".join(found[start : start + length])
        for length in range(1, LONGEST_PHRASE + 1)
        for start in range(len(found) - length + 1)
    ]
    return list(dict.fromkeys(runs + [bare(word) for word in found]))


def categories_of(text: str) -> Sequence[str]:
    """The categories of every concept that *text* names, and those whose label it is."""
    phrases = _phrases(text)
    if not phrases:
        return []
    meant = select(ConceptWord.concept_code).where(ConceptWord.folded.in_(phrases))
    by_concept = select(ConceptCategory.category_code).where(ConceptCategory.concept_code.in_(meant))
    by_label = select(CategoryLabel.category_code).where(CategoryLabel.label.in_([text.strip()]))
    return session().scalars(by_concept.union(by_label)).all()
