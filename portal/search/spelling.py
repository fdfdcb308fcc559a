"""Words near a misspelled one: by the engine's own words, with a distance that counts what fingers do wrong."""

from collections.abc import Iterable

SHORTEST_SIDE = {1: 2, 2: 3}  # letters that have to be right at one end: fewer fit too many words
SHORTEST, SHORTEST_TWO = 4, 8  # letters, from which on one or two mistakes are forgiven


def mistakes(word: str) -> int:
    """How many mistakes are forgiven in *word*."""
    letters = len(word)
    return 0 if letters < SHORTEST or word.isdigit() else 1 if letters < SHORTEST_TWO else 2


def sides(word: str, allowed: int) -> tuple[set[str], set[str]]:
    """Beginnings and ends, one of which a word has that is *allowed* mistakes from *word*.

    One mistake leaves one half whole (or swaps the letters where the halves meet); two leave the first or the last
    third whole, save where one falls into each: those are not found.
    """
    if not allowed:
        return set(), set()
    part = max(len(word) // (allowed + 1), SHORTEST_SIDE[allowed])
    return {word[:part]}, {word[-part:]}


def distance(one: str, other: str, most: int) -> int:
    """How many letters are added, left out, replaced or swapped with their neighbour; more than *most* is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != wanted))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def nearest(word: str, others: Iterable[str], allowed: int) -> list[tuple[str, int]]:
    """Those of *others* that *word* may be meant to be, with how many mistakes that takes, nearest first."""
    found = []
    lengths = range(max(len(word) - allowed, SHORTEST - 1), len(word) + allowed + 1)
    for other in others:
        if len(other) not in lengths or (allowed == 2 and other[0] != word[0] and len(other) != len(word)):
            continue
        mistaken = distance(word, other, allowed)
        if 0 < mistaken <= allowed and (mistaken == 1 or other[0] == word[0]):
            found.append((other, mistaken))
    return sorted(found, key=lambda pair: pair[1])
