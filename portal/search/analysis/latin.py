"""Words by their consonants in Latin letters, so that "madrasa" meets مدرسة and "likar" лікар; weak evidence only."""

import re
import unicodedata
from functools import lru_cache

from portal.search.analysis.scripts import script, script_of

SHORTEST = 3  # consonants; fewer fit too many words
# One capital stands for what Latin spelling writes with two letters; vowels and what is not heard are left out.
_ARABIC = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهپچژگټډړږښڤ", "bttjhXdzrzsSsdtzGfkklmnhpCZgtdrZSv", strict=True))
_CYRILLIC = dict(zip("бвгджзклмнпрстфхцчшщђћљњќ", "bvgdZzklmnprstfXcCSSCClnk", strict=True))
_GREEK = dict(zip("βγδζθκλμνξπρσςτφχψ", "vGdzTklmnXprsstfXp", strict=True))
_HEBREW = dict(zip("בגדהוזחטיכךלמםנןסעפףצץקרשת", "bgdhvzXtykklmmnns_ffcckrSt", strict=True)) | {"ע": ""}
_TABLES = {"arabic": _ARABIC, "cyrillic": _CYRILLIC, "greek": _GREEK, "hebrew": _HEBREW}
_NAMED = {"ethiopic", "devanagari", "indic", "georgian", "armenian"}
_STARTS = {"و": "v", "ي": "y", "й": "y", "ю": "y", "я": "y", "є": "y", "ї": "y"}
_DIGRAPHS = (
    ("sch", "S"), ("tsch", "C"), ("shch", "S"), ("kh", "X"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("gh", "G"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("qu", "k"), ("dj", "j"),
    ("x", "ks"),
)  # fmt: skip
_SINGLE = str.maketrans("qw", "kv")
_VOWELS = re.compile("[aeiouyAEIOUY]+")
_HEAD = re.compile("[^aeiou]*")
_DOUBLE = re.compile(r"(.)\1+")
_LATIN = re.compile("[a-z]+")
# Sounds that one language writes apart and the next does not.
_MERGED = str.maketrans({"X": "h", "G": "g", "S": "s", "C": "c", "Z": "z", "j": "j", "T": "t"})


def _named(char: str) -> str:
    """The consonant of a letter whose name in Unicode says it, such as ETHIOPIC SYLLABLE SHA."""
    name = unicodedata.name(char, "").split()
    if len(name) < 2 or "SIGN" in name or name[-2] in {"GLOTTAL", "PHARYNGEAL"}:
        return ""
    return _from_latin(_HEAD.findall(name[-1].lower())[0])


def _from_latin(word: str) -> str:
    for written, heard in _DIGRAPHS:
        word = word.replace(written, heard)
    word = word.translate(_SINGLE)
    return _VOWELS.sub("", word[:1] if word[:1] == "y" else "") + _VOWELS.sub("", word)


def _consonants(word: str) -> str:
    found = script(word)
    if found == "latin":
        return _from_latin("".join(_LATIN.findall(word)))
    if found in _NAMED:
        return "".join(_named(char) for char in word if script_of(char) == found)
    table = _TABLES.get(found, {})
    return _STARTS.get(word[0], "") + "".join(table.get(char, "") for char in word)


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The consonants of a folded *word*; empty where there are too few, or its script has no spelling in Latin."""
    heard = _DOUBLE.sub(r"\1", _consonants(word).replace("_", "").translate(_MERGED)) if word else ""
    heard = heard[:-1] if heard.endswith("h") else heard  # ة, and "madrasah"
    return heard if len(heard) >= SHORTEST else ""
