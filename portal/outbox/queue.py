"""Promising work, and keeping promises: at least once, idempotent by key."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import db
from portal.outbox.models import Outbox

log = logging.getLogger("wayhouse")
BATCH = 200
CHUNK = 500
RETRY_AT_MOST = datetime.timedelta(hours=1)
Handler = Callable[[Sequence[str]], None]


@dataclass(frozen=True, slots=True)
class Topic:
    """What does the work of a topic; *every* makes it periodic, under the one key ``"*"``.

    *slow* says that it waits for others, such as servers of strangers: it is done beside the rest, and holds up none.
    """

    name: str
    handle: Handler
    every: datetime.timedelta | None = None
    slow: bool = False


def register(app: Flask, topic: Topic) -> None:
    """Let the worker of *app* do *topic*."""
    app.extensions.setdefault("wayhouse.topics", {})[topic.name] = topic


def topics() -> dict[str, Topic]:
    """Every registered topic by name."""
    found: dict[str, Topic] = current_app.extensions.get("wayhouse.topics", {})
    return found


def promise(session: Session, topic: str, keys: Iterable[str], due_at: datetime.datetime | None = None) -> None:
    """Ask, in the transaction of *session*, that *topic* be done for each key, now or at *due_at*."""
    moment = due_at or db.now()
    rows = [{"topic": topic, "key": key, "version": 1, "due_at": moment, "tries": 0} for key in dict.fromkeys(keys)]
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for start in range(0, len(rows), CHUNK):
        insert = dialect.insert(Outbox).values(rows[start : start + CHUNK])
        again = {"version": Outbox.version + 1, "due_at": moment, "tries": 0}
        session.execute(insert.on_conflict_do_update(index_elements=["topic", "key"], set_=again))


def schedule() -> None:
    """Promise each periodic topic that is not promised yet."""
    with db.transaction() as session:
        have = set(session.scalars(select(Outbox.topic).where(Outbox.key == "*")))
        for topic in topics().values():
            if topic.every and topic.name not in have:
                promise(session, topic.name, ["*"])


def drain(*, slow: bool = False) -> int:
    """Do what is due of the topics that are *slow*, or of the others, a batch a topic; return how many were kept."""
    due: dict[str, list[Outbox]] = defaultdict(list)
    names = [each.name for each in topics().values() if each.slow == slow]
    query = select(Outbox).where(Outbox.due_at <= db.now(), Outbox.topic.in_(names))
    for row in db.session().scalars(query.order_by(Outbox.due_at, Outbox.id).limit(BATCH)):
        due[row.topic].append(row)
    return sum(_keep(name, rows) for name, rows in due.items())


def _keep(name: str, rows: list[Outbox]) -> int:
    topic = topics()[name]
    seen = [(row.id, row.version, row.tries) for row in rows]
    try:
        topic.handle([row.key for row in rows])
    except Exception as error:  # one failing topic must not stop the others; it is tried again, later each time
        log.error("outbox failed", exc_info=error, extra={"fields": {"topic": name, "error": type(error).__name__}})
        _postpone(seen, type(error).__name__)
        return 0
    _settle(topic, seen)
    return len(seen)


def _settle(topic: Topic, seen: list[tuple[int, int, int]]) -> None:
    """Strike what was done, unless it was asked for again meanwhile; set periodic work on its next day."""
    with db.transaction() as session:
        same = or_(*((Outbox.id == id_) & (Outbox.version == version) for id_, version, _ in seen))
        if topic.every:
            session.execute(update(Outbox).where(same).values(due_at=db.now() + topic.every, tries=0, error=None))
        else:
            session.execute(delete(Outbox).where(same))


def _postpone(seen: list[tuple[int, int, int]], error: str) -> None:
    with db.transaction() as session:
        for id_, version, tries in seen:
            wait = min(datetime.timedelta(seconds=2**tries), RETRY_AT_MOST) if tries < 12 else RETRY_AT_MOST
            session.execute(
                update(Outbox)
                .where(Outbox.id == id_, Outbox.version == version)
                .values(due_at=db.now() + wait, tries=tries + 1, error=error)
            )
