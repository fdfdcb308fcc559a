"""Synthetic documents of real words in many languages: some words common, most of them rare, as in texts."""

import itertools
import random
from collections.abc import Iterator

from portal.kinds import Document
from portal.search.concepts import CATEGORY, IN_LATIN, Table

SEED = 7
NAME, TEXT = 4, 40  # words
SHARES = {
    "en": 30,
    "ar": 18,
    "fa": 8,
    "prs": 4,
    "uk": 10,
    "fr": 6,
    "es": 6,
    "tr": 6,
    "so": 3,
    "ti": 3,
    "ru": 3,
    "de": 3,
}
RARE = 20_000  # made-up words of each language: parts of two of its own
CATEGORIES = ("meals", "clinic", "bed-tonight", "legal-help", "language-library", "children", "youth", "pharmacy")
AREAS = ("kallio", "vallila", "toolo", "pasila", "")


def _vocabulary(table: Table, tag: str, chance: random.Random) -> list[str]:
    """The words of a language, the commonest first: its own, then made-up rare ones."""
    own = [word for row in table.by_locale[tag] if not row.code.startswith(CATEGORY) for word in row.word.split()]
    own = list(dict.fromkeys(own))
    chance.shuffle(own)
    halves = [(chance.choice(own), chance.choice(own)) for _ in range(RARE)]
    return own + [one[: len(one) // 2 + 1] + other[len(other) // 2 :] for one, other in halves]


def documents(table: Table, number: int, kind: str = "page") -> Iterator[Document]:
    """*number* documents, the same each time."""
    chance = random.Random(SEED)
    words = {tag: _vocabulary(table, tag, chance) for tag in SHARES if tag != IN_LATIN}
    ranks = {
        tag: list(itertools.accumulate(1 / (place + 2) for place in range(len(said)))) for tag, said in words.items()
    }
    tags = chance.choices(list(SHARES), list(SHARES.values()), k=number)
    for place, tag in enumerate(tags, 1):
        drawn = chance.choices(words[tag], cum_weights=ranks[tag], k=NAME + TEXT)
        yield Document(
            f"{kind}:{place}",
            {tag: " ".join(drawn[:NAME])},
            {tag: " ".join(drawn[NAME:])},
            categories=(chance.choice(CATEGORIES),),
            area=chance.choice(AREAS),
        )
