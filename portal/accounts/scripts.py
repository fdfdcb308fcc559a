"""Which scripts a text is written in, and what in it cannot be seen."""

import re
import unicodedata
from functools import lru_cache

# What begins the name of a letter and is not the name of its script.
_SCRIPTS = {"Cjk": "Han", "Ideographic": "Han", "Modifier": "", "Katakana-Hiragana": "", "Vertical": ""}
# Unicode's Default_Ignorable_Code_Point and the blank of Braille, without the U+FE0F that makes an emoji colourful.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_VIRAMA = 9


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    if not unicodedata.category(char).startswith("L"):
        return ""
    first = unicodedata.name(char, "").split(" ")[0].split("-")[0].title()
    return _SCRIPTS.get(first, first)


def scripts(text: str) -> set[str]:
    """The scripts of the letters of *text*, such as ``{"Latin", "Han"}``; what scripts share counts for none.

    A script is known by the first word of a letter's Unicode name: scripts whose names begin alike (Old Italic and
    Old Persian, Tai Le and Tai Tham) are one to it, and letters newer than Python's Unicode have none.
    """
    return {script for char in set(unicodedata.normalize("NFKC", text)) if (script := _script(char))}


def _is_arabic(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" and unicodedata.name(char, "").startswith("ARABIC")


def _needed(found: re.Match[str]) -> str:
    """Keep a joiner where spelling needs it: after a virama, and in Arabic script (Persian خانه‌ها)."""
    before = found.string[max(found.start() - 1, 0) : found.start()]
    after = found.string[found.end() : found.end() + 1]
    if found[0] not in (_NON_JOINER, _JOINER) or not before or not after:
        return ""
    arabic = found[0] == _NON_JOINER and _is_arabic(before) and _is_arabic(after)
    return found[0] if arabic or unicodedata.combining(before) == _VIRAMA else ""


def visible(text: str) -> str:
    """*text* without characters that show nothing: zero-width, bidirectional, blank letters, stray joiners."""
    return _UNSEEN.sub(_needed, text)
