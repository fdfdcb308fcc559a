"""Every guide, whole, for the copy that people take along: a few statements however many there are."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import or_, select

from map.places.queries import HOTLINE
from portal import db
from portal.i18n import reader
from portal.languages import chain
from portal.taxonomy import queries as taxonomy
from portal.text import prose, shown
from resources.guides import critical, queries
from resources.guides.models import Guide, GuideText
from resources.guides.queries import Found
from resources.guides.reading import Part, parts

HERE = {"page:call": "#call", "page:places": "#places"}
"""Pages of ours that have a part in the copy."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A guide in the copy."""

    found: Found
    text: GuideText
    parts: Sequence[Part]

    @property
    def draft(self) -> bool:
        """Whether no person has checked these words."""
        return not critical.trusted(self.text, self.found.guide.language)


def panel(area: str = "") -> dict[str, Any]:
    """Every public guide, each after what holds it; *area* changes none of it."""
    found = _found()
    _kept = _versions(found)  # held while they are read, so that none is asked for by itself
    slugs = {each.guide.slug for each in found}
    return {"guides": [Whole(each, each.best(), _parts(each, slugs)) for each in _in_order(found)]}


def _found() -> list[Found]:
    """The guides with their words in the reader's languages and in that of the source: one statement."""
    tags = or_(GuideText.language.in_(chain(reader().tag)), GuideText.language == Guide.language)
    texts = queries.public_texts().where(tags).add_columns(Guide, queries.FOLLOWED)
    held: dict[int, dict[str, GuideText]] = defaultdict(dict)
    about: dict[int, tuple[Guide, int | None]] = {}
    for text, guide, followed in db.session().execute(texts.order_by(Guide.position, Guide.id)):
        held[guide.id][text.language] = text
        about[guide.id] = guide, followed
    return [Found(guide, held[number], {}, followed) for number, (guide, followed) in about.items()]


def _versions(found: Sequence[Found]) -> Sequence[GuideText]:
    """The versions of sources that outdated translations were made from, which `critical` compares."""
    ids = {each.best().based_on_id for each in found if each.outdated(each.best())} - {None}
    return db.session().scalars(select(GuideText).where(GuideText.id.in_(ids))).all() if ids else ()


def _in_order(found: Sequence[Found]) -> Iterator[Found]:
    by_parent: dict[int | None, list[Found]] = defaultdict(list)
    known = {each.guide.id for each in found}
    for each in found:
        by_parent[each.guide.parent_id if each.guide.parent_id in known else None].append(each)

    def walk(parent: int | None) -> Iterator[Found]:
        for each in by_parent[parent]:
            yield each
            yield from walk(each.guide.id)

    return walk(None)


def _parts(found: Found, slugs: set[str]) -> list[Part]:
    """The parts of a guide, whose links and lists of places lead to their place in the copy."""
    pieces = critical.checked(found, found.best())
    made = parts(pieces, lambda text: _html(text, slugs), found.guide.slug)
    return [Part("list", _to_places(each.about), reader().tag) if each.name == "places" else each for each in made]


def _html(text: str, slugs: set[str]) -> Markup:
    """Markdown as HTML, whose links to other guides lead to their place in the copy."""

    def inner(link: str) -> str:
        slug = link.removeprefix("guide:")
        return f"#guide-{slug}" if slug in slugs and slug != link else HERE.get(link, "")

    return shown(prose(text, inner))


def _to_places(category: str) -> Markup:
    """A link to the places of a category in the copy."""
    shelf = taxonomy.shelves().get(category)
    if shelf is None:
        return Markup()
    anchor = "call" if category == HOTLINE else "places" if shelf.below else f"places-{shelf.code}"
    return Markup('<p><a href="#{}"><bdi>{}</bdi></a></p>').format(anchor, shelf.label.words)


def sheets() -> list[tuple[str, queries.Leaf]]:
    """The sheets to print, for those without script: address and topic."""
    return [(url_for("guides.sheet", slug=leaf.slug), leaf) for leaf in queries.topics()]
