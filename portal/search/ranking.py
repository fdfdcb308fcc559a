"""Which entries answer a question best: the same for every engine."""

from collections.abc import Sequence

from portal.search.asking import Asked, Meant, Unit
from portal.search.concepts import CATEGORY
from portal.search.entries import Entry

IN_NAME, IN_TEXT = 1.0, 0.7
BOTH = 0.25  # how much the lesser of two signs adds to the greater
BY_CONCEPT = 0.8  # what a concept is worth beside the word itself
WHOLE_NAME, ALL_WORDS, OWN_LANGUAGE = 0.15, 0.25, 0.12


def rank(asked: Asked, entries: Sequence[Entry], prior: str) -> list[Entry]:
    """*entries*, best first; of those that are nearly as good, what a reader of *prior* can read."""
    scored = [(score(asked, entry, prior), entry) for entry in entries]
    kept = [pair for pair in scored if pair[0] > 0]
    return [entry for _, entry in sorted(kept, key=lambda pair: (-pair[0], len(pair[1].key), pair[1].key))]


def score(asked: Asked, entry: Entry, prior: str) -> float:
    """How well *entry* answers: how much of what was asked it holds, where, and how surely."""
    if not asked.units:
        return 0.0
    names = " ".join(entry.names)
    credits = [_credit(unit, names, entry.texts) for unit in asked.units]
    for meant in asked.meant:
        worth = _worth(meant, entry)
        for place in meant.words:
            other = min(credits[place], worth)
            credits[place] = max(credits[place], worth) + BOTH * other
    total = sum(unit.weight for unit in asked.units)
    covered = sum(unit.weight * credit for unit, credit in zip(asked.units, credits, strict=True)) / total
    if not covered:
        return 0.0
    answered = sum(unit.weight for unit, credit in zip(asked.units, credits, strict=True) if credit) / total
    return (
        covered
        + ALL_WORDS * answered * covered
        + WHOLE_NAME * _whole(asked, entry)
        + OWN_LANGUAGE * (prior in entry.languages)
    )


def _credit(unit: Unit, names: str, texts: str) -> float:
    best = 0.0
    for term, strength in unit.terms.items():
        if strength > best:
            spaced = f" {term} "
            if spaced in names:
                best = max(best, strength * IN_NAME)
            elif spaced in texts:
                best = max(best, strength * IN_TEXT)
    return best


def _worth(meant: Meant, entry: Entry) -> float:
    weight = entry.concepts.get(meant.code, 0.0)
    return (
        meant.strength * weight * (1.0 if meant.code.startswith(CATEGORY) and meant.strength == 1.0 else BY_CONCEPT)
    )


def _whole(asked: Asked, entry: Entry) -> float:
    """How much of one of its names was asked for: the whole name is the surest sign that it was meant."""
    best = 0.0
    for name in entry.names:
        words = [term for term in name.split() if term[0] not in "=~"]
        wanted = {term for unit in asked.units for term, strength in unit.terms.items() if strength >= 0.9}
        hits = sum(1 for term in name.split() if term in wanted and term[0] != "~")
        best = max(best, min(1.0, hits / max(len(words), 1)))
    return best
