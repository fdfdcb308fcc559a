"""The embedded engine. The only module that knows Whoosh.

An index is unpickled when opened, so its folder is ours alone (0700) and is never restored from a backup.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from whoosh import index
from whoosh.analysis import Analyzer, SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.query import Or, Prefix, Term

from portal.kinds import Document
from portal.search.engine import Query
from portal.search.stems import terms

NAME_BOOST, CATEGORY_BOOST, TEXT_BOOST, PREFIX_BOOST = 4.0, 2.0, 1.0, 1.5
SHORTEST_PREFIX = 4


def _schema() -> Schema:
    plain = cast(Analyzer, SpaceSeparatedTokenizer())
    return Schema(
        key=ID(stored=True, unique=True),
        names=TEXT(analyzer=plain, phrase=False),
        texts=TEXT(analyzer=plain, phrase=False),
        categories=KEYWORD,
    )


def _row(document: Document) -> dict[str, str]:
    return {
        "key": document.key,
        "names": " ".join(term for locale, name in document.names.items() for term in terms(name, locale)),
        "texts": " ".join(term for locale, text in document.texts.items() for term in terms(text, locale)),
        "categories": " ".join(document.categories),
    }


class WhooshEngine:
    """An index in a folder of its own; a rebuild is made beside it and swapped in by renaming."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.opened: tuple[str, Any] | None = None

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
        return self.opened[1]

    def search(self, query: Query) -> list[str]:
        """The keys that match, best first; nothing where there is no index yet."""
        found = self._index()
        asked = _asked(query)
        if found is None or not asked:
            return []
        with found.searcher() as searcher:
            return [hit["key"] for hit in searcher.search(Or(asked), limit=query.limit)]

    def update(self, documents: Iterable[Document], gone: Iterable[str]) -> None:
        """Put *documents* in the place of what had their keys, and drop the keys *gone*, in one commit."""
        fresh = {document.key: document for document in documents}
        if self._current() is None:
            self.rebuild(fresh.values())
            return
        writer, dropped = self._index().writer(), list(gone)
        for key in dropped:
            writer.delete_by_term("key", key)
        for document in fresh.values():
            writer.update_document(**_row(document))
        writer.commit(optimize=bool(dropped))  # what was dropped leaves the files, too

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Make a new index beside the present one, then let it take over."""
        before = self._current()
        number = int(before.name) + 1 if before else 1
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        building = self.folder / f"building-{number}"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        count = _fill(building, documents)
        building.rename(self.folder / str(number))
        self._drop_before(number - 1)
        return count

    def _drop_before(self, number: int) -> None:
        """Remove indexes older than *number*; the last one stays, since a search may be reading it."""
        for each in self.folder.glob("[0-9]*"):
            if each.name.isdigit() and int(each.name) < number:
                shutil.rmtree(each)


def _fill(folder: Path, documents: Iterable[Document]) -> int:
    writer = index.create_in(str(folder), _schema()).writer(limitmb=128)
    count = 0
    for document in documents:
        writer.add_document(**_row(document))
        count += 1
    writer.commit()
    return count


def _asked(query: Query) -> list[Any]:
    """One flat OR: whole words, the beginnings of names, and categories. Nested queries rank wrongly in Whoosh."""
    asked: list[Any] = []
    for word in query.words:
        asked += [Term("names", word, boost=NAME_BOOST), Term("texts", word, boost=TEXT_BOOST)]
        if len(word) >= SHORTEST_PREFIX:
            asked.append(Prefix("names", word, boost=PREFIX_BOOST))
    return asked + [Term("categories", code, boost=CATEGORY_BOOST) for code in query.categories]
