"""Which languages a few words may be in: by their letters, then by the small words among them."""

import re
from functools import lru_cache

from portal.detecting import language_of
from portal.search.analysis.scripts import script
from portal.search.analysis.stopwords import listed, stopwords
from portal.taxonomy.folding import words

UNKNOWN = frozenset({"", "und", "mul", "zxx"})
ENOUGH = 60  # letters, from which on the identifier is asked
BY_SCRIPT = {
    "arabic": ("ar", "fa", "ps", "ckb", "ur"), "cyrillic": ("ru", "uk"), "ethiopic": ("ti", "am"), "greek": ("el",),
    "hebrew": ("he",), "devanagari": ("hi",), "armenian": ("hy",), "georgian": ("ka",), "thai": ("th",),
    "lao": ("lo",), "burmese": ("my",), "khmer": ("km",), "hangul": ("ko",), "kana": ("ja",), "han": ("zh",),
}  # fmt: skip
_SCRIPT_OF = {"prs": "arabic"} | {tag: name for name, tags in BY_SCRIPT.items() for tag in tags}
# Letters that only one of the languages of a script writes, the surest first.
_LETTERS = (
    ("ckb", re.compile("[ڕڵۆێ]|ە")), ("ps", re.compile("[ټډړږښڼېۍځڅ]")), ("ur", re.compile("[ٹڈڑں]|ے")),
    ("fa", re.compile("[پچژگ]|ک|ی")), ("uk", re.compile("[іїєґІЇЄҐ]")), ("ru", re.compile("[ыэъёЫЭЪЁ]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
)  # fmt: skip
_PERSIAN = {"fa", "prs"}


def written_in(tag: str) -> str:
    """The script in which the language *tag* is written."""
    return _SCRIPT_OF.get(tag, "latin")


def languages_of(text: str, prior: str) -> tuple[str, ...]:
    """The languages that a short *text* may be in, likeliest first, for someone who reads *prior*."""
    letters = script(text)
    marked = [tag for tag, pattern in _LETTERS if pattern.search(text)] if letters != "latin" else []
    if prior in _PERSIAN and "fa" in marked:
        marked[marked.index("fa")] = prior
    own = [prior] if written_in(prior) == letters else []
    if letters == "latin":
        return tuple(dict.fromkeys([*_by_small_words(text, own), *own, "en"]))
    likely = [*(marked[:1] or own), *own, *BY_SCRIPT.get(letters, ())]
    return tuple(dict.fromkeys(likely))[:3] if likely else (prior,)


def _by_small_words(text: str, own: list[str]) -> list[str]:
    """The language whose small words *text* holds most of, before that of the reader where they say so clearly."""
    found = set(words(text))
    counted = {tag: len(found & stopwords(tag)) for tag in listed() if written_in(tag) == "latin"}
    best = max(counted, key=lambda tag: (counted[tag], tag in own, tag == "en"))
    return (
        [best]
        if counted[best] > max(1, *(counted.get(tag, 0) for tag in own), 0) or (not own and counted[best])
        else []
    )


@lru_cache(maxsize=4096)
def language_for(text: str, tag: str) -> str:
    """The language of a *text* that is marked as *tag*; guessed where that says nothing."""
    if tag not in UNKNOWN:
        return tag
    first = languages_of(text, "")[0] if text else ""
    if script(text) not in {"latin", "arabic", "cyrillic"} or len(text) < ENOUGH:
        return first if script(text) != "latin" or _by_small_words(text, []) else ""
    return language_of(text, first or "en")
