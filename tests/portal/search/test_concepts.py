"""The words of concepts: shipped as drafts, changed by those who know the language, indexed anew."""

import tomllib

import pytest
from flask import Flask
from sqlalchemy import func, select

from map.places.models import Place, PlaceText
from portal import db
from portal.accounts.models import ReadingLanguage
from portal.outbox.models import Outbox
from portal.outbox.queue import promise
from portal.outbox.worker import work
from portal.permissions import Role
from portal.search import indexing
from portal.taxonomy import concepts
from portal.taxonomy.loading import DATA, load, shipped_concepts
from portal.taxonomy.models import Category, Concept, ConceptWord
from tests.people import at_work, both_databases, browser, come_in, fill_in, make

pytestmark = pytest.mark.slow

CODE = "library"


def found(app: Flask, words: str) -> bool:
    return "Lantern hall" in browser(app).get("/en/search", query_string={"q": words}).text


def hall(app: Flask) -> None:
    """A place that says nothing but a word that nobody knows yet."""
    with at_work(app) as opened:
        place = Place(
            slug="hall",
            category_code="clothes",
            time_zone="UTC",
            source="test",
            source_ref="1",
            source_date=db.today(),
            state="published",
        )
        place.texts.append(PlaceText(locale="fr", name="Lantern hall", about="Ici une zinzolerie."))
        opened.add(place)
        opened.flush()
        promise(opened, indexing.INDEX, [f"place:{place.id}"])
    work(app, until_idle=True)


def test_the_shipped_words_are_whole() -> None:
    shipped = shipped_concepts()
    codes = [each["code"] for each in shipped]
    assert len(codes) == len(set(codes)) >= 200
    files = (DATA / "concepts").glob("*.toml")
    assert sum(len(tomllib.loads(file.read_text(encoding="utf-8"))["concept"]) for file in files) == len(codes)
    for each in shipped:
        assert len(each["code"]) <= 40
        assert {"en", "ar", "fa", "uk"} <= set(each["labels"])
        assert all(0 < len(word) <= 80 for said in each["labels"].values() for word in said)


def test_they_are_machine_drafts_until_someone_reviews_them(app: Flask) -> None:
    rows = db.session().scalars(select(ConceptWord)).all()
    assert {(row.origin, row.review) for row in rows} == {("machine", "draft")}
    known = set(db.session().scalars(select(Category.code)))
    assert all(code in known for _concept, code in concepts.pairs())
    assert len({row.locale for row in rows}) >= 17


def test_loading_again_changes_nothing(app: Flask) -> None:
    before = db.session().scalar(select(func.count()).select_from(Concept))
    with at_work(app) as opened:
        load(opened)
    assert db.session().scalar(select(func.count()).select_from(Concept)) == before


@both_databases
def test_a_word_that_is_added_finds_what_holds_it_and_one_that_is_taken_away_does_not(app: Flask) -> None:
    hall(app)
    assert not found(app, "library")
    person = make(app, Role.EDITOR)
    with at_work(app) as opened:
        opened.add(ReadingLanguage(account_id=person.id, language="fr"))
    editor = come_in(app, person)
    page = editor.get(f"/en/concepts/{CODE}/fr").text
    assert "bibliothèque" in page
    words = "bibliothèque\nzinzolerie"
    assert fill_in(editor, f"/en/concepts/{CODE}/fr", words=words, reviewed="y").status_code == 303
    with app.app_context():
        assert (
            db.session().scalar(select(func.count()).select_from(Outbox).where(Outbox.topic == indexing.CONCEPTS))
            == 1
        )
    work(app, until_idle=True)
    assert found(app, "library")
    assert found(app, "مكتبة")
    with app.app_context():
        rows = {row.word: row for row in concepts.words_of(CODE) if row.locale == "fr"}
        assert set(rows) == {"bibliothèque", "zinzolerie"}
        assert (rows["zinzolerie"].origin, rows["bibliothèque"].origin) == ("human", "machine")
        assert {row.review for row in rows.values()} == {"reviewed"}
    assert fill_in(editor, f"/en/concepts/{CODE}/fr", words="bibliothèque").status_code == 303
    work(app, until_idle=True)
    assert not found(app, "library")


def test_the_pages_say_what_is_not_reviewed(app: Flask) -> None:
    editor = come_in(app, make(app, Role.EDITOR))
    index = editor.get("/en/concepts").text
    assert "not reviewed" in index
    assert "Latin letters" in index
    assert "words not reviewed" in editor.get("/en/concepts/in/ckb").text
    assert "Drafted by a machine" in editor.get(f"/en/concepts/{CODE}").text
    assert fill_in(editor, f"/en/concepts/{CODE}/so", words="x" * 81).status_code == 400
    assert fill_in(editor, f"/en/concepts/{CODE}/so", words="maktabad\n...\n\n", reviewed="y").status_code == 303
    with app.app_context():  # who does not read a language cannot say that its words are right
        assert {row.review for row in concepts.words_of(CODE) if row.locale == "so"} == {"draft"}
    for path in ("/en/concepts/nothing", "/en/concepts/nothing/fr", f"/en/concepts/{CODE}/xx", "/en/concepts/in/xx"):
        assert editor.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/en/concepts", "/en/concepts/in/ar", f"/en/concepts/{CODE}", f"/en/concepts/{CODE}/ar"]
)
def test_only_those_who_translate_see_them(app: Flask, path: str) -> None:
    assert come_in(app, make(app)).get(path).status_code in {403, 404}
    assert browser(app).get(path).status_code in {401, 302, 303}
