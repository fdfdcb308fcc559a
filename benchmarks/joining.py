"""Events: list, month, map and feed beside the floor, among up to 100,000 events, half of them series."""

import datetime
import random
import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks import floor, synthetic
from benchmarks.measure import beside, bytes_of, statements
from map import local
from map.places.models import Place
from portal import db
from portal.app import prepare
from portal.settings import Settings
from portal.taxonomy import queries as taxonomy
from resources.events import dates
from resources.events.dates import Series
from resources.events.models import Event, EventLanguage, EventText, Occurrence

NUMBERS = (1_000, 100_000)
PLACES, CHUNK = 5_000, 2_000
RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=DAILY;INTERVAL=3")
ZONE = "Europe/Helsinki"


def sow(opened: Session, number: int) -> None:
    """Fill *number* events at `PLACES` doors: half once within half a year, half again and again, all laid out."""
    synthetic.sow(opened, PLACES)
    places = opened.scalars(select(Place.id)).all()
    codes = [each.code for each in taxonomy.shelves().values() if each.code != each.tile]
    dice = random.Random(6)
    for begin in range(0, number, CHUNK):
        ids = range(begin + 1, min(begin + CHUNK, number) + 1)
        rows = [_event(each, dice, dice.choice(places), dice.choice(codes)) for each in ids]
        opened.execute(insert(Event), rows)
        opened.execute(insert(EventText), [_text(each) for each in ids])
        opened.execute(
            insert(EventLanguage), [{"event_id": each, "language": dice.choice(("en", "ar", "fi"))} for each in ids]
        )
        opened.execute(insert(Occurrence), [found for row in rows for found in _occurrences(row)])


def _event(number: int, dice: random.Random, place: int, category: str) -> dict[str, Any]:
    day = local.today() + datetime.timedelta(days=dice.randrange(-20, 160))
    starts = datetime.datetime.combine(day, datetime.time(dice.randrange(8, 21)))
    return {
        "id": number, "slug": f"event-{number}", "uid": f"{number}@bench", "category_code": category, "zone": ZONE,
        "starts": starts, "ends": starts + datetime.timedelta(hours=2),
        "rule": dice.choice(RULES) if number % 2 else "",
        "place_id": place, "ages_from": dice.choice((None, 13, 18)), "cost": dice.choice(("free", "paid", None)),
        "responsible": "Comet", "changed_on": local.today(), "language": "en", "state": "published", "locked": False,
        "all_day": False, "skips_holidays": False, "address": "", "online": "", "price": "", "safeguarding": "",
        "cancelled": False, "note": "", "version": 1, "wording": 1, "laid_until": local.today() + dates.AHEAD,
    }  # fmt: skip


def _text(number: int) -> dict[str, Any]:
    return {
        "event_id": number, "locale": "en", "title": f"Evening {number} of tea and talk", "text": "Come as you are.",
        "html": "<p>Come as you are.</p>", "bring": "", "origin": "human", "review": "verified", "based_on": 1,
    }  # fmt: skip


def _occurrences(row: dict[str, Any]) -> list[dict[str, Any]]:
    series = Series(row["starts"], row["ends"], ZONE, row["rule"])
    since = datetime.datetime.combine(local.today(), datetime.time.min)
    found = []
    for date in dates.between(series, since, since + dates.AHEAD):
        starts_at, ends_at = dates.in_utc(date, ZONE)
        found.append(
            {"event_id": row["id"], "original": date.original, "day": date.starts.date(), "place_id": row["place_id"],
             "starts_at": starts_at, "ends_at": ends_at, "cancelled": False, "moved": False, "note": ""}
        )  # fmt: skip
    return found


def _pages() -> dict[str, str]:
    day = local.today() + datetime.timedelta(days=3)
    return {
        "week": f"/en/events?day={day}",
        "week, for teenagers, free": f"/en/events?day={day}&ages=teens&cost=free",
        "month": "/en/events/month",
        "month, in Arabic only": "/en/events/month?language=ar",
        "map, a day of the city": f"/api/events.geojson?bbox=24.74,60.07,25.14,60.27&zoom=12&day={day}",
        "map, a week of the city": f"/api/events.geojson?bbox=24.74,60.07,25.14,60.27&zoom=12&day={day}&span=week",
        "map, a street": f"/api/events.geojson?bbox=24.939,60.169,24.942,60.1705&zoom=17&day={day}",
        "an event": "/en/events/event-1",
        "feed (iCal)": "/en/events.ics",
    }


def compare(folder: Path) -> None:
    """Print each page of events beside the floor."""
    bare = floor.make(folder).test_client()
    for number in NUMBERS:
        app = prepare(Settings(data_dir=folder / f"events-{number}", time_zone=ZONE, country="FI"))
        began = time.perf_counter()
        with app.app_context(), db.transaction() as opened:
            sow(opened, number)
            pages = _pages()
        head = f"{number:,} events ({time.perf_counter() - began:.0f} s to fill)"
        print(f"\n{head:<40}{'CPU ms':>8}{'x floor':>9}{'statements':>12}{'gzip KB':>9}")
        for what, path in pages.items():
            _row(app, what, path, bare)


def _row(app: Flask, what: str, path: str, bare: FlaskClient) -> None:
    client = app.test_client()
    spent, least = beside(lambda: client.get(path), lambda: bare.get("/"), 20)
    with app.app_context(), statements(db.engine()) as said:
        client.get(path)
    size = bytes_of(app, path) / 1024
    print(f"  {what:<38}{spent:>8.2f}{spent / least:>9.1f}{len(said):>12}{size:>9.1f}")
