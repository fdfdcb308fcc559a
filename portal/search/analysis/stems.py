"""The stems of a word: from Snowball where it knows the language, by light rules where not."""

import threading
from functools import lru_cache
from typing import Any

import Stemmer

from portal.search.analysis import light
from portal.taxonomy.folding import fold

SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "no": "norwegian", "fa": "persian", "prs": "persian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
SHORTEST = 2
_TURKISH = str.maketrans("Iİ", "ıi")
_one_at_a_time = threading.Lock()  # a stemmer keeps the word in hand


@lru_cache
def _stemmer(tag: str) -> Any:
    known = set(Stemmer.algorithms())
    return Stemmer.Stemmer(SNOWBALL[tag]) if SNOWBALL.get(tag) in known else None


def _lowered(word: str, tag: str) -> str:
    return (word.translate(_TURKISH) if tag == "tr" else word).lower()


def stems(word: str, exact: str, tag: str) -> tuple[str, ...]:
    """The stems of *word* in the language *tag*, folded, without *exact*, which is the word itself folded."""
    found, heads = [light.stem(exact, tag)], [word]
    if tag == "ar":
        bare = light.without_article(exact)
        found.extend(bare)
        heads.extend(bare)
    found.extend(_snowball(each, tag) for each in heads)
    return tuple(dict.fromkeys(each for each in found if each != exact and len(each) >= SHORTEST))


def _snowball(word: str, tag: str) -> str:
    stemmer = _stemmer(tag)
    if stemmer is None:
        return ""
    with _one_at_a_time:
        return fold(stemmer.stemWord(_lowered(word, tag)))
