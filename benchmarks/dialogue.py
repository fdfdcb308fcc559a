"""The forum: pages beside the floor at 50 and at 5,000 topics, a long topic's last page, and posts as they come."""

import gc
import os
import statistics
import threading
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from benchmarks import floor
from benchmarks.measure import beside, bytes_of, statements
from forum.spaces import loading
from forum.spaces.models import Space
from forum.topics.models import Post, Topic
from portal import db, detecting
from portal.accounts import actions, session
from portal.accounts.models import Account
from portal.app import prepare
from portal.settings import Settings
from portal.text import prose

NUMBERS = (50, 5_000)
POSTS = 20
LONG = 10_000
A_SECOND, SECONDS = 20, 10
WORDS = (
    "Ask at the desk: **they help everyone**, and bring nothing.\n\n> Do I need a card?\n\nNo, you do not need one."
)


def sow(opened: Session, topics: int) -> None:
    """Fill the first space with *topics* of `POSTS` posts by ten people, and one of `LONG` posts."""
    space = opened.scalars(select(Space.id).order_by(Space.position).limit(1)).one()
    people = [actions.make_account(opened, f"Quiet {'abdeghkpqt'[each]}x", "", "adult").id for each in range(10)]
    html, day = prose(WORDS), db.today()
    same = {"text": WORDS, "html": html, "language": "en", "state": "published", "locked": False, "written_on": day,
            "version": 1, "told": True}  # fmt: skip
    opened.execute(
        insert(Topic),
        [
            {"id": each, "space_id": space, "title": f"Question {each}", "about": "", "pinned": False,
             "announcement": False, **dict.fromkeys(("highest", "newest", "answers"), POSTS if each > 1 else LONG),
             "turn": each, "active_on": day, "author_id": people[each % 10], **same}
            for each in range(1, topics + 1)
        ],
    )  # fmt: skip
    for start in range(1, topics + 1, 500):
        opened.execute(
            insert(Post),
            [
                {"topic_id": topic, "number": number, "author_id": people[number % 10], **same}
                for topic in range(start, min(start + 500, topics + 1))
                for number in range(1, (POSTS if topic > 1 else LONG) + 1)
            ],
        )


def _portal(folder: Path, topics: int, url: str = "") -> Flask:
    app = prepare(Settings(data_dir=folder, database_url=url, time_zone="Europe/Helsinki", country="FI"))
    with app.app_context(), db.transaction() as opened:
        loading.load(opened, whole=True)
        sow(opened, topics)
    return app


def _pages(topics: int) -> dict[str, str]:
    return {
        "index": "/en/forum",
        "topic list": "/en/forum/new-here",
        "topic": f"/en/forum/new-here/{topics}",
        "long topic, page 1": "/en/forum/new-here/1",
        "long topic, page 500": "/en/forum/new-here/1?page=500",
    }


def compare(folder: Path, urls: dict[str, str]) -> None:
    """Print each page of the forum beside the floor, and how long posts take, on each database (name: URL)."""
    bare = floor.make(folder).test_client()
    for name, url in urls.items():
        for topics in NUMBERS:
            app = _portal(folder / f"forum-{name}-{topics}", topics, url.replace("NAME", f"bench_{topics}"))
            gc.freeze()  # as portal.wsgi does
            head = f"{name}, {topics:,} topics x {POSTS} posts"
            print(f"\n{head:<34}{'CPU ms':>8}{'x floor':>9}{'statements':>12}{'gzip KB':>9}")
            for what, path in _pages(topics).items():
                _row(app, what, path, bare)
        detecting.load()  # as portal.wsgi does
        print(_as_they_come(app, folder))


def _row(app: Flask, what: str, path: str, bare: FlaskClient) -> None:
    client = app.test_client()
    spent, least = beside(lambda: client.get(path), lambda: bare.get("/"), 200)
    with app.app_context(), statements(db.engine()) as said:
        client.get(path)
    size = bytes_of(app, path) / 1024
    print(f"  {what:<32}{spent:>8.2f}{spent / least:>9.1f}{len(said):>12}{size:>9.1f}")


def _as_they_come(app: Flask, folder: Path) -> str:
    """Post `A_SECOND` answers a second for some `SECONDS`; how long each took, beside the disk's own fsync."""
    members = _members(app)
    ready = [_form(app, members[number % len(members)]) for number in range(A_SECOND * SECONDS)]
    taken: list[float] = []
    began = time.perf_counter()
    threads = []
    for number, form in enumerate(ready):
        time.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
        threads.append(threading.Thread(target=lambda form=form: taken.append(_post(*form))))
        threads[-1].start()
    for each in threads:
        each.join()
    p50, p99 = (statistics.quantiles(taken, n=100)[at] for at in (49, 98))
    disk = _fsync(folder)
    return (
        f"{len(taken)} posts, {A_SECOND} a second: p50 {p50:.0f} ms, p99 {p99:.0f} ms; "
        f"an fsync of this disk: p50 {disk[0]:.1f} ms, p99 {disk[1]:.1f} ms"
    )


def _members(app: Flask) -> list[str]:
    """The cookies of signed-in members."""
    secrets = []
    with app.app_context(), db.transaction() as opened:
        for account in opened.scalars(select(Account)):
            row, secret = session.new_row(account, stay=False, passed=True, strong=True)
            opened.add(row)
            secrets.append(secret)
    return secrets


def _form(app: Flask, cookie: str) -> tuple[FlaskClient, str]:
    """A member's browser with the form of an answer open, and the form's token."""
    client = app.test_client()
    client.set_cookie(session.COOKIE, cookie)
    page = client.get("/en/forum/new-here/2/answer").text
    return client, page.split('name="token"')[1].split('value="')[1].split('"')[0]


def _post(client: FlaskClient, token: str) -> float:
    """Send an answer; how many milliseconds it took until it was acknowledged."""
    data = {"token": token, "text": WORDS, "language": "en"}
    began = time.perf_counter()
    answer = client.post("/en/forum/new-here/2/answer", data=data)
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 303:
        raise RuntimeError(f"A post was not taken: {answer.status_code}.")
    return taken


def _fsync(folder: Path) -> tuple[float, float]:
    """The median and p99 of writing 4 KB and asking the disk to keep it, in milliseconds."""
    taken = []
    with (folder / "fsync").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(taken, n=100)
    return cuts[49], cuts[98]
