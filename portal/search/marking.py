"""Showing where a result holds what was asked: its title with marks, and the passage that holds most."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.i18n import reader
from portal.kinds import Document
from portal.languages import chain
from portal.search.analysis.forms import form, pieces
from portal.search.analysis.guessing import UNKNOWN, language_for
from portal.search.asking import Asked
from portal.search.entries import KEY, terms_of
from portal.taxonomy.folding import SIGNS

LONGEST, BEFORE = 180, 60  # characters of a passage, and of it before the first mark
LONGEST_READ = 4_000
SUREST = 0.5
_TAG = re.compile(r"(<[^>]*>)")
_ENTITY = re.compile(r"(&[#\w]+;)")
_HEADING = re.compile(r"(<h[23][^>]*>)(.*?)(</h[23]>)", re.DOTALL)
# A word as it is written, with the marks on its letters.
_WORD = re.compile(
    rf"[^\W_](?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed{SIGNS}])*"
)
_SPACES = re.compile(r"\s+")
# The signs in which Markdown writes headings, lists and emphasis say nothing in a passage.
_SIGNS = re.compile(r"[*_`#>\[\]|]+|\(https?://[^)]*\)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, with marks, in its language."""

    html: Markup
    tag: str


class Marks:
    """What counts as a hit of one question."""

    def __init__(self, asked: Asked) -> None:
        self.terms = {
            term for unit in asked.units for term, sure in unit.terms.items() if sure >= SUREST and term[0] != KEY
        }
        self.known: dict[tuple[str, str], bool] = {}

    def _hits(self, word: str, tag: str) -> bool:
        if (word, tag) not in self.known:
            terms = (term for piece in pieces(word) for term in terms_of(form(piece, tag), in_name=False))
            self.known[word, tag] = not self.terms.isdisjoint(terms)
        return self.known[word, tag]

    def marked(self, text: str, tag: str) -> Markup:
        """*text*, escaped, its hits in ``<mark>``."""
        made, at = Markup(), 0
        for found in _WORD.finditer(text):
            if self._hits(found[0], tag):
                made += escape(text[at : found.start()]) + Markup("<mark>{}</mark>").format(found[0])
                at = found.end()
        return made + escape(text[at:])

    def heading(self, html: str, tag: str = "") -> Markup:
        """*html*, which a template made, with hits marked in the words of its headings and nowhere else."""
        return Markup(_HEADING.sub(lambda found: found[1] + self._in_words(found[2], tag) + found[3], str(html)))  # noqa: S704 (marked between escaped words)

    def _in_words(self, html: str, tag: str) -> str:
        """Mark only between tags, and never inside an entity: what was escaped stays so."""
        parts = []
        for part in _TAG.split(html):
            pieces_ = [part] if part.startswith("<") else _ENTITY.split(part)
            parts += [each if each[:1] in {"<", "&"} else str(self.marked(each, tag)) for each in pieces_]
        return "".join(parts)

    def passage(self, document: Document) -> Passage | None:
        """The piece of a text of *document* that holds the most hits, in the reader's language where that has any."""
        order = {tag: place for place, tag in enumerate(chain(reader().tag))}
        texts = sorted(document.texts.items(), key=lambda pair: order.get(pair[0], len(order)))
        best: tuple[int, str, str, int] | None = None
        for tag, text in texts:
            if tag in UNKNOWN:
                continue
            plain = _SPACES.sub(" ", _SIGNS.sub("", text[:LONGEST_READ])).strip()
            language = language_for(plain, tag)
            hits = [found.start() for found in _WORD.finditer(plain) if self._hits(found[0], language)]
            at, number = _densest(hits)
            if number and (best is None or number > best[0]):
                best = (number, plain, language, at)
        return self._cut(*best[1:]) if best else None

    def _cut(self, text: str, tag: str, at: int) -> Passage:
        start = max(0, at - BEFORE)
        start = text.find(" ", start) + 1 if start else 0
        end = start + LONGEST
        cut = text[start:end] if end >= len(text) else text[start:end].rsplit(" ", 1)[0]
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return Passage(Markup("{}{}{}").format(before, self.marked(cut, tag), after), tag)

    def words_of(self, document: Document) -> set[str]:
        """The folded words that *document* says."""
        said = (*document.names.items(), *((tag, text[:LONGEST_READ]) for tag, text in document.texts.items()))
        return {form(piece, tag).exact for tag, text in said for piece in pieces(text)}


def _densest(hits: Sequence[int]) -> tuple[int, int]:
    """Where a passage begins that holds the most of *hits*, and how many."""
    counted = [(sum(1 for each in hits if at <= each < at + LONGEST - BEFORE), at) for at in hits]
    number, at = max(counted, key=lambda pair: (pair[0], -pair[1]), default=(0, 0))
    return at, number
