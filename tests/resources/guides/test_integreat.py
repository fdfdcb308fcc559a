"""Guidance of another city: its tree, its languages, its HTML, and what is odd in any of them."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.errors import BadInput
from resources.guides.exchange import integreat, records
from resources.guides.models import Guide
from tests.people import both_databases, browser

pytestmark = pytest.mark.slow


EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def page(language: str, name: str, html: str, other: str, parent: str = "") -> dict[str, object]:
    """A page as Integreat has it."""
    path = f"/city/{language}/{name}/"
    return {
        "path": path, "title": name.title(), "content": html, "excerpt": "", "order": 3,
        "last_updated": "2024-05-01T10:00:00.000+02:00", "parent": {"path": parent or None},
        "available_languages": {"en" if language == "de" else "de": {"path": other}},
    }  # fmt: skip


@both_databases
def test_pages_of_another_city_come_in_as_a_tree_with_their_languages(app: Flask, tmp_path: Path) -> None:
    html = "<h3>Hilfe</h3><p>Ruf <a href='tel:112'>112</a><script>x()</script></p><img src='https://t.example/p'>"
    german = [
        page("de", "gesundheit", "", "/city/en/health/"),
        page("de", "arzt", html, "/city/en/doctor/", "/city/de/gesundheit/"),
    ]
    english = [page("en", "doctor", "<p>See a doctor. Really. Call 112.</p>", "/city/de/arzt/", "/city/en/health/")]
    for name, pages in (("de", german), ("en", english)):
        (tmp_path / f"pages_{name}.json").write_text(json.dumps(pages))
    with app.app_context():
        report = records.bring(integreat.read(tmp_path, "de"))
        assert report.done["new"] == 3
        arzt = db.session().scalars(select(Guide).where(Guide.slug == "arzt")).one()
        assert (arzt.language, str(arzt.reviewed_on), arzt.parent_id is not None) == ("de", "2024-05-01", True)
        again = records.bring(integreat.read(tmp_path, "de"))
        assert dict(again.done) == {"unchanged": 3}
    shown = browser(app).get("/en/guides/arzt?read=de").text
    assert 'href="tel:112"' in shown
    assert "x()" not in shown
    assert "t.example" not in shown
    assert "See a doctor." in browser(app).get("/en/guides/arzt").text


@EMBEDDED
@pytest.mark.parametrize(
    "text", ["", "[", "{}", '[{"path": 1}]', '[{"path": "/x/", "title": "t", "content": "c"}]', "[1]"]
)
def test_json_of_something_else_is_refused(app: Flask, tmp_path: Path, text: str) -> None:
    (tmp_path / "pages.json").write_text(text)
    with pytest.raises(BadInput):
        integreat.read(tmp_path / "pages.json", "de")


def test_html_cannot_make_blocks_of_ours() -> None:
    text = integreat.markdown("<p>::: contact</p><p>Call 666</p><p>:::</p>")
    assert not [line for line in text.splitlines() if line.startswith(":::")]


@EMBEDDED
@pytest.mark.parametrize(
    "wrong",
    [
        {"parent": "x"},
        {"order": "abc"},
        {"order": 1e300},
        {"excerpt": 5},
        {"available_languages": [1]},
        {"last_updated": 7},
    ],
)
def test_pages_with_odd_fields_come_in(app: Flask, tmp_path: Path, wrong: dict[str, object]) -> None:
    (tmp_path / "pages.json").write_text(json.dumps([page("de", "arzt", "<p>x</p>", "") | wrong]))
    assert len(integreat.read(tmp_path / "pages.json", "de")) == 1


@pytest.mark.parametrize("html", ["<div>" * 5000, "[" * 50_000, "<ul><li>" * 2000])
def test_html_that_is_built_to_hurt_ends(html: str) -> None:
    with suppress(BadInput):
        assert len(integreat.markdown(html)) < 500_000


def test_links_between_pages_and_tables_keep_their_meaning() -> None:
    html = (
        '<p><a href="https://integreat.app/city/de/arzt/">x</a> <a href="https://integreat.app/tel:112">y</a></p>'
        "<table><tr><td>Mo</td><td>9-17</td></tr></table>"
    )
    text = integreat.markdown(html, {"/city/de/arzt": "guide:arzt"})
    assert ("[x](guide:arzt)" in text, "[y](tel:112)" in text, "Mo · 9-17" in text, "|" in text) == (
        True,
        True,
        True,
        False,
    )
