"""The phrases of the interface that may harm someone if they are wrong: a speaker reviews them before all others."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.i18n import catalog
from portal.languages import LANGUAGES, SOURCE

FILE = Path(__file__).parent / "safety_phrases.txt"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in English, and what it says in each language; empty where it is not translated."""

    phrase: str
    said: Mapping[str, str]


def phrases() -> list[str]:
    """The phrases in English, the gravest first."""
    return FILE.read_text(encoding="utf-8").splitlines()


def rows() -> list[Phrase]:
    """Every phrase with its translations, as readers see them now."""
    return [Phrase(each, {tag: _said(tag, each) for tag in LANGUAGES if tag != SOURCE}) for each in phrases()]


def _said(tag: str, phrase: str) -> str:
    said = str(catalog(tag).ugettext(phrase))
    return "" if said == phrase else said
