"""Letters for pictures: lines of mixed scripts, each piece in a font that has it, in the order in which eyes read.

Pillow shapes a piece that is in one font and one direction (HarfBuzz, FriBidi); what stands beside what is decided
here, by the levels of the Unicode Bidirectional Algorithm (UAX 9) so far as plain words need them: no embeddings.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont, features

FOLDERS = tuple(
    map(Path, ("/usr/share/fonts/truetype/noto", "/usr/share/fonts/noto", "/usr/share/fonts/google-noto"))
)
PLAIN = "NotoSans"
HIGHEST, LOWEST = 1.15, 0.42  # of the size of letters
_EUROPEAN = {"LATIN", "CYRILLIC", "GREEK"}
_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Hand:
    """How words are written: their size in pixels, whether they are bold, and whether lines run from the right."""

    size: int
    bold: bool = False
    from_right: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters in one font and one direction."""

    text: str
    level: int
    font: Font

    @property
    def direction(self) -> str:
        """How Pillow calls the direction."""
        return "rtl" if self.level % 2 else "ltr"

    @property
    def width(self) -> float:
        """How wide it is, in pixels."""
        return self.font.getlength(self.text, direction=self.direction)


@lru_cache(maxsize=4096)
def can_write(text: str) -> bool:
    """Whether all letters and numbers of *text* can be written here; signs that no font has are left out."""
    if not (features.check("raqm") and features.check("fribidi") and _file(PLAIN, bold=False)):
        return False
    needed = {each for each in text if each.isalpha() or each.isdecimal()}
    return all(_font_of(each, Hand(20)) is not None for each in needed)


def line(text: str, hand: Hand) -> list[Piece]:
    """*text* as pieces from left to right."""
    base = 1 if hand.from_right else 0
    pieces: list[Piece] = []
    font: Font | None = None
    for letter, level in zip(text, _levels(text, base), strict=True):
        font = _font_of(letter, hand, font) or font
        if font is None or not _has(font, letter):
            continue
        last = pieces[-1] if pieces else None
        if last and last.font is font and last.level == level:
            pieces[-1] = Piece(last.text + letter, level, font)
        else:
            pieces.append(Piece(letter, level, font))
    return _ordered(pieces)


def width(pieces: Iterable[Piece]) -> float:
    """How wide *pieces* are together."""
    return sum(each.width for each in pieces)


def height(pieces: Iterable[Piece], hand: Hand) -> tuple[int, int]:
    """How far a line of *pieces* reaches above and below where its letters stand.

    Fonts say how far all their marks could reach; that is more than words need.
    """
    above, below = zip(*(each.font.getmetrics() for each in pieces), strict=True)
    return min(max(above), round(hand.size * HIGHEST)), min(max(below), round(hand.size * LOWEST)) + hand.size // 12


@lru_cache(maxsize=256)
def wrapped(text: str, hand: Hand, room: int) -> tuple[str, ...]:
    """*text* in lines that are at the most *room* pixels wide; a word that is wider is cut."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(line(longer, hand)) <= room:
            lines[-1] = longer
            continue
        *whole, rest = _cut(word, hand, room)
        lines += [*whole, rest]
    return tuple(each for each in lines if each)


def _cut(word: str, hand: Hand, room: int) -> list[str]:
    """*word* in as few parts as fit."""
    parts = [""]
    for letter in word:
        if parts[-1] and width(line(parts[-1] + letter, hand)) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _levels(text: str, base: int) -> list[int]:
    """The level of each letter: even ones run from the left, odd ones from the right."""
    kinds = _kinds(text, "R" if base else "L")
    levels = {"R": 1, "N": 2, "L": 2 if base else 0}
    return [levels[kind] for kind in kinds]


def _kinds(text: str, base: str) -> list[str]:
    """Each letter as one from the left, one from the right, or a number; signs between are what surrounds them."""
    found: list[str] = []
    for letter in text:
        mark = unicodedata.category(letter) in {"Mn", "Me", "Cf"}  # they belong to the letter before
        found.append(found[-1] if mark and found else _STRONG.get(unicodedata.bidirectional(letter), ""))
    for number in _NUMBER.finditer(text):
        before = next((kind for kind in reversed(found[: number.start()]) if kind in {"L", "R"}), base)
        found[number.start() : number.end()] = ["L" if before == "L" else "N"] * len(number[0])
    made: list[str] = []
    for kind, group in groupby(enumerate(found), key=lambda each: each[1]):
        places = [at for at, _ in group]
        after = found[places[-1] + 1] if places[-1] + 1 < len(found) else base
        sides = {"R" if each == "N" else each for each in (made[-1] if made else base, after)}
        made += [kind or (sides.pop() if len(sides) == 1 else base)] * len(places)
    return made


def _ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """*pieces* as they stand from left to right: what runs from the right is turned (UAX 9, L2)."""
    made = list(pieces)
    for level in range(max((each.level for each in made), default=0), 0, -1):
        groups = [list(group) for _high, group in groupby(made, key=lambda each: each.level >= level)]
        made = [each for group in groups for each in (group[::-1] if group[0].level >= level else group)]
    return made


def _font_of(letter: str, hand: Hand, present: Font | None = None) -> Font | None:
    """A font that has *letter*: that of its script, the *present* one, or the plain one."""
    if present is not None and _has(present, letter) and not letter.isalpha():
        return present
    for family in dict.fromkeys((_family(letter), PLAIN)):
        font = _loaded(family, hand)
        if font is not None and _has(font, letter):
            return font
    return None


@lru_cache(maxsize=4096)
def _family(letter: str) -> str:
    """The family of fonts for the script of *letter*, such as NotoSansArabic."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    return PLAIN if script in _EUROPEAN else f"{PLAIN}{script.title()}"


@lru_cache(maxsize=64)
def _loaded(family: str, hand: Hand) -> Font | None:
    path = _file(family, bold=hand.bold)
    return ImageFont.truetype(path, hand.size, layout_engine=ImageFont.Layout.RAQM) if path else None


@lru_cache(maxsize=256)
def _file(family: str, *, bold: bool) -> str:
    """The file of a font, or nothing where it is not installed."""
    name = f"{family}-{'Bold' if bold else 'Regular'}.ttf"
    return next((str(folder / name) for folder in FOLDERS if (folder / name).is_file()), "")


@lru_cache(maxsize=8192)
def _has(font: Font, letter: str) -> bool:
    """Whether *font* has *letter*: what it has not, it draws as a box, the same as for a letter that nobody has."""
    if letter.isspace() or unicodedata.category(letter) == "Cf":  # such as the sign that keeps letters apart
        return True
    drawn, missing = font.getmask(letter), font.getmask("\U0010fffd")
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)
