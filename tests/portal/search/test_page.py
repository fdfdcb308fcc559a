"""The page of search: facets, marks, the best answer, what was meant, what comes next; and nothing that is hidden."""

import datetime
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.measure import bytes_of, statements
from map.places.models import Place, PlaceText
from portal import db
from portal.outbox.queue import promise
from portal.outbox.worker import work
from portal.search import indexing, missing
from portal.search.engine import current
from portal.search.models import MissingConcept
from portal.search.table import forget, table
from portal.settings import current as settings
from tests.people import browser, sheets

pytestmark = pytest.mark.slow

LATER = "2027-01-04"


def asked(client: FlaskClient, words: str, lang: str = "en", **filters: str) -> str:
    answer = client.get(f"/{lang}/search", query_string={"q": words} | filters)
    assert answer.status_code == 200
    return answer.text


def count(page: str) -> int:
    found = re.search(r'role="status">([\d,]+) result', page)
    return int(found[1]) if found else 0


def slug_of(app: Flask, slug: str, **changes: object) -> None:
    """Change a place, and ask for it to be indexed, as its feature would."""
    with app.app_context(), db.transaction() as session:
        place = session.scalars(select(Place).where(Place.slug == slug)).one()
        for name, value in changes.items():
            setattr(place, name, value)
        promise(session, indexing.INDEX, [f"place:{place.id}"])


def test_facets_narrow_and_can_be_taken_away(read_client: FlaskClient) -> None:
    page = asked(read_client, "library")
    whole = count(page)
    assert whole > 5
    narrowed = asked(read_client, "library", kind="place", category="language-library")
    assert 0 < count(narrowed) < whole
    assert "Place" in narrowed.split('class="chips"')[1].split("</ul>")[0]
    assert 'href="/en/search?q=library&amp;kind=place"' in narrowed
    assert count(asked(read_client, "library", category="learn")) >= count(narrowed)
    number = re.search(r'kind=place"><span>(?:<bdi[^>]*>)?Place(?:</bdi>)?</span> <span class="number">(\d+)', page)
    assert number
    assert count(asked(read_client, "library", kind="place")) == int(number[1])


@pytest.mark.parametrize(
    "filters",
    [
        {"kind": "nothing"},
        {"category": "'"},
        {"language": "x"},
        {"area": "A B"},
        {"open": "yes"},
        {"page": "0"},
        {"page": "1e9"},
    ],
)
def test_a_filter_that_we_do_not_know_is_explained(read_client: FlaskClient, filters: dict[str, str]) -> None:
    answer = read_client.get("/en/search", query_string={"q": "library"} | filters)
    assert answer.status_code == 400
    assert "has a value that we do not know" in answer.text


def test_what_is_open_now(read_demo: Flask) -> None:
    client = browser(read_demo)
    every, open_ = asked(client, "library"), asked(client, "library", open="now")
    assert count(open_) < count(every)
    assert "Open now" in open_


def test_marks_stand_in_titles_and_passages_and_nothing_else_is_let_in(demo_app: Flask) -> None:
    with demo_app.app_context(), db.transaction() as session:
        place = session.scalars(select(Place).where(Place.slug == "rikhardinkadun-kirjasto")).one()
        place.texts.append(
            PlaceText(locale="en", name='<b>Lantern</b> & "more"', about="<script>alert(1)</script> a lantern")
        )
        promise(session, indexing.INDEX, [f"place:{place.id}"])
    work(demo_app, until_idle=True)
    page = asked(browser(demo_app), "lantern b amp")
    assert "<mark>Lantern</mark>" in page
    assert "<mark>lantern</mark>" in page
    assert "<script>alert" not in page
    assert "<b>" not in page.split("<main")[1]
    assert "&<mark>" not in page


def test_the_best_answer_is_said_to_be_it(read_client: FlaskClient) -> None:
    page = asked(read_client, "shelter")
    assert page.index("Best answer") < page.index("/en/places/demo-night-shelter")
    assert page.count("Best answer") == 1


def test_results_in_other_languages_say_so(read_client: FlaskClient) -> None:
    page = asked(read_client, "kirjasto", "uk")
    assert "фінська" in page or "Finnish" in page


def test_a_misspelled_word_is_asked_about(read_client: FlaskClient) -> None:
    page = asked(read_client, "libary")
    assert ">library</bdi>" in page
    assert count(page) > 5
    assert "Did you mean" not in asked(read_client, "library")


def test_nothing_hidden_is_told_by_counts_suggestions_or_corrections(demo_app: Flask) -> None:
    client = browser(demo_app)
    slug_of(demo_app, "rikhardinkadun-kirjasto", source_date=db.today())
    work(demo_app, until_idle=True)
    assert "rikhardinkadun" in asked(client, "rikhardinkadun")
    assert ">rikhardinkadun<" in asked(client, "rikhardinkadum")
    assert any("Rikhardinkadun" in each for each in client.get("/en/search/suggest?q=rikhard").get_json())
    slug_of(demo_app, "rikhardinkadun-kirjasto", withdrawn_on=db.today())
    for words in ("rikhardinkadun", "rikhardinkadum"):  # the index still has it
        page = asked(client, words)
        assert "kirjasto" not in page.lower()
        assert ">rikhardinkadun<" not in page
        assert "Nothing found" in page
    assert client.get("/en/search/suggest?q=rikhard").get_json() == []


def test_suggestions_are_few_and_know_every_script(read_client: FlaskClient) -> None:
    assert "library" in read_client.get("/en/search/suggest?q=libr").get_json()
    assert any(each.startswith("مكتب") for each in read_client.get("/ar/search/suggest?q=مكتب").get_json())
    for words in ("a", "s", "sh", "", "\x00", "%", "'", "(" * 500):
        answer = read_client.get("/en/search/suggest", query_string={"q": words})
        assert (answer.status_code, len(answer.get_json()) <= 8) == (200, True)
    assert "no-store" not in answer.headers["Cache-Control"]


def test_an_empty_result_leads_on(read_client: FlaskClient) -> None:
    page = asked(read_client, "insulin zzqq", kind="story")
    assert "Nothing found" in page
    assert "Search everything" in page
    assert "/en/places?category=" in page
    assert "/en/call" in page


def test_what_is_missing_is_counted_as_a_concept_and_no_word_is_kept(demo_app: Flask) -> None:
    client = browser(demo_app)
    page = client.get("/en/search/missing", query_string={"q": "insulin for my neighbour Xyzzy"})
    assert page.headers["Cache-Control"] == "no-store"
    for _ in range(6):
        form = next(each for each in sheets(client.get("/en/search/missing?q=insulin")) if "q" in each.names)
        assert client.post(form.action, data=dict(form.fields)).status_code == 303
    with demo_app.app_context(), db.transaction() as session:
        missing.tally.add(session, [], datetime.date.fromisoformat(LATER))
    with demo_app.app_context():
        rows = db.session().scalars(select(MissingConcept)).all()
        assert [(row.least, "insulin" in row.concept_code) for row in rows if "insulin" in row.concept_code] == [
            (5, True)
        ]


def test_words_that_nobody_knows_are_not_counted(read_client: FlaskClient) -> None:
    page = read_client.get("/en/search/missing?q=xyzzyqq").text
    assert "know none of yours" in page
    assert "/en/feedback" in page


@pytest.mark.parametrize("words", ["library", "doctor", "shelter tonight", "libary"])
def test_a_page_costs_little(read_demo: Flask, words: str) -> None:
    client = browser(read_demo)
    path = f"/en/search?q={words}"
    client.get(path)
    forget()
    table()  # whether words changed is looked at every two seconds, and is not this page's
    with statements(db.engine()) as said:
        client.get(path)
    asked_of_engine = 2 if settings().database_url else 0  # its own entries, and words near a misspelled one
    assert len(said) <= 8 + asked_of_engine, said
    assert bytes_of(read_demo, path) <= 30 * 1024


def test_the_index_is_as_the_database_until_it_is_not(demo_app: Flask) -> None:
    indexing.rebuild()
    assert indexing.check() == {"missing": [], "superfluous": [], "stale": []}
    slug_of(demo_app, "rikhardinkadun-kirjasto", address="Elsewhere 1")
    with demo_app.app_context():
        [stale] = indexing.check()["stale"]
        current().update([], [stale])
        assert indexing.check()["missing"] == [stale]
    work(demo_app, until_idle=True)
    db.close()
    assert indexing.check() == {"missing": [], "superfluous": [], "stale": []}
    assert indexing.rebuild() == len(current().digests()) > 100
