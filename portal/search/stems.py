"""Words as the index holds them: folded, and reduced to stems where the language has a stemmer."""

from functools import lru_cache

import Stemmer

from portal.taxonomy.folding import words

STEMMERS = {
    "ar": "arabic", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "ru": "russian", "sv": "swedish", "tr": "turkish", "de": "german",
}  # fmt: skip
_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")


@lru_cache
def _stemmer(locale: str) -> Stemmer.Stemmer | None:
    return Stemmer.Stemmer(STEMMERS[locale]) if locale in STEMMERS else None


def bare(word: str) -> str:
    """An Arabic word without its article, where enough of it is left."""
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


def terms(text: str, locale: str) -> list[str]:
    """The folded words of *text*, each followed by its stem where that differs."""
    stemmer = _stemmer(locale)
    found: list[str] = []
    for word in words(text):
        forms = (word, bare(word), stemmer.stemWord(word) if stemmer else word)
        found.extend(dict.fromkeys(forms))
    return found
