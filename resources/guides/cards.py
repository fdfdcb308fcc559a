"""Guides as lists show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from portal.languages import Said
from portal.taxonomy import queries as taxonomy
from resources.guides import critical, queries
from resources.guides.models import Guide


@dataclass(frozen=True, slots=True)
class GuideCard:
    """A guide in a list. *draft*: no person checked these words."""

    url: str
    title: Said
    summary: Said
    tile: str
    icon: str
    draft: bool


def prepare(guides: Sequence[Guide]) -> list[GuideCard]:
    """Cards of *guides*, whose shown texts are loaded."""
    return [_card(guide) for guide in guides]


def _card(guide: Guide) -> GuideCard:
    texts = {each.language: each for each in guide.texts}
    text = texts[queries.best_tag(texts, guide.language)]
    shelf = taxonomy.shelves().get(guide.category_code or "")
    return GuideCard(
        url_for("guides.show", slug=guide.slug), Said(text.title, text.language), Said(text.summary, text.language),
        shelf.tile if shelf else "learn", shelf.icon if shelf else "book",
        draft=not critical.trusted(text, guide.language),
    )  # fmt: skip
