"""The embedded engine. The only module that knows Whoosh.

Whoosh keeps the terms, their postings and the entries; which entries are likeliest is summed here from postings that
stay in memory, since its own scorers take ten times as long. An index is unpickled when opened, so its folder is ours
alone (0700) and is never restored from a backup.
"""

import shutil
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any, cast

from whoosh import index
from whoosh.analysis import Analyzer, SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, Schema
from whoosh.reading import TermNotFound

from portal.search.engine import Query
from portal.search.entries import KEY, NAME, Entry, entry_of_kept, is_word
from portal.search.wordlist import WordList

FORMAT = "format-2"  # of the index: one of another is not opened, and made anew by the worker
IN_TEXT = 0.7  # what a term is worth that does not stand in a name
SHORTEST_LIKE = 2
KEPT_LISTS = 24  # segments whose words are kept in memory
KEPT_POSTINGS = 4_000_000  # document numbers that are kept in memory: 16 MB
MEMORY = 128  # MB for writing


def _schema() -> Schema:
    plain = cast(Analyzer, SpaceSeparatedTokenizer())
    return Schema(key=ID(stored=True, unique=True), words=ID(analyzer=plain), marks=ID(analyzer=plain), entry=STORED)


def _is_spelled(term: str) -> bool:
    """Whether *term* is a word or a stem: what may be near to what someone typed."""
    return is_word(term) and term[0] != KEY


def _field(term: str) -> str:
    return "words" if _is_spelled(term) else "marks"


def _row(entry: Entry) -> dict[str, Any]:
    fields: dict[str, list[str]] = {"words": [], "marks": []}
    for term in entry.terms:
        fields[_field(term)].append(term)
    return {"key": entry.key, "entry": entry.kept} | {name: " ".join(terms) for name, terms in fields.items()}


class _Postings:
    """Which documents of a segment hold a term: read once, the most lately asked for kept."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[str, int, str], array[int]] = OrderedDict()
        self.size = 0
        self.lock = Lock()

    def of(self, reader: Any, segment: str, term: str) -> "array[int]":
        """The numbers of the documents that hold *term* and were not dropped."""
        name = (segment, int(reader.doc_count()), term)
        with self.lock:
            if name in self.kept:
                self.kept.move_to_end(name)
                return self.kept[name]
        try:
            found = array("I", reader.postings(_field(term), term).all_ids())
        except TermNotFound:
            found = array("I")
        with self.lock:
            self.kept[name] = found
            self.size += len(found) + 1
            while self.size > KEPT_POSTINGS:
                self.size -= len(self.kept.popitem(last=False)[1]) + 1
        return found


class WhooshEngine:
    """An index in a folder of its own; a rebuild is made beside it and swapped in by renaming."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FORMAT
        self.opened: tuple[str, Any] | None = None
        self.searcher: Any = None
        self.words: OrderedDict[str, WordList] = OrderedDict()
        self.postings = _Postings()
        self.lock = Lock()

    def _current(self) -> Path | None:
        """The folder of the index that is in use: the one with the highest number."""
        numbered = [each for each in self.folder.glob("[0-9]*") if each.name.isdigit()]
        return max(numbered, key=lambda each: int(each.name), default=None)

    def _index(self) -> Any:
        current = self._current()
        if current is None:
            return None
        if self.opened is None or self.opened[0] != current.name:
            self.opened = (current.name, index.open_dir(str(current)))
            self.searcher = None
        return self.opened[1]

    def _searcher(self) -> Any:
        """A searcher that sees the last commit; None where there is no index yet."""
        with self.lock:
            found = self._index()
            if found is None:
                return None
            if self.searcher is None or not self.searcher.up_to_date():
                self.searcher = found.searcher()
            return self.searcher

    def _segments(self) -> list[tuple[Any, str]]:
        """A reader of each segment, with a name that nothing else has."""
        searcher = self._searcher()
        generation = self.opened[0] if self.opened else ""
        leaves = searcher.reader().leaf_readers() if searcher else []
        held = [reader for reader, _offset in leaves if reader.segment()]  # an index that is empty has none
        return [(reader, f"{generation}/{reader.segment().segment_id()}") for reader in held]

    def search(self, query: Query) -> list[Entry]:
        """The likeliest entries; nothing where there is no index yet."""
        best: list[tuple[float, int, Any]] = []
        for reader, segment in self._segments():
            worth = self._worth(reader, segment, query)
            best += [
                (sum_, number, reader) for number, sum_ in nlargest(query.limit, worth.items(), key=itemgetter(1))
            ]
        best.sort(key=lambda each: -each[0])
        return [entry_of_kept(reader.stored_fields(number)["entry"]) for _, number, reader in best[: query.limit]]

    def _worth(self, reader: Any, segment: str, query: Query) -> dict[int, float]:
        """What each document of a segment is worth: for each word the best term that stands for it, summed."""
        total: dict[int, float] = {}
        for group in query.groups:
            best = self._best(reader, segment, group)
            if not total:
                total = best
                continue
            for number, worth in best.items():
                total[number] = total.get(number, 0.0) + worth
        for each in query.filters:
            allowed = {number for facet in each for number in self.postings.of(reader, segment, facet)}
            total = {number: worth for number, worth in total.items() if number in allowed}
        return total

    def _best(self, reader: Any, segment: str, group: Mapping[str, float]) -> dict[int, float]:
        worths = [(worth * IN_TEXT, term) for term, worth in group.items()]
        worths += [(worth, NAME + term) for term, worth in group.items()]
        best: dict[int, float] = {}
        for worth, term in sorted(worths):
            best.update(dict.fromkeys(self.postings.of(reader, segment, term), worth))
        return best

    def counts(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many documents each of *terms* stands, those that were dropped lately among them."""
        searcher = self._searcher()
        if searcher is None:
            return {}
        reader = searcher.reader()
        found = {term: reader.doc_frequency(_field(term), term) for term in set(terms)}
        return {term: int(number) for term, number in found.items() if number}

    def size(self) -> int:
        """How many documents there are."""
        searcher = self._searcher()
        return int(searcher.doc_count()) if searcher else 0

    def words_like(self, starts: Iterable[str], ends: Iterable[str], hearts: Iterable[str]) -> dict[str, int]:
        """Words and stems that begin with one of *starts*, end with one of *ends* or hold one of *hearts*."""
        found: dict[str, int] = {}
        sides = [[each for each in side if len(each) >= SHORTEST_LIKE] for side in (starts, ends, hearts)]
        for reader, segment in self._segments():
            words = self._words_of(reader, segment)
            for word in words.like(*sides):
                found[word] = found.get(word, 0) + int(reader.doc_frequency("words", word))
        return found

    def _words_of(self, reader: Any, segment: str) -> WordList:
        """The words of one segment, which never change: they are read once."""
        with self.lock:
            if segment not in self.words:
                self.words[segment] = WordList(term.decode("utf-8") for term in reader.lexicon("words"))
                while len(self.words) > KEPT_LISTS:
                    self.words.popitem(last=False)
            self.words.move_to_end(segment)
            return self.words[segment]

    def update(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        """Put *entries* in the place of what had their keys, and drop the keys *gone*, in one commit."""
        fresh = {entry.key: entry for entry in entries}
        if self._current() is None:
            self.rebuild(fresh.values())
            return
        writer = self._index().writer()
        for key in gone:
            writer.delete_by_term("key", key)
        for entry in fresh.values():
            writer.update_document(**_row(entry))
        writer.commit()

    def tidy(self) -> None:
        """Write the index anew without what was dropped, where anything was; and remove what a rebuild left."""
        found, current = self._index(), self._current()
        if found is not None and found.doc_count_all() > found.doc_count():
            found.writer().commit(optimize=True)
        if current is not None:
            self._drop_before(int(current.name))

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Make a new index beside the present one, then let it take over."""
        before = self._current()
        number = int(before.name) + 1 if before else 1
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        building = self.folder / f"building-{number}"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        count = _fill(building, entries)
        building.rename(self.folder / str(number))
        self._drop_before(number - 1)
        return count

    def _drop_before(self, number: int) -> None:
        """Remove indexes older than *number*; after a rebuild the last one stays: a search may be opening it."""
        for each in self.folder.glob("[0-9]*"):
            if each.name.isdigit() and int(each.name) < number:
                shutil.rmtree(each)

    def digests(self) -> dict[str, str]:
        """The digest of every entry, by its key."""
        searcher = self._searcher()
        if searcher is None:
            return {}
        return {fields["key"]: fields["entry"][-1] for fields in searcher.reader().all_stored_fields()}


def _fill(folder: Path, entries: Iterable[Entry]) -> int:
    writer = index.create_in(str(folder), _schema()).writer(limitmb=MEMORY)
    count = 0
    for entry in entries:
        writer.add_document(**_row(entry))
        count += 1
    writer.commit()
    return count
