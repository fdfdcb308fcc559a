"""Guides as folders of Markdown: out and in the same, and what people here wrote, checked or hid stays."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import db
from portal.errors import BadInput
from portal.permissions import Role
from resources.guides import queries
from resources.guides.exchange import folder, records
from resources.guides.models import Guide, GuideText
from tests.people import at_work, both_databases, browser, make
from tests.resources.guiding import change, checked, guide, text_of

pytestmark = pytest.mark.slow


EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


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
def test_a_dry_run_changes_nothing(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "fresh.en.md").write_text("---\ntitle: New\nposition: 1\n---\nBody.")
    with app.app_context():
        assert records.bring(folder.read(tmp_path), dry_run=True).done["new"] == 1
        assert db.session().scalar(select(func.count()).select_from(Guide)) == 0
    with at_work(app) as opened:
        assert opened.scalar(select(func.count()).select_from(GuideText)) == 0
