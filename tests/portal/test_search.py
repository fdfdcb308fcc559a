"""Search: through concepts in any language, and never showing what is not public."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from map.places.models import Place
from portal import db
from portal.outbox.queue import promise
from portal.outbox.worker import work
from portal.search import app as search
from portal.search.engine import Query, current


def found(client: FlaskClient, lang: str, words: str) -> list[str]:
    page = client.get(f"/{lang}/search", query_string={"q": words})
    assert page.status_code == 200
    return re.findall(rf'<h2><a href="/{lang}/places/([^"]+)"', page.text)


def proposed(word: str) -> list[str]:
    """The keys that the engine finds for one word, whatever the database says."""
    return [entry.key for entry in current().search(Query([{word: 1.0}]))]


def libraries(app: Flask) -> set[str]:
    with app.app_context():
        query = select(Place.slug).where(Place.category_code == "language-library")
        return set(db.session().scalars(query))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "library"),
        ("en", "kirjasto"),
        ("ar", "مكتبة"),
        ("ar", "المكتبة"),
        ("ar", "مَكْتَبَة"),
        ("uk", "бібліотека"),
        ("tr", "KÜTÜPHANE"),
        ("fa", "کتابخانه"),
        ("fr", "bibliothèque"),
        ("fr", "bibliotheque"),
        ("es", "biblioteca"),
    ],
)
def test_libraries_lead_in_every_language(read_demo: Flask, lang: str, words: str) -> None:
    slugs = found(read_demo.test_client(), lang, words)
    assert len(slugs) >= 5
    assert set(slugs[:5]) <= libraries(read_demo)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ar", "مأوى"), ("ar", "مَأْوًى"), ("uk", "притулок"), ("tr", "barınak"), ("en", "shelter")],
)
def test_one_concept_leads_to_the_same_door_in_every_language(
    read_client: FlaskClient, lang: str, words: str
) -> None:
    assert found(read_client, lang, words)[0] == "demo-night-shelter"
    assert found(read_client, "fr", words)[0] == "demo-night-shelter"


def test_a_withdrawn_place_leaves_search_before_the_index_knows(demo_app: Flask) -> None:
    client = demo_app.test_client()
    gone = found(client, "en", "library")[0]
    with db.transaction() as session:
        session.scalars(select(Place).where(Place.slug == gone)).one().withdrawn_on = db.today()
    assert gone not in found(client, "en", "library")


@pytest.mark.slow
def test_the_worker_drops_a_withdrawn_place_from_the_index(demo_app: Flask) -> None:
    with db.transaction() as session:
        place = session.scalars(select(Place).where(Place.slug == "rikhardinkadun-kirjasto")).one()
        key = f"place:{place.id}"
        place.withdrawn_on = db.today()
        promise(session, "index", [key])
    assert key in proposed("rikhardinkadun")
    work(demo_app, until_idle=True)
    assert key not in proposed("rikhardinkadun")


@pytest.mark.slow
def test_rebuilding_finds_the_same(demo_app: Flask) -> None:
    before = found(demo_app.test_client(), "en", "pharmacy")
    assert search.rebuild() > 100
    assert found(demo_app.test_client(), "en", "pharmacy") == before


def test_an_empty_result_says_what_to_do(read_client: FlaskClient) -> None:
    page = read_client.get("/en/search?q=zzzzqqqq").text
    assert "Nothing found" in page
    assert "/en/call" in page


@pytest.mark.parametrize("words", ["", " ", "* OR ?", '"', "a" * 5000, "\x00\u202e", "(((", "name:x", "ا" * 300])
def test_rubbish_is_answered(read_client: FlaskClient, words: str) -> None:
    assert read_client.get("/ar/search", query_string={"q": words}).status_code == 200


def test_what_was_typed_is_escaped(read_client: FlaskClient) -> None:
    page = read_client.get("/en/search", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
