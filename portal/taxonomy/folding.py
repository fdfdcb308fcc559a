"""One spelling of a word for comparing: folded per script, before anything cuts it into tokens."""

import re
import unicodedata

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك",
        "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ء": "", "ـ": "", "\u200c": " ", "\u200d": "",
    }
)  # fmt: skip
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
# Ethiopic letters that sound the same and are spelled either way: first letter of each row, and of the row it joins.
_ETHIOPIC_ROWS = {0x1210: 0x1200, 0x1280: 0x1200, 0x1220: 0x1230, 0x12D0: 0x12A0, 0x1340: 0x1338}
_ETHIOPIC = str.maketrans(
    {chr(row + place): chr(same + place) for row, same in _ETHIOPIC_ROWS.items() for place in range(7)}
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_LATIN = str.maketrans(
    {
        "ı": "i",
        "İ": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "’": "",
        "'": "",
        "ʼ": "",
    }
)
_WORD = re.compile(r"[^\W_]+")


def _bare_latin(char: str) -> str:
    """Take the marks off a Latin letter; other scripts keep theirs (й is not и)."""
    if char < "\u0080" or not unicodedata.name(char, "").startswith("LATIN"):
        return char
    return _LATIN_MARKS.sub("", unicodedata.normalize("NFD", char))


def fold(text: str) -> str:
    """*text* with what readers treat as the same made the same: case, vowel marks, alif, yeh, kaf, homophones."""
    composed = _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ARABIC)
    lowered = composed.translate(_LATIN).lower().translate(_LATIN)
    return "".join(map(_bare_latin, lowered)).translate(_ETHIOPIC).replace("ё", "е").replace("ґ", "г").strip()


def words(text: str) -> list[str]:
    """The folded words of *text*, in order."""
    return _WORD.findall(fold(text))
