"""The demo: real places of central Helsinki, and hotlines and doors that are not real and say so."""

import shutil
from pathlib import Path

from sqlalchemy import func, select

from map.drawing import BASEMAP
from map.exchange import osm, own
from map.exchange.records import store
from map.places.models import Place
from portal import db
from portal.db import Mark
from portal.settings import Settings, current

HERE = Path(__file__).parent
EXTRACT = HERE / "helsinki.osm.pbf"
TILES = HERE / "helsinki.pmtiles"
OWN = HERE / "own.toml"
FILLED = "yes"
LOOPBACK = ("127.0.0.1:", "localhost:", "[::1]:")

# What the demo sets unless its runner sets it otherwise.
ENVIRONMENT = {
    "WAYHOUSE_DEMO": "1",
    "WAYHOUSE_CITY": "Helsinki",
    "WAYHOUSE_OPERATOR": "The Wayhouse demo",
    "WAYHOUSE_CONTACT": "demo@example.org",
    "WAYHOUSE_DATA_DIR": "var/demo",
    "WAYHOUSE_TIME_ZONE": "Europe/Helsinki",
    "WAYHOUSE_COUNTRY": "FI",
    "WAYHOUSE_LOCAL_LANGUAGE": "fi",
    "WAYHOUSE_CENTRE": "60.1716,24.9446",
}


class NotADemo(RuntimeError):
    """A demo was asked of a real portal, or the other way round."""


def refuse() -> None:
    """Refuse to serve the present database to the world where it holds a demo.

    Raises:
        NotADemo: it does.
    """
    if db.mark("demo"):
        raise NotADemo("This database holds a demo: serve it with `wayhouse demo`, or start with an empty one.")


def refuse_the_world(settings: Settings) -> None:
    """Refuse to show a demo to other machines.

    Raises:
        NotADemo: the portal would listen on more than this machine.
    """
    if not settings.bind.startswith(LOOPBACK):
        raise NotADemo(f"A demo is for this machine only: {settings.bind} is not a loopback address.")


def fill() -> None:
    """Load the demo's places, own entries and basemap, once.

    Raises:
        NotADemo: the database belongs to a real portal.
    """
    settings = current()
    if db.mark("demo") == FILLED:
        return
    _claim()
    city = osm.City(settings.local_language, settings.country, settings.time_zone)
    extract = osm.read(EXTRACT, city)
    store(osm.SOURCE, extract.places, extract.areas, settings.time_zone)
    store(own.SOURCE, own.read(OWN, db.today()), (), settings.time_zone, demo=True)
    shutil.copyfile(TILES, settings.data_dir / BASEMAP)
    with db.transaction() as session:
        session.get_one(Mark, "demo").value = FILLED


def _claim() -> None:
    """Mark the database as a demo's before anything is in it; a demo that was cut short is filled again."""
    with db.transaction() as session:
        if session.get(Mark, "demo"):
            return
        if session.scalar(select(func.count()).select_from(Place)):
            raise NotADemo("This database is a portal's, not a demo's: name another in WAYHOUSE_DATA_DIR.")
        session.add(Mark(name="demo", value="being filled"))
