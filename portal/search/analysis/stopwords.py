"""Words that say nothing of what is looked for, by language."""

import tomllib
from functools import lru_cache
from pathlib import Path

from portal.taxonomy.folding import fold, words

FILE = Path(__file__).parent.parent / "data" / "stopwords.toml"
_NEIGHBOURS = {"prs": ("prs", "fa"), "fa": ("fa", "prs"), "no": ("sv",), "da": ("sv",)}


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    shipped = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {tag: frozenset(words(said)) | frozenset(map(fold, said.split())) for tag, said in shipped.items()}


@lru_cache(maxsize=128)
def stopwords(tag: str) -> frozenset[str]:
    """The folded stop words of a language; none where we have no list."""
    return frozenset().union(*(_lists().get(each, frozenset()) for each in _NEIGHBOURS.get(tag, (tag,))))


def listed() -> tuple[str, ...]:
    """The languages that have a list."""
    return tuple(_lists())
