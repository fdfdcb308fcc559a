"""The outbox: kept at least once, never lost, later after a failure, and again when asked for again meanwhile."""

import datetime
from collections.abc import Sequence

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.outbox import queue
from portal.outbox.models import Outbox
from portal.outbox.worker import work

done: list[str] = []


@pytest.fixture(autouse=True)
def _fresh() -> None:
    done.clear()


def _register(app: Flask, handle: queue.Handler, every: datetime.timedelta | None = None) -> None:
    queue.register(app, queue.Topic("test", handle, every))


def _promise(*keys: str) -> None:
    with db.transaction() as session:
        queue.promise(session, "test", keys)


def _waiting() -> list[str]:
    db.close()
    return [row.key for row in db.session().scalars(select(Outbox).where(Outbox.topic == "test"))]


def test_what_is_promised_is_done_once(app: Flask) -> None:
    _register(app, done.extend)
    _promise("a", "b", "a")
    assert queue.drain() == 2
    assert (done, _waiting()) == (["a", "b"], [])


def test_a_promise_is_part_of_the_change(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        queue.promise(session, "test", ["a"])
        raise ZeroDivisionError
    assert _waiting() == []


def test_a_failure_waits_longer_each_time_and_keeps_the_promise(app: Flask) -> None:
    def fail(_keys: Sequence[str]) -> None:
        raise ValueError("secret words")

    _register(app, fail)
    _promise("a")
    assert queue.drain() == 0
    db.close()
    row = db.session().scalars(select(Outbox).where(Outbox.topic == "test")).one()
    assert (row.tries, row.error) == (1, "ValueError")
    assert row.due_at > db.now() - datetime.timedelta(seconds=1)


def test_what_is_asked_again_meanwhile_is_done_again(app: Flask) -> None:
    def handle(keys: Sequence[str]) -> None:
        if not done:
            _promise("a")
        done.extend(keys)

    _register(app, handle)
    _promise("a")
    queue.drain()
    queue.drain()
    assert (done, _waiting()) == (["a", "a"], [])


def test_periodic_work_stays_promised(app: Flask) -> None:
    _register(app, done.extend, datetime.timedelta(days=1))
    queue.schedule()
    queue.schedule()
    queue.drain()
    db.close()
    row = db.session().scalars(select(Outbox).where(Outbox.topic == "test")).one()
    assert (done, row.key) == (["*"], "*")
    assert row.due_at > db.now() + datetime.timedelta(hours=23)


def test_the_worker_stops_when_nothing_is_due(app: Flask) -> None:
    _register(app, done.extend)
    _promise(*map(str, range(450)))
    work(app, until_idle=True)
    assert len(done) == 450


def test_what_waits_for_others_holds_up_nobody(app: Flask) -> None:
    with app.app_context():
        queue.register(app, queue.Topic("slow", done.extend, slow=True))
        queue.register(app, queue.Topic("quick", done.extend))
        with db.transaction() as opened:
            queue.promise(opened, "slow", ["a"])
            queue.promise(opened, "quick", ["b"])
        queue.drain()
        assert done == ["b"]
        queue.drain(slow=True)
        assert done == ["b", "a"]
