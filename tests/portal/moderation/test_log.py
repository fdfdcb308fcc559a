"""The log: it only grows, keeps its chain when texts are erased, and is found out where it was changed."""

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from migrations import append_only
from portal import db
from portal.log import chain
from portal.log.commands import verify_log
from portal.log.models import LogEntry, LogHead, LogText
from portal.moderation import log_views
from portal.permissions import Permission, declared


def _append(times: int = 1, about: str = "author", words: str = "a secret word") -> None:
    with db.transaction() as session:
        for number in range(times):
            chain.append(session, "decide", actor="staff", target=f"post:{number}", text={"note": words}, about=about)


def _verify(head: str | None = None) -> chain.Verdict:
    db.close()
    return chain.verify(db.session(), head)


@contextmanager
def _unguarded() -> Iterator[Session]:
    """What someone does who owns the database: change the log without its triggers."""
    with db.transaction() as session, Operations.context(MigrationContext.configure(session.connection())):
        append_only.unguard("log_entry")
        yield session
        session.flush()
        append_only.guard("log_entry")


def _write_anew(session: Session) -> None:
    """Recompute every hash after a change, the head as well."""
    previous = chain.GENESIS
    for entry in session.scalars(select(LogEntry).order_by(LogEntry.id)):
        previous = entry.chain = chain._chain(entry, previous)
    session.execute(update(LogHead).values(chain=previous))


def test_an_empty_log_is_whole(app: Flask) -> None:
    assert _verify() == chain.Verdict(entries=0, head=chain.GENESIS, erased=0, problem="")


def test_entries_are_chained(app: Flask) -> None:
    _append(3)
    verdict = _verify()
    assert (verdict.ok, verdict.entries, verdict.erased) == (True, 3, 0)
    chains = db.session().scalars(select(LogEntry.chain).order_by(LogEntry.id)).all()
    assert verdict.head == chains[-1]
    assert len(set(chains)) == 3


def test_a_long_log_is_read_in_chunks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "CHUNK", 3)
    _append(10)
    assert _verify().entries == 10


def test_equal_texts_have_unlike_commitments(app: Flask) -> None:
    _append(2)
    first, second = db.session().scalars(select(LogEntry.commitment)).all()
    assert first != second


def test_a_failed_action_leaves_no_entry(app: Flask) -> None:
    _append()
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        chain.append(session, "decide", actor="staff", target="post:1")
        raise ZeroDivisionError
    assert _verify().entries == 1


def test_many_append_at_once_without_a_gap(app: Flask) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        with app.app_context():
            try:
                for _ in range(20):
                    _append()
            except BaseException as error:  # a thread's failure must fail the test
                failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert (_verify().ok, _verify().entries) == (True, 120)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET actor = 'another'",
        "UPDATE log_entry SET actor = 'another' WHERE id = 1",
        "DELETE FROM log_entry",
    ],
)
def test_the_database_refuses_to_change_the_log(app: Flask, statement: str) -> None:
    _append(2)
    with pytest.raises(DatabaseError, match="only grows"), db.transaction() as session:
        session.execute(text(statement))
    assert _verify().entries == 2


def test_the_database_refuses_the_detours_too(app: Flask, engine_name: str) -> None:
    _append(2)
    detour = (
        "TRUNCATE log_entry CASCADE"
        if engine_name == "postgis"
        else "REPLACE INTO log_entry SELECT id, 'other', day, actor, target, commitment, chain FROM log_entry"
    )
    with pytest.raises(DatabaseError, match="only grows"), db.transaction() as session:
        session.execute(text(detour))
    assert _verify().ok


def test_erasing_a_person_keeps_the_chain(app: Flask) -> None:
    _append(2, about="one")
    _append(3, about="two")
    before = _verify().head
    with db.transaction() as session:
        assert chain.erase(session, "one") == 2
        assert chain.erase(session, "one") == 0
    verdict = _verify(before)
    assert (verdict.ok, verdict.entries, verdict.erased) == (True, 5, 2)
    assert set(db.session().scalars(select(LogText.about))) == {"two"}


def test_erasing_nobody_is_a_mistake(app: Flask) -> None:
    _append(about="")
    with pytest.raises(ValueError, match="Whose"), db.transaction() as session:
        chain.erase(session, "")
    assert _verify().erased == 0


@pytest.mark.parametrize("column", ["act", "actor", "target", "commitment", "chain"])
def test_a_changed_entry_is_named(app: Flask, column: str) -> None:
    _append(5)
    with _unguarded() as session:
        session.execute(update(LogEntry).where(LogEntry.id == 3).values({column: "0" * 20}))
    assert _verify().problem == "Entry 3 was changed."


def test_a_changed_day_is_found(app: Flask) -> None:
    _append(2)
    with _unguarded() as session:
        session.execute(update(LogEntry).where(LogEntry.id == 2).values(day=datetime.date(2020, 1, 1)))
    assert "Entry 2" in _verify().problem


def test_a_missing_entry_is_named(app: Flask) -> None:
    _append(5)
    with _unguarded() as session:
        session.execute(delete(LogText).where(LogText.entry_id == 3))
        session.execute(delete(LogEntry).where(LogEntry.id == 3))
    assert _verify().problem == "Entry 3 is missing: after entry 2 comes entry 4."


def test_a_cut_off_end_is_found(app: Flask) -> None:
    _append(5)
    with _unguarded() as session:
        session.execute(delete(LogText).where(LogText.entry_id == 5))
        session.execute(delete(LogEntry).where(LogEntry.id == 5))
    assert _verify().problem == "The log ends at entry 4, and should end at entry 5."


def test_a_moved_head_is_found(app: Flask) -> None:
    _append(5)
    with db.transaction() as session:
        session.execute(update(LogHead).values(chain="f" * 64))
    assert _verify().problem == "Entry 5 is not the one that was written last."


def test_a_changed_text_is_named(app: Flask) -> None:
    _append(3)
    with db.transaction() as session:
        session.execute(update(LogText).where(LogText.entry_id == 2).values(text='{"note": "other words"}'))
    assert _verify().problem == "The text of entry 2 was changed."


def test_a_log_that_was_written_anew_is_found_by_a_noted_hash(app: Flask) -> None:
    _append(5)
    noted = _verify().head
    _append()
    with _unguarded() as session:
        session.execute(update(LogEntry).where(LogEntry.id == 2).values(actor="another"))
        _write_anew(session)
    assert _verify().ok
    assert noted in _verify(noted).problem
    assert _verify(_verify().head).ok


def test_the_command_says_it_in_a_line(app: Flask) -> None:
    _append(2)
    head = _verify().head
    assert verify_log(None) == (f"The log is whole: 2 entries (0 erased), head {head}", True)
    assert verify_log(f" {head.upper()} ")[1]
    line, whole = verify_log("0" * 63 + "1")
    assert (whole, line.count("\n")) == (False, 0)


def test_the_head_of_a_day_is_published_once_and_stays(app: Flask) -> None:
    with time_machine.travel(datetime.datetime(2026, 10, 1, 12, tzinfo=datetime.UTC), tick=False):
        chain.publish_head()
        _append(2)
        first = _verify().head
        chain.publish_head()
    assert db.session().scalars(chain.published(10_000)).all() == []
    with time_machine.travel(datetime.datetime(2026, 10, 2, 12, tzinfo=datetime.UTC), tick=False):
        _append(2)
        chain.publish_head(["*"])
        chain.publish_head(["*"])
        heads = db.session().scalars(chain.published(30)).all()
        assert [(head.day, head.entry_id, head.chain) for head in heads] == [(datetime.date(2026, 10, 1), 2, first)]
    assert _verify(first).ok


def test_a_published_head_that_does_not_fit_is_named(app: Flask) -> None:
    with time_machine.travel(datetime.datetime(2026, 10, 1, 12, tzinfo=datetime.UTC), tick=False):
        _append(2)
    chain.publish_head()
    with _unguarded() as session:
        session.execute(update(LogEntry).where(LogEntry.id == 2).values(actor="another"))
        last = session.get_one(LogEntry, 2)
        first = session.get_one(LogEntry, 1)
        last.chain = chain._chain(last, first.chain)
        session.execute(update(LogHead).where(LogHead.day.is_(None)).values(chain=last.chain))
    assert _verify().problem.startswith("Entry 2 is not the one whose hash was published for")


def _page(app: Flask, query: str = "") -> str:
    with app.test_request_context(f"/en/moderation/log{query}"):
        page, headers = log_views.index()
        assert headers["Cache-Control"] == "no-store"
        return page


def test_the_page_of_the_log_shows_the_chain_and_never_a_text(app: Flask) -> None:
    _append(2)
    page = _page(app)
    chain = db.session().scalars(select(LogEntry.chain).where(LogEntry.id == 2)).one()
    assert f"<code>{chain[:12]}…</code>" in page
    assert f"<code>{chain}</code>" in page
    assert "post:1" in page
    assert "secret" not in page
    salts = db.session().scalars(select(LogText.salt)).all()
    assert not any(salt in page for salt in salts)


def test_the_page_of_the_log_goes_back_by_fifty(app: Flask) -> None:
    _append(101)
    assert "before=52" in _page(app)
    assert "before=2" in _page(app, "?before=52")
    assert "before=" not in _page(app, "?before=2").split("<main")[1]
    assert _page(app, "?before=2").count("<details") == 1
    assert _page(app, "?before=99999999999999").count("<details") == 50
    assert _page(app, "?before=x").count("<details") == 50


def test_the_page_of_the_log_is_for_those_who_may_read_it(app: Flask) -> None:
    assert declared(app.view_functions["log.index"]) is Permission.READ_LOG
    assert app.test_client().get("/en/moderation/log").status_code != 200
