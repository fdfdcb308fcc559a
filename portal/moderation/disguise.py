"""Words to watch for, however they are spelled, and letters that pretend to be others."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from portal.accounts.confusables import LOOKS_LIKE
from portal.accounts.names import skeleton
from portal.accounts.scripts import scripts, visible
from portal.moderation.patterns import Span
from portal.taxonomy.folding import words as folded_words

_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]{3,64}")
# Overrides, embeddings and isolates anywhere; marks of direction inside a word or a link.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]+|(?<=\\w)[\u200e\u200f]+(?=\\w)")
_MARK = re.compile("[\u200e\u200f]")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# Scripts whose letters pass for Latin ones.
_IMITATORS = {"Cyrillic", "Greek", "Armenian", "Cherokee", "Lisu"}
# "SMSки", "WhatsAppом": a foreign word with a Slavic ending is nobody's disguise. "μmol" is a unit.
_FOREIGN_WORD = re.compile(
    "[A-Z]{2,6}[а-яіїєґ]{1,4}|[A-Za-z]{3,20}(?:ом|ем|ам|ами|ою|ів|ов|ка|ки|ку|и)|[µμ][A-Za-z]+"
)
_LATIN_OF = {
    script: {letter for char, letter in LOOKS_LIKE.items() if scripts(char) == {script}}
    for script in ("Cyrillic", "Greek")
}
_SPELLED_OUT = 3
_LONG_WORD = 5
_LONGEST_WORD = 120
_BESIDE = 20


class _Word(NamedTuple):
    folded: str
    span: Span


class _Line:
    """Words in a row, as one string in which a phrase is found fast."""

    def __init__(self, words: list[_Word]) -> None:
        self.words = words
        self.text = f" {' '.join(word.folded for word in words)} "
        self._spaces = [0, *accumulate(len(word.folded) + 1 for word in words)]

    def span(self, place: int, length: int) -> Span:
        """Where the words stand that hold the *length* letters at *place*."""
        first, last = bisect_left(self._spaces, place) - 1, bisect_left(self._spaces, place + length) - 1
        return self.words[first].span[0], self.words[last].span[1]


def _may_disguise(core: str) -> bool:
    """Whether *core* is more than plain letters: only then are rn and m, or l and i, taken for one another."""
    return any(map(str.isalpha, core)) and not (core.isalpha() and not scripts(core) & _IMITATORS)


def _ends_stripped(token: str) -> str:
    inner = re.search(r"[^\W_](?:.*[^\W_])?", token)
    return inner[0] if inner else ""


@lru_cache(maxsize=8192)
def _seen_as(word: str) -> str:
    """The skeleton of a watched word, kept from text to text."""
    return skeleton(word)


def _imitated(watched: Collection[str]) -> dict[str, str]:
    """The words of *watched*, by themselves and by what looks like them."""
    each = sorted({word for phrase in watched for word in phrase.split()})
    return {_seen_as(word): word for word in each} | {word: word for word in each}


def _read(token: str, imitated: dict[str, str]) -> list[str]:
    """The folded words of *token*; the watched word that it imitates, if it does."""
    said, core = folded_words(token), _ends_stripped(token)
    if len(core) > _LONGEST_WORD or not _may_disguise(core):
        return said
    forms = (" ".join(said), skeleton(core))
    return next(([imitated[form]] for form in forms if form in imitated), said)


def _words(text: str, imitated: dict[str, str]) -> list[_Word]:
    known: dict[str, list[str]] = {}
    found = []
    for token in _TOKEN.finditer(text):
        if token[0] not in known:
            known[token[0]] = _read(token[0], imitated)
        found += [_Word(word, token.span()) for word in known[token[0]]]
    return found


def _phrases(said: list[_Word], watched: Collection[str]) -> Iterator[Span]:
    line = _Line(said)
    for phrase in sorted(watched):
        place = line.text.find(f" {phrase} ")
        if place >= 0:
            yield line.span(place + 1, len(phrase))


def _spelled(said: list[_Word]) -> Iterator[_Word]:
    """Single letters in a row, each row as one word."""
    for single, group in groupby(said, lambda word: len(word.folded) == 1):
        letters = list(group) if single else []
        if len(letters) >= _SPELLED_OUT:
            run = skeleton("".join(word.folded for word in letters))
            yield _Word(run, (letters[0].span[0], letters[-1].span[1]))


def _spelled_out(said: list[_Word], watched: Collection[str]) -> Iterator[Span]:
    """Watched words with a space or a point between their letters."""
    line = _Line(list(_spelled(said)))
    for word in sorted({_seen_as(phrase) for phrase in watched}):
        place = line.text.find(word if len(word) >= _LONG_WORD else f" {word} ")
        if place >= 0:
            yield line.span(place + (len(word) < _LONG_WORD), len(word))


def watched_words(text: str, watched: Collection[str]) -> Iterator[Span]:
    """Where *text* says one of *watched* (folded words or phrases), each once: whole, spelled out or in disguise."""
    phrases = set(watched) - {""}
    if phrases:
        said = _words(text, _imitated(phrases))
        yield from _phrases(said, phrases)
        yield from _spelled_out(said, phrases)


@lru_cache(maxsize=1024)
def _pretends(token: str) -> bool:
    """Whether *token* mixes Latin with Cyrillic or Greek so that the letters of one side stand in for the other's."""
    sides = scripts(token) & {"Latin", *_LATIN_OF}
    if "Latin" not in sides or len(sides) < 2 or _FOREIGN_WORD.fullmatch(token):
        return False
    latin = [skeleton(char) for char in token if scripts(char) == {"Latin"}]
    return skeleton(token).isascii() or any(set(latin) <= _LATIN_OF[side] for side in sides - {"Latin"})


def look_alikes(text: str) -> Iterator[Span]:
    """Words that mix scripts to look like another: раypal."""
    if not text.isascii():
        yield from (found.span() for found in _LETTERS.finditer(text) if _pretends(found[0]))


def _marks(raw: str) -> set[int]:
    places = {found.start() for found in _TURNS.finditer(raw)}
    for link in _LINK.finditer(raw):
        places |= {link.start() + found.start() for found in _MARK.finditer(link[0][:-1])}
    return places


def turned(raw: str) -> Iterator[str]:
    """The words around controls with which *raw* can be made to read in another order; the control by its number."""
    for place in sorted(_marks(raw)):
        before = raw[max(0, place - _BESIDE) : place].split(" ")[-1]
        after = raw[place + 1 : place + 1 + _BESIDE].split(" ")[0]
        yield f"{visible(before)}[U+{ord(raw[place]):04X}]{visible(after)}"
