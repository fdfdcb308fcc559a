"""The database: one engine for SpatiaLite or PostGIS, a read-only session a request, one way to write."""

import datetime
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Connection, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
WRITES = "wayhouse_writes"
_writers = threading.Lock()
# Durable, checked, and what is deleted is overwritten in the file.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=5000")


class MissingSpatialite(RuntimeError):
    """The spatial extension of SQLite is not installed."""


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


class Mark(Base):
    """A fact about this database itself, such as that it holds a demo."""

    __tablename__ = "mark"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))


def now() -> datetime.datetime:
    """Return the present moment in UTC, without a zone: the way that times are stored."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def today() -> datetime.date:
    """Return the present day in UTC."""
    return now().date()


def _load_spatialite(connection: Any) -> None:
    connection.enable_load_extension(True)
    try:
        connection.load_extension(os.environ.get("SPATIALITE_LIBRARY_PATH", "mod_spatialite"))
    except pysqlite3.dbapi2.OperationalError as error:
        raise MissingSpatialite(
            "SpatiaLite is missing. Install it with `apt-get install libsqlite3-mod-spatialite` "
            "(macOS: `brew install libspatialite`), or name its file in SPATIALITE_LIBRARY_PATH."
        ) from error
    connection.enable_load_extension(False)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so, see _begin_sqlite
    _load_spatialite(connection)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction that may write at once (so that check-then-write cannot race), or one that cannot."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_engine(url: str) -> Engine:
    """Make an engine for *url*; an embedded database's folder is created."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=pysqlite3.dbapi2, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def engine() -> Engine:
    """Return the engine of the running application."""
    found: Engine = current_app.extensions["wayhouse.engine"]
    return found


def session() -> Session:
    """Return the read-only session of this request (or command); it is closed with it."""
    if "wayhouse_session" not in g:
        g.wayhouse_session = Session(engine().execution_options(postgresql_readonly=True))
    found: Session = g.wayhouse_session
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one transaction of an action: committed whole at the end, or not at all.

    Raises:
        RuntimeError: called while answering a GET, which never writes.
    """
    if has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}:
        raise RuntimeError("A GET never writes.")
    close()  # what was read before is stale once we write
    with _turn(), Session(engine().execution_options(**{WRITES: True})) as opened, opened.begin():
        yield opened


def _turn() -> AbstractContextManager[object]:
    """One writer of a process at a time, for SQLite: it lets those who wait in by chance, and some of many starve."""
    return _writers if engine().dialect.name == "sqlite" else nullcontext()


def mark(name: str) -> str | None:
    """Return the value of one mark of this database, or None."""
    found = session().get(Mark, name)
    return found.value if found else None


def scrub() -> None:
    """Write the journal of an embedded database back and empty it, so that nothing that was deleted waits in it."""
    close()
    if engine().dialect.name == "sqlite":
        raw = engine().raw_connection()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()


def close(_error: BaseException | None = None) -> None:
    """Close the request's session, if one was opened."""
    opened: Session | None = g.pop("wayhouse_session", None)
    if opened is not None:
        opened.close()


def init_app(app: Flask, url: str) -> None:
    """Give *app* its engine."""
    app.extensions["wayhouse.engine"] = make_engine(url)
    app.teardown_appcontext(close)
