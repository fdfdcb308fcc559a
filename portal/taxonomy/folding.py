"""One spelling of a word for comparing: folded per script, before anything cuts it into tokens."""

import re
import unicodedata

_ARABIC = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك",
        "ة": "ه", "ۀ": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۂ": "ه", "ۃ": "ه", "ء": "", "ـ": "",
        "\u200c": " ", "\u200d": "",
        # Sorani and Pashto letters that many keyboards lack, as people write them without.
        "ێ": "ي", "ۍ": "ي", "ے": "ي", "ۆ": "و", "ۇ": "و", "ڕ": "ر", "ڵ": "ل", "ټ": "ت", "ډ": "د", "ړ": "ر", "ڼ": "ن",
        "ګ": "گ", "ڪ": "ك",
    }
)  # fmt: skip
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# Ethiopic letters that sound the same and are spelled either way: first letter of each row, and of the row it joins.
_ETHIOPIC_ROWS = {0x1210: 0x1200, 0x1280: 0x1200, 0x1220: 0x1230, 0x12D0: 0x12A0, 0x1340: 0x1338}
_ETHIOPIC = str.maketrans(
    {chr(row + place): chr(same + place) for row, same in _ETHIOPIC_ROWS.items() for place in range(7)}
)
# Digits of every script, as 0 to 9.
_DIGITS = {
    point: str(unicodedata.digit(chr(point)))
    for point in range(0x660, 0x1FBFA)
    if unicodedata.category(chr(point)) == "Nd"
}
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
# A word holds letters, digits and the vowel signs that stand above, below or beside letters, as in Hindi or Burmese.
SIGNS = "".join(chr(point) for point in range(0x900, 0x3100) if unicodedata.category(chr(point)).startswith("M"))
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{SIGNS}])*")


def _bare_latin(char: str) -> str:
    """Take the marks off a Latin letter; other scripts keep theirs (й is not и)."""
    if char < "\u0080" or not unicodedata.name(char, "").startswith("LATIN"):
        return char
    return _LATIN_MARKS.sub("", unicodedata.normalize("NFD", char))


def fold(text: str) -> str:
    """*text* with what readers treat as the same made the same: case, vowel marks, alif, yeh, kaf, homophones."""
    composed = _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_ARABIC).translate(_DIGITS)
    lowered = composed.translate(_LATIN).lower().translate(_LATIN)
    return "".join(map(_bare_latin, lowered)).translate(_ETHIOPIC).replace("ё", "е").replace("ґ", "г").strip()


def words(text: str) -> list[str]:
    """The folded words of *text*, in order."""
    return WORD.findall(fold(text))


def phrase(text: str) -> str:
    """The folded words of *text* with one space between them: how phrases are compared."""
    return " ".join(words(text))
