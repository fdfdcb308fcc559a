"""What the worker does for search: entries of what is public now, in the place of what was."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import func, select

from portal import db
from portal.kinds import Document, Kind, all_kinds, split_key
from portal.outbox.queue import promise
from portal.search.engine import Query, current
from portal.search.entries import CONCEPT, STEM, digest, entry_of
from portal.search.table import forget, table

CHUNK = 500
TIDIED_AT_ONCE = 2_000  # documents, up to which the index is written anew as soon as something was dropped
INDEX, TIDY, CONCEPTS, BEGIN = "index", "tidy index", "index concept", "begin index"
MOST_HOLDING = 100_000
Progress = Callable[[int], None]


def _nothing(_done: int) -> None:
    pass


def index(keys: Sequence[str]) -> None:
    """Bring the index up to date for *keys*: what is not public, or is no more, is dropped from it."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        name, number = split_key(key)
        wanted[name].append(number)
    documents = [found for name, ids in wanted.items() for found in documents_of(all_kinds()[name], ids)]
    have = {document.key for document in documents}
    gone = [key for key in keys if key not in have]
    words = table()
    current().update((entry_of(document, words) for document in documents), gone)
    if gone:
        _promise_to_tidy()


def _promise_to_tidy() -> None:
    """What was dropped has to leave the files, too: at once where that is quick, else within the hour."""
    hour = db.now().replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=1)
    with db.transaction() as session:
        promise(session, TIDY, ["*"], None if current().size() <= TIDIED_AT_ONCE else hour)


def tidy(_keys: Sequence[str]) -> None:
    """Take what was dropped out of the files."""
    current().tidy()


def begin(_keys: Sequence[str]) -> None:
    """Ask for everything where there is no index: at the first start, or after its format changed."""
    if current().size():
        return
    keys = [
        f"{kind.name}:{id_}" for kind in all_kinds().values() for id_ in db.session().scalars(select(kind.model.id))
    ]
    with db.transaction() as session:
        promise(session, INDEX, keys)


def index_concepts(codes: Sequence[str]) -> None:
    """Ask for everything anew that holds a word of the concepts *codes*, or did."""
    forget()
    terms = {f"{CONCEPT}{code}": 1.0 for code in codes}
    for code in codes:
        for phrase in (phrase for found in table().by_first.values() for phrase in found if phrase.code == code):
            terms |= {mark + form: 1.0 for form in phrase.words[0].every for mark in ("", STEM)}
    keys = [entry.key for entry in current().search(Query([terms], limit=MOST_HOLDING))]
    with db.transaction() as session:
        promise(session, INDEX, keys)


def documents_of(kind: Kind, ids: Sequence[int]) -> list[Document]:
    """The documents of those of *ids* that search may find now."""
    rows = db.session().scalars(kind.for_search().where(kind.model.id.in_(ids))).unique().all()
    return kind.documents(rows)


def everything(progress: Progress = _nothing) -> Iterator[Document]:
    """Every document that search may find now."""
    for kind in all_kinds().values():
        ids = db.session().scalars(select(kind.model.id).order_by(kind.model.id)).all()
        for start in range(0, len(ids), CHUNK):
            yield from documents_of(kind, ids[start : start + CHUNK])
            db.session().expunge_all()
            progress(len(ids[start : start + CHUNK]))


def number() -> int:
    """How many rows `everything` looks at."""
    counts = (select(func.count()).select_from(kind.model) for kind in all_kinds().values())
    return sum(int(db.session().scalar(count) or 0) for count in counts)


def rebuild(progress: Progress = _nothing) -> int:
    """Index every public thing anew, and ask for what changed meanwhile; return how many."""
    words = table()
    count = current().rebuild(entry_of(document, words) for document in everything(progress))
    db.close()
    differing = [key for keys in check().values() for key in keys]
    with db.transaction() as session:
        promise(session, INDEX, differing)
    return count


def check(progress: Progress = _nothing) -> dict[str, list[str]]:
    """What the index lacks, holds too much, and holds as it was: keys, by *missing*, *superfluous* and *stale*."""
    held = current().digests()
    wanted = {document.key: digest(document) for document in everything(progress)}
    return {
        "missing": sorted(wanted.keys() - held.keys()),
        "superfluous": sorted(held.keys() - wanted.keys()),
        "stale": sorted(key for key in wanted.keys() & held.keys() if wanted[key] != held[key]),
    }
