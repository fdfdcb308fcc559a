"""A guide as its page shows it: words chosen for the reader, each part with the language that it is in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal import db
from portal.i18n import gettext, reader
from portal.text import prose, shown
from resources.guides import blocks, critical, queries
from resources.guides.critical import Piece
from resources.guides.links import leads_to
from resources.guides.models import GuideAudio, GuideText, Origin
from resources.guides.nearby import Nearby, places_for
from resources.guides.queries import Found, Leaf

WORDS_A_MINUTE = 130  # of readers in a second language, on a phone


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its block's *name* and words after it, *html*, and the language that it is in.

    *heading* with its *anchor* opens a section. *untrusted* says that nobody checked this critical part in any
    language that we could show. *places* are what a list of places shows at this moment.
    """

    name: str
    html: Markup
    tag: str
    about: str = ""
    heading: str = ""
    anchor: str = ""
    untrusted: bool = False
    places: Sequence[Nearby] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A language in which a guide can be read."""

    tag: str
    url: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A guide for the reader: see the fields of `Found` and `Part`."""

    found: Found
    text: GuideText
    parts: Sequence[Part]
    minutes: int

    @property
    def contents(self) -> list[Part]:
        """The parts that open a section."""
        return [each for each in self.parts if each.heading]

    @property
    def missing(self) -> bool:
        """Whether there are no words in the reader's language."""
        return reader().tag not in self.found.texts

    @property
    def label(self) -> str:
        """What has to be said of words that no person checked."""
        if self.text.origin == Origin.MACHINE:
            return gettext("A machine translated this guide. No person has checked it yet.")
        return gettext("No person has checked this translation yet.")

    @property
    def draft(self) -> bool:
        """Whether no person has checked these words."""
        return not critical.trusted(self.text, self.found.guide.language)

    @property
    def outdated(self) -> bool:
        """Whether the source says something newer."""
        return self.found.outdated(self.text)

    @property
    def due(self) -> bool:
        """Whether a person should have read it anew by now."""
        return self.found.guide.review_due < db.today()

    @property
    def audio(self) -> GuideAudio | None:
        """A recording of these words."""
        return self.found.audio.get(self.text.language)

    @property
    def audio_older(self) -> bool:
        """Whether the words were changed after they were recorded."""
        return self.audio is not None and self.audio.text_id != self.text.id

    @property
    def editions(self) -> list[Edition]:
        """The other languages in which it can be read."""
        others = sorted(set(self.found.texts) - {self.text.language})
        slug = self.found.guide.slug
        return [Edition(tag, url_for("guides.show", slug=slug, read=tag)) for tag in others]


def read(found: Found, wanted: str = "") -> Reading:
    """Prepare *found* in the language *wanted*, where there is one, or in what is best for the reader."""
    text = found.texts.get(wanted) or found.best()
    return Reading(found, text, _listed(list(critical.checked(found, text))), _minutes(text.body))


def preview(body: str, tag: str) -> list[Part]:
    """How *body*, which is in *tag*, will look: for those who write it."""
    return _listed([critical.Piece(block, tag) for block in blocks.parse(body)])


def _minutes(body: str) -> int:
    return max(1, round(len(blocks.plain(body).split()) / WORDS_A_MINUTE))


def _listed(pieces: Sequence[Piece]) -> list[Part]:
    """The parts that *pieces* make on a page, with the places that their lists show now."""
    lists = places_for([each.block.about for each in pieces if each.block.name == "places"])
    made = parts(pieces, lambda text: html(text, reader().tag), "part")
    return [replace(each, places=lists.get(each.about, ())) if each.name == "places" else each for each in made]


def parts(pieces: Iterable[Piece], draw: Callable[[str], Markup], name: str) -> list[Part]:
    """The parts that *pieces* make: *draw* renders Markdown, *name* begins the anchors of sections."""
    made: list[Part] = []
    for piece in pieces:
        block = piece.block
        if block.name != blocks.PLAIN:
            drawn = draw(_written(block))
            made.append(Part(block.name, drawn, piece.tag, block.about, untrusted=piece.untrusted))
            continue
        for heading, text in blocks.sections(block):
            rest = text.partition("\n")[2] if heading else text
            anchor = f"{name}-{len(made)}" if heading else ""
            made.append(Part(blocks.PLAIN, draw(rest), piece.tag, heading=blocks.bare(heading), anchor=anchor))
    return made


def _written(block: blocks.Block) -> str:
    """The Markdown of *block*; a download may stand in its first line, as its address and what it is called."""
    address, _, called = block.about.partition(" ")
    return f"[{called or address}]({address})" if block.name == "download" and not block.text else block.text


@lru_cache(maxsize=2048)
def html(text: str, tag: str) -> Markup:
    """Markdown of a guide as HTML; its links to other guides lead to pages in *tag*."""
    return shown(prose(text, lambda link: leads_to(link, tag)))


def around(found: Found) -> dict[str, Any]:
    """What stands around a guide in the tree: the topic that holds it, what it holds, the one before and after."""
    guide, near = found.guide, queries.near(found.guide)
    beside = near.get(guide.parent_id, []) if guide.parent_id else []
    at = next((index for index, leaf in enumerate(beside) if leaf.id == guide.id), -1)
    up: Leaf | None = next((leaf for held in near.values() for leaf in held if leaf.id == guide.parent_id), None)
    return {
        "up": up,
        "below": near.get(guide.id, []),
        "before": beside[at - 1] if at > 0 else None,
        "after": beside[at + 1] if 0 <= at < len(beside) - 1 else None,
    }
