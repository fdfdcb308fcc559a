"""Hints to those who write: what makes a text hard for someone who is tired, frightened or new to the language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from portal.i18n import gettext, ngettext
from resources.guides import blocks

LONGEST_SENTENCE = 20  # words
LONGEST_PARAGRAPH = 80
AT_MOST = 12
_SENTENCE = re.compile(r"[^.!?؟。։।]+[.!?؟。։።]?")
_CAPITALS = re.compile(r"\b[A-Z]{2,6}s?\b")
# Words of offices that readers of English may not know, and plain ones. Words of other languages: none yet.
HARD = {
    "utilise": "use", "commence": "begin", "terminate": "end", "subsequently": "then", "prior to": "before",
    "in order to": "to", "eligible": "you can get it if", "beneficiary": "who gets it", "remuneration": "pay",
    "accommodation": "a place to live", "residence": "where you live", "statutory": "by law", "submit": "send",
    "applicant": "you", "pursuant": "under", "furthermore": "also", "nevertheless": "but", "obtain": "get",
    "require": "need", "assistance": "help", "documentation": "papers", "in the event of": "if",
}  # fmt: skip
EXPLAINED = {"DEMO", "SIM", "SMS", "PDF", "OK", "ID", "EU", "UN"}


@dataclass(frozen=True, slots=True)
class Hint:
    """What is hard, and the place where it is."""

    words: str
    excerpt: str


def hints(body: str, language: str) -> list[Hint]:
    """At most a dozen hints about *body*, which is in *language*."""
    text = blocks.words(body)
    found = chain(_long(text), _undefined(text), _hard(text) if language == "en" else ())
    return list(islice(found, AT_MOST))


def _long(text: str) -> Iterator[Hint]:
    for paragraph in re.split(r"\n\s*\n", text):
        if len(paragraph.split()) > LONGEST_PARAGRAPH and "\n" not in paragraph.strip():
            yield Hint(gettext("A long paragraph: cut it in two, or make it a list."), _excerpt(paragraph))
        for sentence in (line for each in paragraph.splitlines() for line in _SENTENCE.findall(each)):
            words = len(sentence.split())
            if words > LONGEST_SENTENCE:
                said = ngettext("A sentence of %(num)s word: cut it.", "A sentence of %(num)s words: cut it.", words)
                yield Hint(said, _excerpt(sentence))


def _undefined(text: str) -> Iterator[Hint]:
    """Short forms that stand nowhere with their meaning beside them in brackets."""
    for short in list(dict.fromkeys(_CAPITALS.findall(text)))[:50]:
        told = re.search(rf"{re.escape(short)}\s*\(|\(\s*{re.escape(short)}\s*\)", text)
        if short not in EXPLAINED and not told:
            yield Hint(gettext("A short form that is not explained: say what it means."), short)


def _hard(text: str) -> Iterator[Hint]:
    lowered = text.lower()
    for word, plain in HARD.items():
        if re.search(rf"\b{word}\w*", lowered):
            yield Hint(gettext("A hard word: %(plain)s is plainer.", plain=f"“{plain}”"), word)


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:89]}…"
