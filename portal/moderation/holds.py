"""What makes a text wait for a person, found while it is written so that its author can be told and can mend it."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portal.accounts.scripts import visible
from portal.moderation import disguise, links, patterns, whereabouts
from portal.moderation.patterns import Span
from portal.text import clean

LONGEST = 60
MOST = 5
"""How many holds of one reason are told: enough to see why, and no work for a flood of them."""


class Reason(StrEnum):
    """Why a text waits."""

    phone = "phone"
    email = "email"
    id_number = "id_number"
    address = "address"
    coordinates = "coordinates"
    link = "link"
    watched_word = "watched_word"
    watched_host = "watched_host"
    look_alike = "look_alike"
    bidi = "bidi"


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to wait, and the words of the author, at most 60 characters, that gave it."""

    reason: Reason
    excerpt: str


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    """The one ASCII character that *char* is read as, such as a digit of another script; else itself."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    wide = {"٫": ".", "٬": ",", "،": ",", "。": "."}.get(char, unicodedata.normalize("NFKC", char))
    return wide if len(wide) == 1 and wide.isascii() else char


def _as_read(text: str) -> str:
    """*text*, as long as before, as its patterns are read: ASCII digits and signs, plain spaces."""
    spaced = text.replace("\t", " ")
    return spaced if spaced.isascii() else "".join(map(_plain, spaced))


def _excerpt(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


class _Sheet:
    """A text while it is read: what one pattern took, those after it do not see."""

    def __init__(self, text: str) -> None:
        self.shown = visible(clean(text))
        self.left = _as_read(self.shown)
        self.holds: list[Hold] = []

    def tell(self, reason: Reason, excerpts: Iterable[str]) -> None:
        """Note *excerpts*, each once and not too many of them."""
        told: dict[str, Hold] = {}
        for words in excerpts:
            excerpt = _excerpt(words)
            told.setdefault(excerpt, Hold(reason, excerpt))
            if len(told) == MOST:
                break
        self.holds += told.values()

    def point(self, reason: Reason, spans: Iterable[Span]) -> None:
        """Note the words at *spans*, and leave them."""
        self.tell(reason, (self.shown[start:end] for start, end in spans))

    def blank(self, spans: Iterable[Span]) -> None:
        """Take the words at *spans* off the sheet."""
        self.left = patterns.blanked(self.left, spans)

    def take(self, reason: Reason, spans: Iterable[Span]) -> None:
        """Note the words at *spans*, and take them off the sheet."""
        taken = patterns.apart(spans)
        self.point(reason, taken)
        self.blank(taken)


def _links(sheet: _Sheet, new_account: bool, hosts: Collection[str]) -> None:
    """Take links and e-mail addresses off *sheet*, and say what is the matter with them."""
    watched = {links.host_of(name) for name in hosts} - {""}
    found = list(links.written_out(sheet.left))
    sheet.blank(link.settled for link in found)
    sheet.take(Reason.email, patterns.emails(sheet.left))
    bare = list(links.bare(sheet.left, watched))
    sheet.blank(link.settled for link in bare)
    every = sorted((*found, *bare), key=lambda link: link.span)
    sheet.point(Reason.watched_host, (link.span for link in every if links.is_under(link.host, watched)))
    sheet.point(Reason.coordinates, (link.span for link in every if link.shows_a_place))
    sheet.point(Reason.look_alike, (link.span for link in every if links.passes_for_another(link)))
    if new_account:
        sheet.point(Reason.link, (link.span for link in every))


def find(
    text: str, *, country: str, new_account: bool, words: Collection[str] = (), hosts: Collection[str] = ()
) -> list[Hold]:
    """Everything for which *text*, as it was typed, has to wait; at most a few of each reason.

    *country* is where numbers are dialled (ISO 3166, "" for unknown). Every link of a *new_account* waits. *words*
    are watched words or phrases, folded and joined by one space; *hosts* are watched hosts.
    """
    sheet = _Sheet(text)
    sheet.tell(Reason.bidi, disguise.turned(text))
    sheet.point(Reason.watched_word, disguise.watched_words(sheet.shown, words))
    sheet.point(Reason.look_alike, disguise.look_alikes(sheet.shown))
    points = list(whereabouts.coordinates(sheet.left))
    sheet.point(Reason.coordinates, points)
    _links(sheet, new_account, hosts)
    sheet.blank(points)
    sheet.take(Reason.id_number, patterns.papers(sheet.left))
    sheet.take(Reason.phone, patterns.phones(sheet.left, country.upper()))
    sheet.take(Reason.address, whereabouts.addresses(sheet.left))
    return sheet.holds
