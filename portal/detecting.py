"""Which language a text is in, guessed from its letters and from the language of its writer's page."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from portal.languages import LANGUAGES

ENOUGH = 12  # letters: below that, the letters say little and the writer's page says more
SURE = 5.0  # by how much (log) another language must lead over the writer's own
# Those that people here write, of the hundred that the identifier knows: fewer are told apart better.
_KNOWN = (
    *(
        "ar",
        "am",
        "bn",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "it",
        "ja",
    ),
    *(
        "ka",
        "ko",
        "ku",
        "lt",
        "lv",
        "ne",
        "nl",
        "no",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "si",
        "sq",
        "sr",
        "sv",
        "sw",
        "ta",
    ),
    *("th", "tl", "tr", "uk", "ur", "vi", "zh"),
)
_WORDS = re.compile(r"[^\W\d_]+")
_RUSSIAN, _UKRAINIAN = re.compile("[ыэъё]", re.IGNORECASE), re.compile("[іїєґ]", re.IGNORECASE)
# What the identifier does not know, and what it takes it for.
_TAKEN_FOR = {"ti": {"am"}, "prs": {"fa"}}
_SCRIPT = {"ar": "ARABIC", "fa": "ARABIC", "prs": "ARABIC", "uk": "CYRILLIC", "ti": "ETHIOPIC"}


@lru_cache(maxsize=1)
def load() -> Any:
    """Load the identifier: half a second, best before the first reader."""
    import py3langid

    py3langid.set_languages(list(_KNOWN))
    return py3langid


def language_of(text: str, prior: str) -> str:
    """The tag of the language of *text*, whose writer read the page in *prior*; *prior* where nothing says more."""
    letters = "".join(_WORDS.findall(text))
    if not letters or (len(letters) < ENOUGH and _script(letters) == _SCRIPT.get(prior, "LATIN")):
        return prior
    if _RUSSIAN.search(text) and not _UKRAINIAN.search(text):
        return "ru"
    ranked = dict(load().rank(text[:2000]))
    found = max(ranked, key=ranked.__getitem__)
    own = {prior} | _TAKEN_FOR.get(prior, set())
    nearest = max((ranked[each] for each in own if each in ranked), default=None)
    if found in own or (nearest is not None and ranked[found] - nearest < SURE):
        return prior
    if found not in LANGUAGES and prior == "so" and _script(letters) == "LATIN":
        return prior
    return next((tag for tag, taken in _TAKEN_FOR.items() if found in taken - set(LANGUAGES)), str(found))


def _script(letters: str) -> str:
    """The script that most of *letters* are in, as Unicode names it."""
    names = [unicodedata.name(each, "?").split()[0] for each in letters[:200]]
    return max(set(names), key=names.count)
