"""Run migrations on an engine of their own, one transaction in all."""

from typing import Any

from alembic import context
from sqlalchemy import Connection, event

import portal.log.models
import portal.moderation.drafts
import portal.moderation.models
import portal.notices.models
import portal.outbox.models
import portal.pages.models
import portal.receipts
import portal.taxonomy.models  # noqa: F401 (every table must be known)
from migrations.rules import include_object
from portal.db import WRITES, Base, make_engine


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, include_object=include_object)
    with context.begin_transaction():
        context.run_migrations()


def _without_foreign_keys(connection: Any, _record: object) -> None:
    """Tables are rebuilt with foreign keys off, else SQLite says that they are locked; they are checked after."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _check(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"Migration left rows that point nowhere: {broken[:5]}")


engine = make_engine(context.config.attributes["url"])
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", _without_foreign_keys)
with engine.execution_options(**{WRITES: True}).connect() as opened:
    _migrate(opened)
    if engine.dialect.name == "sqlite":
        _check(opened)
    opened.commit()
engine.dispose()
