"""Puts search into an application: the engine, the pages, and the worker's part."""

from datetime import timedelta
from pathlib import Path

from flask import Flask

from portal.outbox import queue
from portal.search import concept_views, indexing, missing
from portal.search.postgres_engine import PostgresEngine
from portal.search.views import bp
from portal.search.whoosh_engine import WhooshEngine

rebuild, check, number = indexing.rebuild, indexing.check, indexing.number


def init_app(app: Flask, folder: Path) -> None:
    """Give *app* its search: in its database where that is PostgreSQL, else with an index in *folder*."""
    embedded = app.extensions["wayhouse.engine"].dialect.name == "sqlite"
    app.extensions["wayhouse.search"] = WhooshEngine(folder) if embedded else PostgresEngine()
    app.register_blueprint(bp)
    app.register_blueprint(concept_views.bp)
    queue.register(app, queue.Topic(indexing.INDEX, indexing.index))
    queue.register(app, queue.Topic(indexing.TIDY, indexing.tidy))
    queue.register(app, queue.Topic(indexing.CONCEPTS, indexing.index_concepts))
    queue.register(app, queue.Topic(indexing.BEGIN, indexing.begin, timedelta(hours=1)))
    queue.register(app, queue.Topic("forget missing", missing.forget_old, timedelta(days=1)))
