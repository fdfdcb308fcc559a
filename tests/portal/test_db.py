"""The database: migrations both ways, durable settings, reading that cannot write, writing that cannot race."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from migrations.rules import include_object
from portal import db, schema
from portal.db import Base, Mark
from portal.taxonomy.models import Category


def test_models_and_migrations_agree(app: Flask) -> None:
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include_object})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.slow
def test_migrations_come_back_down_and_go_up_again(app: Flask) -> None:
    url = app.extensions["wayhouse.settings"].database
    db.close()
    db.engine().dispose()
    schema.downgrade(url)
    assert not set(Base.metadata.tables) & set(inspect(db.engine()).get_table_names())
    db.engine().dispose()
    schema.upgrade(url)
    assert set(Base.metadata.tables) <= set(inspect(db.engine()).get_table_names())


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_sqlite_is_durable_and_checks_its_references(app: Flask) -> None:
    asked = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with db.engine().connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
    assert found == asked


def test_a_request_that_reads_cannot_write(app: Flask) -> None:
    with pytest.raises(DBAPIError):
        db.session().execute(text("DELETE FROM category_label"))


def test_a_get_refuses_to_open_a_transaction(app: Flask) -> None:
    with app.test_request_context("/en/"), pytest.raises(RuntimeError), db.transaction():
        pass


def test_a_failed_action_leaves_nothing(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        session.add(Mark(name="half", value="done"))
        session.flush()
        raise ZeroDivisionError
    assert db.mark("half") is None


def _count_up(app: Flask, times: int) -> None:
    """Read, then write what was read and one more."""
    for _ in range(times):
        with app.app_context(), db.transaction() as session:
            query = select(Mark).where(Mark.name == "count").with_for_update()
            row = session.scalars(query).one()
            row.value = str(int(row.value) + 1)


def test_read_then_write_loses_nothing_under_concurrency(app: Flask) -> None:
    with db.transaction() as session:
        session.add(Mark(name="count", value="0"))
    threads = [threading.Thread(target=_count_up, args=(app, 25)) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert db.mark("count") == "150"


def test_a_missing_spatialite_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPATIALITE_LIBRARY_PATH", "no_such_library")
    with pytest.raises(db.MissingSpatialite, match="apt-get install"):
        db.make_engine(f"sqlite:///{tmp_path}/new.sqlite").connect()


def test_loading_the_taxonomy_again_keeps_what_editors_changed(app: Flask) -> None:
    from portal.taxonomy import loading

    with db.transaction() as session:
        session.get_one(Category, "sleep").icon = "changed"
    with db.transaction() as session:
        assert loading.load(session) == 0
        assert session.get_one(Category, "sleep").icon == "changed"
    assert db.session().scalar(select(func.count()).select_from(Category)) == 33
