"""Puts search into an application: the engine, the page, and the worker's part."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from portal import db
from portal.kinds import Document, Kind, all_kinds, split_key
from portal.outbox import queue
from portal.search.engine import current
from portal.search.views import bp
from portal.search.whoosh_engine import WhooshEngine

CHUNK = 1_000


def index(keys: Sequence[str]) -> None:
    """Bring the index up to date for *keys*: what is not public, or is no more, is dropped from it."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        name, number = split_key(key)
        wanted[name].append(number)
    documents = [found for name, ids in wanted.items() for found in _documents(all_kinds()[name], ids)]
    have = {document.key for document in documents}
    current().update(documents, [key for key in keys if key not in have])


def _documents(kind: Kind, ids: Sequence[int]) -> list[Document]:
    rows = db.session().scalars(kind.for_search().where(kind.model.id.in_(ids))).unique().all()
    return kind.documents(rows)


def _everything() -> Iterator[Document]:
    for kind in all_kinds().values():
        ids = db.session().scalars(select(kind.model.id).order_by(kind.model.id)).all()
        for start in range(0, len(ids), CHUNK):
            yield from _documents(kind, ids[start : start + CHUNK])
            db.session().expunge_all()


def rebuild() -> int:
    """Index every public thing anew; return how many."""
    return current().rebuild(_everything())


def init_app(app: Flask, folder: Path) -> None:
    """Give *app* its search, with the index in *folder*."""
    app.extensions["wayhouse.search"] = WhooshEngine(folder)
    app.register_blueprint(bp)
    queue.register(app, queue.Topic("index", index))
