"""Fill the taxonomy's tables from the shipped files; what editors changed since is never overwritten."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.taxonomy.folding import words
from portal.taxonomy.models import Category, CategoryLabel, Concept, ConceptCategory, ConceptWord

DATA = Path(__file__).parent / "data"


def _read(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _category(entry: dict[str, Any], position: int) -> Category:
    labels = [CategoryLabel(locale=locale, label=label) for locale, label in entry["label"].items()]
    return Category(
        code=entry["code"],
        parent_code=entry.get("tile"),
        position=position,
        icon=entry["icon"],
        labels=labels,
    )


def _concept(entry: dict[str, Any]) -> Concept:
    pairs = {(locale, word) for locale, said in entry["labels"].items() for word in said}
    return Concept(
        code=entry["code"],
        categories=[ConceptCategory(category_code=code) for code in entry["categories"]],
        words=[ConceptWord(locale=locale, word=word, folded=" ".join(words(word))) for locale, word in sorted(pairs)],
    )


def load(session: Session) -> int:
    """Add the categories and concepts that the tables lack; return how many."""
    shipped, concepts = _read("categories.toml"), _read("concepts.toml")
    known = set(session.scalars(select(Category.code)))
    entries = [*shipped["tile"], *shipped["category"]]
    fresh: list[Category | Concept] = [
        _category(entry, position) for position, entry in enumerate(entries) if entry["code"] not in known
    ]
    session.add_all(fresh)
    session.flush()
    known_concepts = set(session.scalars(select(Concept.code)))
    added = [_concept(entry) for entry in concepts["concept"] if entry["code"] not in known_concepts]
    session.add_all(added)
    return len(fresh) + len(added)
