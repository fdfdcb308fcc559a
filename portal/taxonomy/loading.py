"""Fill the taxonomy's tables from the shipped files; what editors changed since is never overwritten."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.taxonomy import concepts
from portal.taxonomy.folding import phrase
from portal.taxonomy.models import Category, CategoryLabel, Concept, ConceptCategory, ConceptWord

DATA = Path(__file__).parent / "data"


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The entries of one shipped file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def shipped_concepts() -> list[dict[str, Any]]:
    """Every concept of the shipped files; one that stands in two of them comes from the first."""
    files = [*sorted((DATA / "concepts").glob("*.toml")), *DATA.glob("concepts.toml")]
    entries = [entry for path in files for entry in read(path).get("concept", [])]
    return list({entry["code"]: entry for entry in reversed(entries)}.values())


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
    return Concept(
        code=entry["code"], categories=[ConceptCategory(category_code=code) for code in entry["categories"]]
    )


def _words(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a concept's words: plain ones, since they are many thousands."""
    return [
        {
            "concept_code": entry["code"], "locale": locale, "word": word, "folded": phrase(word),
            "position": position,
        }
        for locale, said in entry["labels"].items()
        for position, word in enumerate(dict.fromkeys(said))
    ]  # fmt: skip


def load(session: Session) -> int:
    """Add the categories and concepts that the tables lack; return how many."""
    shipped = read(DATA / "categories.toml")
    known = set(session.scalars(select(Category.code)))
    entries = [*shipped["tile"], *shipped["category"]]
    fresh = [_category(entry, position) for position, entry in enumerate(entries) if entry["code"] not in known]
    session.add_all(fresh)
    session.flush()
    known_concepts = set(session.scalars(select(Concept.code)))
    added = [entry for entry in shipped_concepts() if entry["code"] not in known_concepts]
    if added:
        session.add_all(map(_concept, added))
        session.flush()
        session.execute(insert(ConceptWord), [row for entry in added for row in _words(entry)])
        concepts.changed(session)
    return len(fresh) + len(added)
