"""The public account: whole months only, and no number from which a small one follows."""

import csv
import datetime
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from portal import db, i18n
from portal.log import chain
from portal.log.models import LogHead
from portal.moderation import numbers
from portal.moderation.models import Appeal, Decision, ReviewItem
from tests.portal.test_pseudo_locale import ALLOWED, Bare, Pseudo

NOW = datetime.datetime(2026, 11, 15, 12, tzinfo=datetime.UTC)
OCTOBER = datetime.date(2026, 10, 7)
PLAIN: dict[str, Any] = {
    "kind": "post", "target_id": 1, "action": "hide", "rule": "hate", "facts": "secret facts", "note": "secret note",
    "language": "en", "source": "flag", "before": {}, "after": {}, "waited_days": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _decide(times: int, day: datetime.date = OCTOBER, appealed: str = "", **fields: Any) -> None:
    with db.transaction() as session:
        item = session.get(ReviewItem, 1) or ReviewItem(
            id=1,
            kind="post",
            target_id=1,
            language="en",
            status="decided",
            snapshot={},
            fingerprint="",
            opened_on=day,
        )
        session.add(item)
        session.flush()
        for _ in range(times):
            decision = Decision(**PLAIN | {"item_id": 1, "decided_on": day} | fields)
            if appealed:
                plea = {"text": "secret plea", "language": "en", "status": appealed, "filed_on": day}
                decision.appeals = [Appeal(party="author", **plea)]
            session.add(decision)


def _months() -> list[numbers.Month]:
    db.close()
    return numbers.months(db.session())


def _cells(page: str) -> dict[str, list[str]]:
    """The rows of all tables of a page, by their first column."""
    rows = re.findall(r"<tr.*?>(.*?)</tr>", page, re.DOTALL)
    texts = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", row)[:-1]] for row in rows]
    return {row[0]: row[1:] for row in texts}


def _lines(client: FlaskClient) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get("/en/transparency.csv").text)))


COUNTS = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 40) | st.integers(0, 11))


@given(counts=COUNTS)
def test_what_is_hidden_cannot_be_worked_out(counts: dict[str, int]) -> None:
    shown = numbers.suppressed(counts)
    assert shown.keys() == counts.keys()
    assert all(many is None or many == counts[name] for name, many in shown.items())
    assert not any(many is not None and 0 < many < 10 for many in shown.values())
    hidden = [counts[name] for name, many in shown.items() if many is None]
    if 0 < sum(counts.values()) < 10:
        assert len(hidden) == len(counts)
    elif any(many is not None for many in shown.values()):
        assert hidden == [] or (len(hidden) > 1 and sum(hidden) >= 10)
        assert 0 not in hidden


@given(counts=COUNTS, elsewhere=st.sets(st.sampled_from("abcdefghijkl")))
def test_what_another_table_tells_does_not_help(counts: dict[str, int], elsewhere: set[str]) -> None:
    shown = numbers.suppressed(counts, elsewhere=elsewhere)
    left = [counts[name] for name, many in shown.items() if many is None and name not in elsewhere]
    if any(shown.values()):
        assert left == [] or (len(left) > 1 and sum(left) >= 10)


@pytest.mark.parametrize(("names", "most"), [(3, 14), (4, 10)])
def test_not_even_who_knows_the_rule_and_the_total_can_work_out_a_number(names: int, most: int) -> None:
    could_be: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(most + 1), repeat=names):
        if sum(counts) <= most:
            named = {str(place): many for place, many in enumerate(counts)}
            total = None if numbers._hidden(named, 3, ()) is None else sum(counts)
            could_be[total, *numbers.suppressed(named, 3).values()].append(counts)
    for (_total, *cells), origins in could_be.items():
        for place, many in enumerate(cells):
            assert many is not None or len({counts[place] for counts in origins}) > 1


def test_only_whole_months_are_told(app: Flask) -> None:
    _decide(20)
    _decide(30, datetime.date(2026, 11, 1))
    _decide(40, datetime.date(2024, 10, 31))
    _decide(25, datetime.date(2024, 11, 1))
    months = _months()
    assert (len(months), months[0].code, months[-1].code) == (24, "2026-10", "2024-11")
    assert (months[0].decisions, months[1].decisions, months[-1].decisions) == (20, 0, 25)


def test_months_begin_with_the_first_number(app: Flask) -> None:
    assert _months() == []
    _decide(20, datetime.date(2026, 8, 31))
    assert [month.code for month in _months()] == ["2026-10", "2026-09", "2026-08"]


def test_decisions_are_counted_by_everything(app: Flask) -> None:
    _decide(10, rule="scam", kind="event", language="ar", source="own", waited_days=2)
    _decide(11, rule="none", action="approve", waited_days=8)
    tables = _months()[0].tables
    assert (tables["rule"]["scam"], tables["rule"]["none"], tables["rule"]["hate"]) == (10, 11, 0)
    assert tables["kind"] == {"event": 10, "post": 11}
    assert tables["language"] == {"ar": 10, "en": 11}
    assert tables["source"] == {"flag": 11, "own": 10}
    assert tables["wait"] == {"same_day": 0, "days_1_2": 10, "days_3_7": 0, "over_7_days": 11}
    assert (tables["action"]["hide"], tables["action"]["approve"]) == (10, 11)


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "same_day"), (1, "days_1_2"), (2, "days_1_2"), (3, "days_3_7"), (7, "days_3_7"), (8, "over_7_days")],
)
@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_waits_are_told_in_bands(app: Flask, days: int, band: str) -> None:
    _decide(10, waited_days=days)
    assert _months()[0].tables["wait"][band] == 10


def test_a_month_with_few_decisions_tells_nothing_but_that(app: Flask) -> None:
    _decide(9, appealed="open")
    month = _months()[0]
    assert (month.decisions, month.appeals, month.tables) == (None, None, {})
    page = app.test_client().get("/en/transparency").text
    assert "too few decisions" in page
    assert _cells(page)["October 2026"] == ["not shown", "not shown"]
    assert [line[1:] for line in _lines(app.test_client())[1:]] == [
        ["total", "decisions", "hidden"],
        ["total", "appeals", "hidden"],
        ["action", "provisional", "0"],
    ]


def test_a_table_that_gives_the_total_away_takes_all_with_it(app: Flask) -> None:
    for number in range(10):
        _decide(1, language=f"x{number}")
    month = _months()[0]
    assert month.decisions is None
    assert month.tables.keys() == {"appeal"}


def test_what_was_hidden_until_a_person_looked_is_told_apart(app: Flask) -> None:
    _decide(20)
    _decide(12, provisional=True, rule="scam")
    month = _months()[0]
    assert (month.decisions, month.provisional, month.tables["rule"]["scam"]) == (20, 12, 0)
    assert _cells(app.test_client().get("/en/transparency").text)["Hidden until a person looked"] == ["12"]
    _decide(3, datetime.date(2026, 9, 1), provisional=True)
    assert _months()[1].provisional is None


def test_objections_are_told_by_what_became_of_them(app: Flask) -> None:
    _decide(12, appealed="upheld")
    _decide(15, appealed="rejected")
    month = _months()[0]
    assert month.appeals == 27
    assert month.tables["appeal"] == {"open": 0, "upheld": 12, "partly": 0, "rejected": 15}


def test_a_hidden_number_occurs_nowhere(app: Flask) -> None:
    _decide(43)
    _decide(24, rule="wrong")
    _decide(7, rule="scam")
    client = app.test_client()
    cells = _cells(client.get("/en/transparency").text)
    assert (cells["Scam"], cells["Wrong information"], cells["Hate"]) == (["not shown"], ["not shown"], ["43"])
    assert cells["October 2026"] == ["74", "0"]
    assert {cell for row in cells.values() for cell in row} <= {
        "74",
        "43",
        "0",
        "not shown",
        "Decisions",
        "Objections",
    }
    lines = _lines(client)
    assert {line[3] for line in lines[1:]} == {"74", "43", "0", "hidden"}
    assert ["2026-10", "rule", "scam", "hidden"] in lines


def test_page_and_file_read_no_word_of_anyone_in_few_statements(app: Flask) -> None:
    seen: list[str] = []
    for month in range(1, 11):
        _decide(10, datetime.date(2026, month, 1), appealed="open")
    event.listen(db.engine(), "before_cursor_execute", lambda _c, _cur, sql, *_: seen.append(sql))
    for path in ("/en/transparency", "/en/transparency?month=2026-03", "/en/transparency.csv"):
        seen.clear()
        page = app.test_client().get(path)
        assert page.status_code == 200
        assert "secret" not in page.text
        assert len([sql for sql in seen if "SELECT" in sql]) <= 3
        assert not re.search(r"facts|note\b|\btext\b|reply|log_text", " ".join(seen))


def test_a_month_is_chosen_by_a_link(app: Flask) -> None:
    _decide(10, datetime.date(2026, 9, 30))
    _decide(20)
    client = app.test_client()
    newest, older = (client.get(f"/en/transparency{query}").text for query in ("", "?month=2026-09"))
    assert 'href="/en/transparency?month=2026-09"' in newest
    assert (_cells(newest)["Hate"], _cells(older)["Hate"]) == (["20"], ["10"])
    assert '<tr class="today">\n' in older
    for code in ("2026-11", "2026-08", "x", ""):
        assert client.get(f"/en/transparency?month={code}").status_code == 404


def test_before_the_first_month_the_page_says_what_will_be_here(client: FlaskClient) -> None:
    page = client.get("/en/transparency").text
    assert "No month is over yet." in page
    assert '<svg class="chart"' not in page
    assert client.get("/en/transparency.csv").text == "month,breakdown,name,count\r\n"


def test_numbers_and_time_go_the_readers_way(app: Flask) -> None:
    _decide(57, datetime.date(2026, 9, 1))
    _decide(15)
    english, persian = (app.test_client().get(f"/{tag}/transparency").text for tag in ("en", "fa"))
    bars = [re.findall(r'<rect x="([\d.]+)".*height="([\d.]+)"', page) for page in (english, persian)]
    assert [height for _, height in bars[0]] == ["100.0", "26.3"]
    assert [float(x) for x, _ in bars[0]] == sorted(float(x) for x, _ in bars[1])
    assert float(bars[1][0][0]) > float(bars[1][1][0])
    (highest,) = re.findall(r'text-anchor="middle">(.*?)</text>', persian)
    assert f"<td>{highest}</td>" in persian


def test_the_file_holds_no_formula(app: Flask) -> None:
    _decide(10, language="=1+1")
    answer = app.test_client().get("/en/transparency.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert ["2026-10", "language", "'=1+1", "10"] in _lines(app.test_client())


def test_the_heads_of_the_last_month_are_published(app: Flask) -> None:
    days = [db.today() - datetime.timedelta(days=back) for back in (1, 30, 31)]
    with db.transaction() as session:
        entry = chain.append(session, "decide", actor="staff", target="post:1", text="secret words")
        for day in days:
            session.add(LogHead(id=day.toordinal(), day=day, entry_id=1, chain=entry.chain))
        published = entry.chain
    page = app.test_client().get("/en/transparency").text
    assert page.count(f'<bdi dir="ltr"><code>{published}</code></bdi>') == 2
    assert "secret" not in page


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_no_string_of_a_full_page_is_hard_coded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    _decide(20, appealed="open")
    _decide(3, provisional=True)
    monkeypatch.setattr(i18n, "catalog", lambda _tag: Pseudo())
    parser = Bare()
    parser.void = parser.void | {"rect"}
    parser.feed(app.test_client().get("/en/transparency").text)
    outside = re.sub(r"⟦[^⟧]*⟧", " ", " ".join([parser.text, *parser.found]))
    assert set(re.findall(r"[^\W\d_]{2,}", outside)) <= ALLOWED
