"""Which script a word is in, and which scripts leave no spaces between words."""

import re
from functools import lru_cache

# First and last code point of the letters that matter here, by the name that we give the script.
_RANGES = (
    ("latin", 0x41, 0x24F),
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("armenian", 0x530, 0x58F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x77F),
    ("devanagari", 0x900, 0x97F),
    ("indic", 0x980, 0xDFF),
    ("thai", 0xE00, 0xE7F),
    ("lao", 0xE80, 0xEFF),
    ("tibetan", 0xF00, 0xFFF),
    ("burmese", 0x1000, 0x109F),
    ("georgian", 0x10A0, 0x10FF),
    ("hangul", 0x1100, 0x11FF),
    ("ethiopic", 0x1200, 0x139F),
    ("khmer", 0x1780, 0x17FF),
    ("latin", 0x1E00, 0x1EFF),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("hangul", 0xAC00, 0xD7AF),
    ("han", 0x20000, 0x3FFFF),
)
_UNSPACED = {"thai", "lao", "tibetan", "burmese", "khmer", "kana", "han"}
_CLUSTERS = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
RUN = re.compile(f"[{_CLUSTERS}]+|[^{_CLUSTERS}]+")


@lru_cache(maxsize=8192)
def script_of(char: str) -> str:
    """The script of *char*; empty for digits and what we do not tell apart."""
    point = ord(char)
    return next((name for name, first, last in _RANGES if first <= point <= last), "")


def script(word: str) -> str:
    """The script of the first letter of *word*."""
    return next((found for char in word if char.isalpha() and (found := script_of(char))), "")


def is_unspaced(word: str) -> bool:
    """Whether *word* is in a script that leaves no spaces between words."""
    return script_of(word[0]) in _UNSPACED
