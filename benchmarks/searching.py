"""Search: how long questions take and how fast documents are indexed, on both engines at growing numbers."""

import gc
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from benchmarks import collections, finding, multilingual
from benchmarks.finding import fill, ours, portal
from portal import db
from portal.kinds import Document
from portal.search.concepts import Table
from portal.search.engine import Query, current
from portal.search.entries import entry_of
from tests.cluster import Cluster, programs

NUMBERS = (1_000, 20_000, 100_000)
TIMES = 60
SINGLE = ("doctor", "food", "مدرسة", "лікар", "işe", "abogado", "pharmacie", "shaqo", "پزشک", "ሓኪም")
THREE = (
    "doctor without papers",
    "free food family",
    "مدرسة أطفال تسجيل",
    "лікар для дитини школа",
    "abogado asilo ayuda",
)
MISSPELT = ("docter", "shcool", "hosptal", "مستشقى", "лікрня", "abogdo", "kütüpane", "pharmcie")
PLACE = """
INSERT INTO place (id, slug, category_code, address, hours, time_zone, website, interpreters, emergency, demo,
                   source, source_ref, source_date)
VALUES (:id, :slug, :category, '', '', 'UTC', '', :no, :no, :no, 'bench', :slug, '2026-01-01')
"""
SAID = """
INSERT INTO place_text (place_id, locale, name, about, origin, review)
VALUES (:id, :tag, :name, :about, 'imported', 'draft')
"""


def _spread(do: Callable[[str], object], asked: Sequence[str]) -> str:
    taken = []
    for number in range(TIMES + len(asked)):
        began = time.perf_counter()
        do(asked[number % len(asked)])
        if number >= len(asked):
            taken.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    return f"{cuts[49]:>8.0f}/{cuts[98]:<6.0f}"


def compare(make: dict[str, Callable[[int], Flask]]) -> None:
    """Print how long questions take and how fast documents are indexed, on each engine at each number of them."""
    table = collections.shipped_table()
    heads = ("one word", "three words", "phrase", "prefix", "misspelt", "full page")
    for engine, portal_of in make.items():
        print(
            f"\n{engine:<24}"
            + "".join(f"{head:>15}" for head in heads)
            + "   (p50/p99 ms)   indexed/s   update ms      MB"
        )
        for number in NUMBERS:
            app = portal_of(number)
            with app.app_context():
                sow(app, table, number)
                began = time.perf_counter()
                count = fill(multilingual.documents(table, number, "place"), table)
                rate = count / (time.perf_counter() - began)
            gc.freeze()
            print(
                f"{number:<24,}"
                + _speed_row(app, table)
                + f"{rate:>26.0f}{_update(app, table):>12.0f}{_memory():>8.0f}"
            )
            db_engine = app.extensions["wayhouse.engine"]
            db_engine.dispose()


def sow(app: Flask, table: Table, number: int) -> None:
    """Fill the database with the places that *number* documents are of, so that pages are whole."""
    places, texts = [], []
    for each in multilingual.documents(table, number, "place"):
        [(tag, name)] = each.names.items()
        id_ = int(each.key.partition(":")[2])
        places.append({"id": id_, "slug": f"bench-{id_}", "category": each.categories[0], "no": False})
        texts.append({"id": id_, "tag": tag, "name": name[:200], "about": each.texts[tag][:2000]})
    with db.transaction() as session:
        session.execute(text(PLACE), places)
        session.execute(text(SAID), texts)
    with db.transaction() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ANALYZE"))


def _speed_row(app: Flask, table: Table) -> str:
    client = app.test_client()
    phrases = [" ".join(next(iter(each.names.values())).split()[:3]) for each in multilingual.documents(table, 12)]
    begun = [word[:4] for word in ("doctor", "shelter", "pharmacy", "лікарня", "مستشفى", "abogado")]
    find = ours(table)

    def within(words: str) -> None:
        with app.app_context():
            find(words, "en")

    def start(words: str) -> None:
        with app.app_context():
            like = current().words_like([words], (), ())
            current().search(Query([dict.fromkeys(sorted(like, key=lambda each: -like[each])[:12], 1.0)], limit=24))

    def page(words: str) -> None:
        answer = client.get("/en/search", query_string={"q": words})
        if answer.status_code != 200:
            raise RuntimeError(words)

    rows = [
        _spread(within, SINGLE),
        _spread(within, THREE),
        _spread(within, phrases),
        _spread(start, begun),
        _spread(within, MISSPELT),
    ]
    return "".join(rows) + _spread(page, (*SINGLE, *THREE, *MISSPELT[:2]))


def _update(app: Flask, table: Table) -> float:
    """How long one saved document takes to be found, once the worker has it, in milliseconds."""
    taken = []
    with app.app_context():
        for number in range(3):
            entry = entry_of(Document(f"place:{number + 1}", {"en": f"A new lantern zq{number}"}), table)
            began = time.perf_counter()
            current().update([entry], [])
            if not current().search(Query([{f"zq{number}": 1.0}])):
                raise RuntimeError("A saved document was not found.")
            taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path) -> None:
    """Print everything of search; of the embedded engine alone where PostgreSQL is not installed."""
    make: dict[str, Callable[[int], Flask]] = {"Whoosh": lambda number: portal(folder / f"whoosh-{number}")}
    if (found := programs()) is None:
        _measure(folder, make)
        return
    cluster = Cluster(found, durable=True)
    try:
        engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as opened:
            for number in (0, *NUMBERS):
                opened.execute(text(f"CREATE DATABASE search_{number}"))
        engine.dispose()
        make["PostgreSQL"] = lambda number: portal(folder / f"pg-{number}", cluster.url(f"search_{number}"))
        _measure(folder, make)
    finally:
        cluster.stop()


def _measure(folder: Path, make: dict[str, Callable[[int], Flask]]) -> None:
    apps = {name: portal_of(0) for name, portal_of in make.items()}
    finding.compare_recall(apps, folder)
    finding.compare_titles(apps["Whoosh"])
    compare(make)
