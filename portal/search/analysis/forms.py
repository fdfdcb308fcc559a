"""A text as a row of forms: each word as it is compared, its stems, and its consonants."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from portal.search.analysis import latin
from portal.search.analysis.scripts import RUN, is_unspaced
from portal.search.analysis.stems import stems
from portal.search.analysis.stopwords import stopwords
from portal.taxonomy.folding import WORD, fold

LONGEST_WORD = 40
_GONE = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06edـ\u00ad]"
)
_JOINERS = re.compile("[\u200c\u00b7]")
_APOSTROPHES = re.compile("[’'ʼ`´\u200d]")
# French and Italian write l', d' and the like onto the next word.
_ELISION = re.compile(
    r"\b(?:l|d|j|m|n|s|t|c|qu|lorsqu|puisqu|jusqu|dell|all|nell|dall|un)['’](?=[aeiouyhàâéèêëîïôœùûAEIOUYHÉÈÊÎÔ])",
    re.IGNORECASE,
)
_CLUSTER = re.compile(r"[^\W_][^\w\s]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Form:
    """One word: folded, its *stems* where they differ, its consonants in Latin letters (or none)."""

    exact: str
    stems: tuple[str, ...] = ()
    key: str = ""

    @property
    def every(self) -> frozenset[str]:
        """The word and its stems, for comparing with another that may be inflected."""
        return frozenset((self.exact, *self.stems))


def pieces(text: str) -> list[str]:
    """The words of *text* as they are written, without marks; pairs of letters where a script has no spaces."""
    plain = _GONE.sub("", unicodedata.normalize("NFKC", text))
    plain = _APOSTROPHES.sub("", _JOINERS.sub(" ", _ELISION.sub("", plain)))
    return [piece for word in WORD.findall(plain) for piece in _split(word)]


def _split(word: str) -> Iterable[str]:
    if word.isascii():
        return (word[:LONGEST_WORD],)
    return (
        piece for run in RUN.findall(word) for piece in (_pairs(run) if is_unspaced(run) else (run[:LONGEST_WORD],))
    )


def _pairs(run: str) -> list[str]:
    """Every two neighbours of *run*, each a letter with the signs that belong to it; one alone stays alone."""
    letters: list[str] = []
    for char in run:
        if not unicodedata.category(char).startswith("M"):
            letters.append(char)
        elif letters:  # a sign that belongs to no letter says nothing
            letters[-1] += char
    return [one + other for one, other in pairwise(letters)] or letters


@lru_cache(maxsize=131072)
def form(piece: str, tag: str) -> Form:
    """The form of one written word in the language *tag*."""
    exact = fold(piece).replace(" ", "")
    if not exact or is_unspaced(exact) or exact.isdigit():
        return Form(exact)
    return Form(exact, stems(piece, exact, tag), latin.key(exact))


def forms(text: str, tag: str) -> list[Form]:
    """Every word of *text* in the language *tag*, in order."""
    return [found for piece in pieces(text) if (found := form(piece, tag)).exact]


def telling(found: list[Form], tags: Iterable[str]) -> list[Form]:
    """*found* without the stop words of *tags*."""
    small = frozenset().union(*map(stopwords, tags))
    return [each for each in found if each.exact not in small]
