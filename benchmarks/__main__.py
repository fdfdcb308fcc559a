"""Print the table: pages beside the floor, then the map and the nearest at growing numbers of places."""

import gc
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from benchmarks import dialogue, floor, joining, saving, searching, signing_in, synthetic
from benchmarks.measure import bytes_of, cpu, statements
from map import demo
from map.places import queries
from map.places.filters import Wanted
from map.places.models import Place
from map.viewport import look
from portal import db
from portal.app import prepare
from portal.geo import Box, Point
from portal.i18n import speak
from portal.outbox.worker import work
from portal.settings import Settings
from resources.guides import demo as guides_demo
from resources.guides.exchange import folder as guides
from resources.guides.exchange import records
from tests.cluster import Cluster, programs

PAGES = {
    "home": "/en/",
    "list, 60 of 110": "/en/places",
    "list, 19": "/en/places?category=health",
    "list in Arabic, 19": "/ar/places?category=health",
    "place": "/en/places/helsinki-central-library-oodi",
    "map page": "/en/map",
    "viewport": "/api/places.geojson?bbox=24.93,60.16,24.96,60.18&zoom=15",
    "search": "/en/search?q=library",
    "register": "/en/account/register",
    "report harm": "/en/flag/place/1",
    "how we decide": "/en/transparency",
    "guides": "/en/guides",
    "guide": "/en/guides/doctor-without-papers",
    "guide in Arabic": "/ar/guides/doctor-without-papers",
}
NUMBERS = (1_000, 100_000, 1_000_000)
HERE = Point(60.17, 24.94)
RAW = """
SELECT pkid FROM idx_place_geometry_geom WHERE xmin <= :east AND xmax >= :west AND ymin <= :north AND ymax >= :south
"""


def portal(folder: Path) -> Flask:
    """A migrated portal without places."""
    settings = Settings(data_dir=folder, time_zone="Europe/Helsinki", country="FI", local_language="fi")
    return prepare(settings)


def compare_pages(folder: Path) -> None:
    """Print each page's cost beside the floor's."""
    bare = floor.make(folder).test_client()
    least = cpu(lambda: bare.get("/"), 400)
    print(f"\n{'page':<22}{'CPU ms':>8}{'x floor':>9}{'statements':>12}{'gzip KB':>9}")
    print(f"{'floor (20 rows)':<22}{least:>8.2f}{1:>9.1f}{1:>12}{'':>9}")
    app = portal(folder / "demo")
    with app.app_context():
        demo.fill()
        records.bring(guides.read(guides_demo.FILES))
    work(app, until_idle=True)
    gc.freeze()  # as portal.wsgi does
    for name, path in PAGES.items():
        client = app.test_client()
        spent = cpu(lambda client=client, path=path: client.get(path), 100)  # type: ignore[misc]
        with app.app_context(), statements(db.engine()) as said:
            client.get(path)
        size = bytes_of(app, path) / 1024
        print(f"{name:<22}{spent:>8.2f}{spent / least:>9.1f}{len(said):>12}{size:>9.1f}")


def box_of(app: Flask, wanted: int) -> Box:
    """A box around the middle that holds about *wanted* places."""
    low, high = 0.0, 0.5
    for _ in range(40):
        half = (low + high) / 2
        box = Box(HERE.longitude - half, HERE.latitude - half / 2, HERE.longitude + half, HERE.latitude + half / 2)
        found = len(db.session().execute(text(RAW), box._asdict()).all())
        low, high = (half, high) if found < wanted else (low, half)
    return box


def in_request(app: Flask, do: Callable[[], object]) -> Callable[[], None]:
    """*do* as a request would: with a session of its own."""

    def run() -> None:
        with app.test_request_context("/api/"):
            speak("en")
            do()

    return run


def compare_scale(folder: Path) -> None:
    """Print the raw index query, a box of 500, the nearest 20 and a whole-city viewport at each number of places."""
    heads = ("places", "raw index", "box of 500", "ratio", "nearest 20", "city map", "KB")
    print(f"\n{heads[0]:<12}" + "".join(f"{head:>12}" for head in heads[1:]) + "   (CPU ms)")
    for number in NUMBERS:
        app = portal(folder / str(number))
        with app.app_context(), db.transaction() as session:
            synthetic.sow(session, number)
        with app.app_context():
            _scale_row(app, number, box_of(app, min(500, number // 2)))


def _scale_row(app: Flask, number: int, box: Box) -> None:
    city = Box(24.74, 60.07, 25.14, 60.27)
    inside = queries.public().with_only_columns(Place.id)
    raw = cpu(in_request(app, lambda: db.session().execute(text(RAW), box._asdict()).all()), 50)
    ours = cpu(in_request(app, lambda: db.session().execute(queries.in_box(inside, box)).all()), 50)
    nearest = cpu(in_request(app, lambda: queries.nearest(queries.doors(), HERE, 20)), 30)
    map_ = cpu(in_request(app, lambda: look(city, 12, Wanted())), 30)
    edges = ",".join(map(str, city))
    size = bytes_of(app, f"/api/places.geojson?bbox={edges}&zoom=12") / 1024
    figures = f"{raw:>12.2f}{ours:>12.2f}{ours / raw:>12.1f}{nearest:>12.2f}{map_:>12.2f}{size:>12.1f}"
    print(f"{number:<12,}{figures}")


def _compare_forum(folder: Path) -> None:
    """The forum on both databases; on the embedded one alone where PostgreSQL is not installed."""
    found = programs()
    if found is None:
        dialogue.compare(folder, {"SpatiaLite": ""})
        return
    cluster = Cluster(found, durable=True)
    try:
        engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as opened:
            for number in dialogue.NUMBERS:
                opened.execute(text(f"CREATE DATABASE bench_{number}"))
        engine.dispose()
        dialogue.compare(folder, {"SpatiaLite": "", "PostGIS": cluster.url("NAME")})
    finally:
        cluster.stop()


def main() -> None:
    """Measure everything in a folder that is gone afterwards."""
    logging.getLogger("wayhouse").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        compare_pages(Path(name))
        signing_in.compare(Path(name) / "accounts")
        _compare_forum(Path(name))
        compare_scale(Path(name))
        joining.compare(Path(name))
        searching.measure(Path(name) / "search")
        saving.measure(Path(name) / "saving")


if __name__ == "__main__":
    main()
