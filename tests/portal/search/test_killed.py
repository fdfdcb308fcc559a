"""A worker that is killed at any moment loses no update, and a rebuild that meets one doesn't either."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from map.places.models import Place, PlaceText
from portal import db
from portal.outbox.models import Outbox
from portal.outbox.queue import promise
from portal.outbox.worker import work
from portal.search import indexing
from portal.search.engine import Query, current
from portal.settings import current as settings
from tests import serving
from tests.people import at_work

pytestmark = pytest.mark.slow
ROUNDS, EACH = 4, 80


def save(app: Flask, first: int, word: str) -> None:
    """Save some places, and the promise to index them, in one transaction."""
    with at_work(app) as opened:
        for number in range(first, first + EACH):
            place = opened.scalars(select(Place).where(Place.slug == f"p{number}")).one_or_none() or Place(
                slug=f"p{number}", category_code="meals", time_zone="UTC", source="t", source_ref=str(number),
                source_date=db.today(), state="published",
            )  # fmt: skip
            place.texts = [PlaceText(locale="en", name=f"Hall {number} {word}")]
            opened.add(place)
            opened.flush()
            promise(opened, indexing.INDEX, [f"place:{place.id}"])


def waiting(app: Flask) -> int:
    with app.app_context():
        return int(
            db.session().scalar(select(func.count()).select_from(Outbox).where(Outbox.topic == indexing.INDEX)) or 0
        )


def start(app: Flask) -> subprocess.Popen[bytes]:
    with app.app_context():
        url, folder = settings().database_url, Path(settings().data_dir)
    env = serving.environment(folder, **({"WAYHOUSE_DATABASE_URL": url} if url else {}))
    command = [sys.executable, "-m", "portal.cli", "worker"]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_killing_the_worker_loses_no_update(app: Flask) -> None:
    work(app, until_idle=True)
    for round_ in range(ROUNDS):
        save(app, round_ * EACH // 2, f"round{round_}x")  # half of them again, half of them new
        before, process = waiting(app), start(app)
        end = time.monotonic() + 30
        while waiting(app) >= before and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)  # it has begun
        time.sleep(0.13 * round_)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with app.app_context():
            current().search(Query([{"hall": 1.0}]))  # what was written so far can be read
    work(app, until_idle=True)
    with app.app_context():
        assert indexing.check() == {"missing": [], "superfluous": [], "stale": []}
        last = current().search(Query([{f"round{ROUNDS - 1}x": 1.0}], limit=5000))
        assert len({entry.key for entry in last}) == len(last) == EACH


def test_what_is_saved_while_everything_is_indexed_anew_is_found(app: Flask) -> None:
    save(app, 0, "before")
    work(app, until_idle=True)

    def meanwhile(_done: int) -> None:
        if not late:
            late.append(1)
            save(app, 0, "after")
            work(app, until_idle=True)  # into the index that is about to be replaced

    late: list[int] = []
    with app.app_context():
        indexing.rebuild(meanwhile)
    work(app, until_idle=True)
    with app.app_context():
        assert len(current().search(Query([{"after": 1.0}], limit=5000))) == EACH
        assert current().search(Query([{"before": 1.0}])) == []


def test_the_command_says_what_differs(app: Flask) -> None:
    save(app, 0, "first")
    with app.app_context():
        url, folder = settings().database_url, Path(settings().data_dir)
    env = serving.environment(folder, **({"WAYHOUSE_DATABASE_URL": url} if url else {}))
    done = serving.wayhouse("search", "check", env=env)
    assert (done.returncode, f"{EACH} missing" in done.stdout) == (1, True), done.stderr
    done = serving.wayhouse("search", "rebuild", env=env)
    assert (done.returncode, f"{EACH} things indexed" in done.stdout) == (0, True), done.stderr
    done = serving.wayhouse("search", "check", env=env)
    assert (done.returncode, "as the database" in done.stdout) == (0, True), done.stdout
