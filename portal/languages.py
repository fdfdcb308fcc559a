"""Languages: which there are, how one is chosen for a reader, and what stands in for another. No request needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from babel import Locale


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the interface speaks.

    ``tag`` is used in paths and as HTML ``lang``; ``babel`` is what Babel calls it; ``instead`` is tried where
    words are missing, before English. A *door* language is whole only on the pages that a stranger needs first.
    """

    tag: str
    babel: str
    endonym: str
    direction: str = "ltr"
    instead: str = ""
    door: bool = False


LANGUAGES: dict[str, Language] = {
    each.tag: each
    for each in (
        Language("en", "en", "English"),
        Language("ar", "ar", "العربية", "rtl"),
        Language("fa", "fa", "فارسی", "rtl"),
        Language("prs", "fa_AF", "دری", "rtl", instead="fa"),
        Language("uk", "uk", "Українська"),
        Language("fr", "fr", "Français"),
        Language("es", "es", "Español"),
        Language("tr", "tr", "Türkçe"),
        Language("ti", "ti", "ትግርኛ", door=True),
        Language("so", "so", "Soomaali", door=True),
    )
}
SOURCE = "en"

# Plural forms as Weblate counts them, so that outside translators' files fit ours.
PLURALS = {
    "en": "nplurals=2; plural=n != 1;",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "fa": "nplurals=2; plural=n > 1;",
    "prs": "nplurals=2; plural=n > 1;",
    "uk": "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;",
    "fr": "nplurals=2; plural=n > 1;",
    "es": "nplurals=2; plural=n != 1;",
    "tr": "nplurals=2; plural=n != 1;",
    "ti": "nplurals=2; plural=n > 1;",
    "so": "nplurals=2; plural=n != 1;",
}

# What a browser may ask for, and what it gets. Longer prefixes first; "" means: we have nothing near enough.
# Never ckb for kmr or the other way, never Russian for Ukrainian readers, never Persian for Pashto by itself.
ALIASES = {"fa-af": "prs", "ku-arab": "ckb", "ku-latn": "kmr", "ku": "kmr", "ckb": "ckb", "kmr": "kmr"}


class Said(NamedTuple):
    """Words, and the tag of the language that they are in."""

    words: str
    tag: str


def _choice(wanted: str) -> str:
    """Return our tag for one wanted language range, or ""."""
    parts = wanted.lower().split("-")
    for length in range(len(parts), 0, -1):
        prefix = "-".join(parts[:length])
        tag = ALIASES.get(prefix, prefix)
        if tag in LANGUAGES or prefix in ALIASES:
            return tag if tag in LANGUAGES else ""
    return ""


def negotiate(accepted: Iterable[tuple[str, float]]) -> str | None:
    """Choose a tag for ``Accept-Language`` ranges with their weights; None where nothing is near enough."""
    ranked = sorted(accepted, key=lambda pair: -pair[1])
    return next((tag for wanted, weight in ranked if weight > 0 and (tag := _choice(wanted))), None)


@lru_cache
def chain(tag: str) -> tuple[str, ...]:
    """The languages to try for a reader of *tag*, best first: its own, its neighbour, the source."""
    language = LANGUAGES[tag]
    return tuple(dict.fromkeys(each for each in (tag, language.instead, SOURCE) if each))


def best(words: Mapping[str, str], tag: str, local: str = "") -> Said | None:
    """Pick from *words* (by locale) what a reader of *tag* should see: own chain, then *local*, then any."""
    for each in (*chain(tag), local, *sorted(words)):
        if words.get(each):
            return Said(words[each], each)
    return None


@lru_cache
def parsed(identifier: str) -> Locale:
    """The Babel locale called *identifier*."""
    return Locale.parse(identifier)


def is_language(tag: str) -> bool:
    """Whether *tag* is a language that people speak, so far as Unicode's list knows; "de-si" is a kind of "de"."""
    base, _, variant = tag.partition("-")
    known = base in LANGUAGES or base in parsed(SOURCE).languages or base in ALIASES
    return known and (not variant or (variant.isalnum() and variant.isascii() and len(variant) <= 4))


def direction(tag: str) -> str:
    """``rtl`` or ``ltr`` for content in *tag*, which need not be a language of the interface."""
    if tag in LANGUAGES:
        return LANGUAGES[tag].direction
    return "rtl" if tag.split("-")[0] in {"he", "ur", "ps", "ckb", "ug", "yi", "sd"} else "ltr"
