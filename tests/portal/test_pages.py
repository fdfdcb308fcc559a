"""Home, the language door, editable pages, errors, health and quick exit."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import db
from portal.errors import BadInput
from portal.languages import LANGUAGES
from portal.pages import actions
from portal.permissions import Permission, requires
from tests.pages import PAGES


def test_the_front_door_leads_to_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "ar"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ar/")
    page = client.get("/ar/").text
    assert '<html lang="ar" dir="rtl">' in page


def test_an_unknown_reader_is_shown_every_language(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "de"}).text
    assert all(language.endonym in page and f'href="/{tag}/"' in page for tag, language in LANGUAGES.items())


@pytest.mark.slow
@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_every_page_answers_in_every_language(read_client: FlaskClient, tag: str) -> None:
    for path in PAGES:
        answer = read_client.get(f"/{tag}{path}")
        assert answer.status_code == (404 if path == "/nowhere" else 200), path
        if not LANGUAGES[tag].door:
            assert f'<html lang="{tag}" dir="{LANGUAGES[tag].direction}">' in answer.text, path


def test_a_door_language_says_where_it_falls_back(read_client: FlaskClient) -> None:
    assert '<html lang="ti" dir="ltr">' in read_client.get("/ti/places").text
    page = read_client.get("/ti/privacy").text
    assert '<html lang="en" dir="ltr">' in page
    assert '<p class="notice draft" lang="ti"' in page


def test_machine_drafts_say_so(client: FlaskClient) -> None:
    assert 'class="notice draft"' in client.get("/uk/").text
    assert 'class="notice draft"' not in client.get("/en/").text


def test_the_language_page_leads_back_to_where_one_was(client: FlaskClient) -> None:
    page = client.get("/en/languages?from=/en/places%3Fcategory%3Dhealth").text
    assert 'href="/ar/places?category=health"' in page


@pytest.mark.parametrize("came_from", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "/xx/places"])
def test_the_language_page_leads_nowhere_else(client: FlaskClient, came_from: str) -> None:
    page = client.get("/en/languages", query_string={"from": came_from}).text
    assert 'href="/ar/"' in page
    assert "evil" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("path", ["/xx/", "/en/places/nothing", "/de/places", "/ar/%F0%9F%92%A9"])
def test_what_is_not_there_is_a_page_with_a_way_on(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'role="search"' in answer.text


def test_errors_speak_the_readers_language(client: FlaskClient) -> None:
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/nowhere").text


def test_a_broken_page_is_a_page(app: Flask) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    broken = requires(Permission.ANYONE)(lambda: 1 / 0)
    app.add_url_rule("/<locale:lang>/broken", "broken", broken)  # type: ignore[arg-type]
    answer = app.test_client().get("/en/broken")
    assert answer.status_code == 500
    assert "our fault" in answer.text
    assert "ZeroDivision" not in answer.text


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_quick_exit_leaves_nothing_behind(client: FlaskClient) -> None:
    answer = client.get("/exit")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "https://www.wikipedia.org/"
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["privacy", "terms", "imprint", "accessibility", "about"])
def test_editable_pages_are_filled_in(client: FlaskClient, name: str) -> None:
    text = client.get(f"/en/{name}").text
    assert "{" not in text.split("<article")[1].split("</article>")[0]
    assert "page:" not in text


def test_an_operators_page_replaces_ours(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "imprint.en.md").write_text("---\ntitle: Who we are\n---\nThe city. <b>x</b>", encoding="utf-8")
    with db.transaction() as session:
        assert actions.load(session, folder, replace=True) == 1
    page = app.test_client().get("/en/imprint").text
    assert "Who we are" in page
    assert "<b>" not in page


@pytest.mark.parametrize(("name", "text"), [("imprint.xx.md", "---\ntitle: x\n---\n"), ("imprint.en.md", "no head")])
def test_a_page_that_cannot_be_read_is_named(app: Flask, tmp_path: Path, name: str, text: str) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=name), db.transaction() as session:
        actions.load(session, folder)
