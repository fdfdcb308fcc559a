"""A list of words that finds quickly those that begin, end or go on in some way."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence


class WordList:
    """Words, sorted by their beginnings and by their ends."""

    def __init__(self, words: Iterable[str]) -> None:
        self.forward = sorted(words)
        self.backward = sorted(word[::-1] for word in self.forward)
        self.all = "\n".join(("", *self.forward, ""))

    def like(self, starts: Iterable[str], ends: Iterable[str], hearts: Iterable[str]) -> set[str]:
        """Those that begin, end or go on as asked."""
        found = {word for each in starts for word in _beginning(self.forward, each)}
        found |= {word[::-1] for each in ends for word in _beginning(self.backward, each[::-1])}
        return found | {word for each in hearts for word in self._holding(each)}

    def _holding(self, heart: str) -> Iterator[str]:
        at = self.all.find(heart)
        while at >= 0:
            end = self.all.index("\n", at)
            yield self.all[self.all.rindex("\n", 0, at) + 1 : end]
            at = self.all.find(heart, end)


def _beginning(words: Sequence[str], start: str) -> Iterator[str]:
    for at in range(bisect_left(words, start), len(words)):
        if not words[at].startswith(start):
            return
        yield words[at]
