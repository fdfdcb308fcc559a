"""Guides from elsewhere and to elsewhere: PO files, folders of Markdown, JSON of pages."""

import io
import json
from contextlib import suppress
from pathlib import Path

import polib
import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import db
from portal.errors import BadInput
from portal.permissions import Role
from resources.guides import po, queries
from resources.guides.actions import Words
from resources.guides.exchange import folder, integreat, records
from resources.guides.models import Guide, GuideText
from tests.people import Browser, at_work, both_databases, browser, come_in, make, sheet
from tests.resources.guiding import CONTACT, change, checked, guide, text_of

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
BODY = f"## Go\n\nSee [the bank](https://bank.example/a) before 2 days.\n\n1. First\n2. Second\n\n{CONTACT}"


def bring(client: Browser, slug: str, text: str) -> int:
    """Send a PO file back; return the status of the answer."""
    path = f"/en/guides/{slug}/po/fr/bring"
    token = sheet(client.get(path))["token"]
    sent = client.post(path, data={"token": token, "file": (io.BytesIO(text.encode()), "x.po")})
    return sent.status_code


@EMBEDDED
def test_a_po_file_goes_out_and_comes_back(app: Flask) -> None:
    slug, word = guide(app, body=BODY)
    client = come_in(app, make(app, Role.TRANSLATOR))
    out = polib.pofile(client.get(f"/en/guides/{slug}/po/fr").text)
    assert [each.msgid for each in out] == [
        f"Title {word}", f"Summary {word}.", "## Go", "See [the bank](https://bank.example/a) before 2 days.",
        "1. First", "2. Second", "Call 112.",
    ]  # fmt: skip
    for entry in out:
        entry.msgstr = (
            entry.msgid.replace("First", "Premier").replace("Call", "Appelez le").replace("before", "avant")
        )
    assert bring(client, slug, str(out)) == 200
    with app.app_context():
        row = db.session().scalars(select(GuideText).where(GuideText.language == "fr")).one()
        assert "1. Premier\n2. Second" in row.body
        assert "::: contact\nAppelez le 112.\n:::" in row.body
        assert (row.state, row.held, row.origin) == ("pending", "", "imported")


@EMBEDDED
def test_changed_digits_hosts_and_placeholders_are_shown_to_the_person_who_checks(app: Flask) -> None:
    slug, _ = guide(app, body=BODY)
    client = come_in(app, make(app, Role.TRANSLATOR))
    out = polib.pofile(client.get(f"/en/guides/{slug}/po/fr").text)
    for entry in out:
        entry.msgstr = entry.msgid.replace("112", "113").replace("bank.example", "evil.example")
    assert bring(client, slug, str(out)) == 200
    with app.app_context():
        held = db.session().scalars(select(GuideText.held).where(GuideText.language == "fr")).one()
    assert ("Call 112." in held, "bank.example" in held, "First" in held) == (True, True, False)
    item = come_in(app, make(app, Role.MODERATOR)).get("/en/moderation/1").text
    assert "bank.example" in item


def test_what_differs_is_seen() -> None:
    same = {"In 2 days": "في ٢ أيام", "see guide": "x", "1. One": "١. واحد"}
    other = {
        "{city} x": "x", "Write to a@b.org": "a@c.org", "at b.org": "at c.org", "//b.org/x": "//b.org/y", "%s": "%x",
        "first 112 then 110": "110, 112", "[a](guide:debt)": "[a](guide:school)",
    }  # fmt: skip
    assert po.strange(same) == []
    assert po.strange(other) == list(other)


@EMBEDDED
@pytest.mark.parametrize(
    "text", ["", "rubbish", 'msgid "a"\nmsgstr "b"', "\x00\x01", 'msgid ""\nmsgstr "X-Wayhouse-Version: x"']
)
def test_rubbish_is_no_po_file(app: Flask, text: str) -> None:
    slug, _ = guide(app)
    assert bring(come_in(app, make(app, Role.TRANSLATOR)), slug, text) == 400


@pytest.mark.parametrize("text", ["::: contact\nCall 666.\n:::", "> " * 200 + "x", "x\n:::", "::: steps\nx\n:::"])
def test_a_translation_cannot_change_how_a_guide_is_built(app: Flask, text: str) -> None:
    with pytest.raises(BadInput):
        po.translated(Words("T", "S", BODY), {"1. First": text})


def test_what_is_not_translated_stays(app: Flask) -> None:
    words = po.translated(Words("T", "S", BODY), {"T": "Titre", "2. Second": "2. Deux"})
    assert (words.title, words.summary) == ("Titre", "S")
    assert "1. First\n2. Deux" in words.body


@both_databases
def test_guides_go_out_and_come_in_the_same(demo_app: Flask, tmp_path: Path) -> None:
    with demo_app.app_context():
        written = folder.write(tmp_path)
        count = db.session().scalar(select(func.count()).select_from(GuideText).where(GuideText.shown))
        assert written == count
        report = records.bring(folder.read(tmp_path))
        assert dict(report.done) == {"unchanged": written}
        again = tmp_path / "again"
        folder.write(again)
    assert {each.name: each.read_text() for each in tmp_path.glob("*.md")} == {
        each.name: each.read_text() for each in again.glob("*.md")
    }


@EMBEDDED
def test_the_state_of_translations_goes_along(app: Flask, tmp_path: Path) -> None:
    slug, _ = guide(app, checked("fr", "Titre", "Texte."), checked("es", "Titulo", "Texto."))
    change(app, make(app, Role.EDITOR), slug, "Quite other words.")
    with app.app_context():
        folder.write(tmp_path)
    french = (tmp_path / f"{slug}.fr.md").read_text()
    assert ("outdated: yes" in french, f"verified: {db.today()}" in french) == (True, True)
    (tmp_path / f"{slug}.es.md").unlink()
    copies = {each.name: each.read_text().replace(slug, "copy") for each in tmp_path.glob("*.md")}
    for name, text in copies.items():
        (tmp_path / name).unlink()
        (tmp_path / name.replace(slug, "copy")).write_text(text)
    with app.app_context():
        records.bring(folder.read(tmp_path))
    copied = text_of(app, "copy", "fr")
    assert (copied.verified_on, copied.based_on_id) == (db.today(), None)


@EMBEDDED
def test_what_people_here_wrote_survives_an_import(app: Flask, tmp_path: Path) -> None:
    slug, word = guide(app)
    with app.app_context():
        folder.write(tmp_path)
    change(app, make(app, Role.EDITOR), slug, "Our own words.")
    with app.app_context():
        report = records.bring(folder.read(tmp_path))
    assert report.done["kept as people here have it"] == 1
    assert "Our own words." in browser(app).get(f"/en/guides/{slug}").text
    assert word


@EMBEDDED
@pytest.mark.parametrize(
    ("name", "text"),
    [("Bad Name.en.md", "---\ntitle: x\n---\n"), ("a.xx-yy-zz.md", "---\ntitle: x\n---\n"), ("a.en.md", "no head"),
     ("a.en.md", "---\nsummary: x\n---\n"), ("a.en.md", "---\ntitle: x\nposition: many\n---\n"),
     ("a.en.md", "---\ntitle: x\norigin: god\n---\n"), ("a.en.md", "---\ntitle: x\nposition: 99999999999\n---\n"),
     ("a.en.md", "---\ntitle: x\nreviewed: 99999999999\n---\n"),
     ("a.en.md", "---\ntitle: x\nreviewed: 2999-01-01\n---\n"),
     ("new.en.md", "---\ntitle: x\n---\n"), ("a.en.md", "---\ntitle: x\n---\n::: contacts\nx\n:::"),
     ("a.en.md", "---\ntitle:  \n---\nx")],
)  # fmt: skip
def test_a_broken_file_says_which_and_why(app: Flask, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(BadInput, match=name.split(".", maxsplit=1)[0]):
        folder.read(tmp_path)


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
def test_translations_beside_their_source_are_up_to_date(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.ar.md").write_text("---\ntitle: مدرسة\norigin: machine\n---\nكلمات.")
    (tmp_path / "a.en.md").write_text("---\ntitle: School\nposition: 1\n---\nWords.")
    with app.app_context():
        records.bring(folder.read(tmp_path))
        found = queries.by_slug("a")
        assert found is not None
        assert not found.outdated(found.texts["ar"])


@EMBEDDED
def test_a_guide_that_is_there_in_one_language_only_comes_in(app: Flask, tmp_path: Path) -> None:
    for name, title in (("a.ar", "مدرسة"), ("b.fr", "École"), ("b.en", "School"), ("c.de", "Schule")):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {title}\n---\n{title}.")
    with app.app_context():
        assert records.bring(folder.read(tmp_path)).done["new"] == 4
        rows = db.session().execute(select(Guide.slug, Guide.language)).all()
    assert {tuple(row) for row in rows} == {("a", "ar"), ("b", "en"), ("c", "de")}


@EMBEDDED
def test_an_import_undoes_no_decision_and_moves_nothing(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.en.md"
    file.write_text("---\ntitle: A\nposition: 1\n---\nOne.")
    with app.app_context():
        records.bring(folder.read(tmp_path))
    with at_work(app) as opened:
        opened.scalars(select(GuideText)).one().state = "hidden"
        opened.scalars(select(Guide)).one().position = 7
    file.write_text("---\ntitle: A\nposition: 1\n---\nTwo.")
    with app.app_context():
        assert dict(records.bring(folder.read(tmp_path)).done) == {"kept as a decision here left it": 1}
        assert db.session().scalars(select(Guide.position)).one() == 7


@EMBEDDED
def test_a_draft_with_another_number_waits_for_a_person(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.en.md").write_text("---\ntitle: A\nposition: 1\n---\nCall 112.")
    (tmp_path / "a.fr.md").write_text("---\ntitle: A\norigin: machine\n---\nAppelez le 1130.")
    with app.app_context():
        done = records.bring(folder.read(tmp_path)).done
        assert done["waiting for a person: other numbers or addresses than the original"] == 1
    assert "1130" not in browser(app).get("/fr/guides/a").text


@EMBEDDED
@pytest.mark.parametrize(
    "heads", [("parent: b", "parent: a"), ("parent: a", ""), ("imported_as: x", "imported_as: x")]
)
def test_files_that_contradict_each_other_are_refused(app: Flask, tmp_path: Path, heads: tuple[str, str]) -> None:
    for name, head in zip("ab", heads, strict=True):
        (tmp_path / f"{name}.en.md").write_text(f"---\ntitle: {name}\nposition: 1\n{head}\n---\nx")
    with app.app_context(), pytest.raises(BadInput):
        records.bring(folder.read(tmp_path))


@EMBEDDED
def test_odd_files_are_named(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "x.en.md").mkdir()
    (tmp_path / "a.en.md").write_bytes(b"---\ntitle: \xff\n---\nx")
    with pytest.raises(BadInput, match="UTF-8"):
        folder.read(tmp_path)
    (tmp_path / "a.en.md").write_bytes(b"\xef\xbb\xbf---\ntitle: A ---\n---\nx")
    with app.app_context():
        records.bring(folder.read(tmp_path))
        folder.write(tmp_path)
        assert [each.words.title for each in folder.read(tmp_path)] == ["A ---"]
        with pytest.raises(BadInput):
            folder.write(tmp_path / "a.en.md" / "x")


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


@EMBEDDED
def test_a_dry_run_changes_nothing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "fresh.en.md").write_text("---\ntitle: New\nposition: 1\n---\nBody.")
    with app.app_context():
        assert records.bring(folder.read(tmp_path), dry_run=True).done["new"] == 1
        assert db.session().scalar(select(func.count()).select_from(Guide)) == 0
    with at_work(app) as opened:
        assert opened.scalar(select(func.count()).select_from(GuideText)) == 0
