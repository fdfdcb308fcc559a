"""Reading concerns: what is hidden is nowhere; filters say what they hide; files say what the list says."""

import csv
import io
import json
from typing import Any

import pytest
from flask import Flask

from benchmarks.measure import statements
from forum.concerns.models import Concern, ConcernSupport, Milestone, Progress, Stage
from map.organisations.models import Organisation
from portal import db
from portal.outbox.worker import work
from portal.permissions import Role
from portal.search.engine import Query, current
from tests.forum.concerns.raised import decide, office, raised
from tests.moderating import suggestion
from tests.people import at_work, browser, come_in, make

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
LISTS = ("/en/concerns", "/en/concerns/board", "/en/concerns.csv", "/en/concerns.json")


def seen(app: Flask, word: str) -> list[bool]:
    """Where *word* is read: on each list, among the results of a search, and in the index."""
    work(app, until_idle=True)
    client = browser(app)
    with app.app_context():
        indexed = bool(current().search(Query([{word: 1.0}])))
    return [
        *(word in client.get(path).text for path in LISTS),
        f"Lamps <mark>{word}</mark>" in client.get(f"/en/search?q={word}").text,
        indexed,
    ]


@EMBEDDED
def test_what_grew_out_of_a_thing_is_listed_there_and_nothing_where_nothing_did(app: Flask) -> None:
    asked, author = office(app), make(app)
    number, slug = suggestion(app, author, published=True)
    _number, other = suggestion(app, author, published=True)
    _number, word = raised(app, asked, author, about=f"place:{number}")
    _number, hidden = raised(app, asked, author, about=f"place:{number}", state="hidden")
    client = browser(app)
    with app.app_context(), statements(db.engine()) as said:
        page = client.get(f"/en/places/suggested-{slug}").text
    assert len([each for each in said if "FROM concern" in each]) == 1, said
    assert (f"Lamps {word}" in page, hidden in page, "What became of it" in page) == (True, False, True)
    assert "What became of it" not in client.get(f"/en/places/suggested-{other}").text


def test_what_is_hidden_or_put_to_a_hidden_organisation_is_nowhere(app: Flask) -> None:
    asked = office(app)
    number, word = raised(app, asked, make(app))
    assert all(seen(app, word))
    decide(app, make(app, Role.MODERATOR), number, "hide", "spam", "It sells something.")
    assert not any(seen(app, word))
    assert browser(app).get(f"/en/concerns/{number}").status_code == 404
    assert browser(app).get(f"/en/flag/concern/{number}").status_code == 404
    number, word = raised(app, asked, make(app))
    with at_work(app) as opened:
        opened.get_one(Organisation, asked.id).state = "hidden"
    assert seen(app, word)[:5] == [False] * 5
    assert browser(app).get(f"/en/concerns/{number}").status_code == 404


@EMBEDDED
def test_filters_find_and_say_what_they_hide(app: Flask) -> None:
    first, second, author = office(app), office(app), make(app)
    _number, lamp = raised(app, first, author, phase="safety")
    _number, bench = raised(app, second, author, Stage.ACCEPTED, language="ar")
    client = browser(app)
    for query, found, missed in (
        ("stage=accepted", bench, lamp), ("phase=safety", lamp, bench), (f"organisation={second.slug}", bench, lamp),
        ("language=en", lamp, bench),
    ):  # fmt: skip
        for path in ("/en/concerns", "/en/concerns/board", "/en/concerns.json"):
            page = client.get(f"{path}?{query}").text
            assert (found in page, missed in page) == (True, False)
    page = client.get("/en/concerns?language=en").text
    assert "1 concern" in page
    assert "1 more in other languages" in page
    assert 'lang="ar"' in client.get("/en/concerns").text
    for query in ("stage=x", "phase=x", "organisation=x", "language=x!", "area=x", "overdue=no", "page=0", "page=٣"):
        assert client.get(f"/en/concerns?{query}").status_code == 400
    assert client.get("/en/concerns?page=7").status_code == 404
    assert "No concern fits all of this" in client.get("/en/concerns?stage=done").text


def as_cell(value: Any) -> str:
    """What a cell should say, without the sign that it is no formula."""
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def test_the_files_say_the_same_and_no_cell_is_a_formula(app: Flask) -> None:
    asked, author = office(app), make(app)
    number, word = raised(app, asked, author, Stage.DOING, planned=5, spent=0, currency="EUR", supporters_shown=10)
    raised(app, asked, author)
    with at_work(app) as opened:
        row = opened.get_one(Concern, number)
        row.title = f'=HYPERLINK("https://x.example/{word}")'
        row.milestones = [
            Milestone(title=each, language="en", first_due_on=db.today(), due_on=db.today(), done_on=done)
            for each, done in (("One", db.today()), ("Two", None))
        ]
    client = browser(app)
    sheet = list(csv.DictReader(io.StringIO(client.get("/en/concerns.csv").text)))
    said: list[dict[str, Any]] = json.loads(client.get("/en/concerns.json").text)
    assert [each["stage"] for each in said] == ["raised", "doing"]
    doing = said[1]
    assert (doing["milestones_done"], doing["milestones"], doing["supporters"]) == (1, 2, 10)
    assert (doing["raised"], doing["doing"], doing["done"]) == (db.today().isoformat(), db.today().isoformat(), None)
    assert sheet[1]["title"] == "'" + doing["title"]
    assert said[0]["supporters"] is None
    for row_, line in zip(said, sheet, strict=True):
        assert list(row_) == list(line)
        assert [each.removeprefix("'") for each in line.values()] == [as_cell(each) for each in row_.values()]
    assert author.pseudonym not in client.get("/en/concerns.csv").text


@EMBEDDED
def test_pages_take_few_statements_and_show_words_as_they_are(app: Flask) -> None:
    asked, author = office(app), make(app)
    for stage in Stage:
        for _ in range(12):
            number, _word = raised(app, asked, author, stage, about=f"organisation:{asked.id}")
    with at_work(app) as opened:
        row = opened.get_one(Concern, number)
        row.title, row.responsible = "<script>alert(1)</script>\u202e", "<b>Me</b>"
        row.progress = [Progress(text="x", html="<p>x</p>", language="ar", written_on=db.today()) for _ in range(9)]
        opened.add(ConcernSupport(concern_id=number, account_id=asked.responder.id))
    client = browser(app)
    for path in (
        "/en/concerns",
        "/en/concerns?language=en&overdue=yes",
        "/en/concerns/board",
        f"/en/concerns/{number}",
    ):
        client.get(path)
        with statements(db.engine()) as said:
            page = client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>Me" not in page.text
        assert len(said) <= 8, said
    assert "Set-Cookie" not in client.get(f"/en/concerns/{number}").headers
    assert 'name="token"' not in client.get(f"/en/concerns/{number}").text
    assert come_in(app, author).get(f"/en/concerns/{number}").status_code == 200
