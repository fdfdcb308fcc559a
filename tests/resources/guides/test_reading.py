"""Reading guides: fallbacks that say so, critical parts only from those who stand behind them, harmless text."""

import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from benchmarks.measure import statements
from portal import db
from portal.permissions import Role
from resources.guides.kind import GUIDE as KIND
from resources.guides.models import Guide, GuideText, Origin
from tests.people import at_work, both_databases, browser, come_in, make, sheet
from tests.resources.guiding import CONTACT, change, checked, draft, guide

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
ARABIC = "## أولا\n\nكلمات.\n\n::: contact\nاتصل بالرقم 112.\n:::"


@EMBEDDED
def test_a_missing_translation_shows_the_best_there_is_labelled_with_its_languages(app: Flask) -> None:
    slug, word = guide(app, checked("fa", "راهنما", "متن"))
    french = browser(app).get(f"/fr/guides/{slug}").text
    assert f'<h1 lang="en" dir="auto">Title {word}</h1>' in french
    assert 'hreflang="fa"' in french
    dari = browser(app).get(f"/prs/guides/{slug}").text
    assert '<h1 lang="fa" dir="auto">راهنما</h1>' in dari
    chosen = browser(app).get(f"/fr/guides/{slug}?read=fa").text
    assert '<h1 lang="fa" dir="auto">راهنما</h1>' in chosen


@both_databases
def test_unchecked_words_of_a_machine_never_stand_for_whom_to_call(app: Flask) -> None:
    slug, _ = guide(app, draft("ar", "دليل", ARABIC))
    page = browser(app).get(f"/ar/guides/{slug}").text
    assert "كلمات" in page
    assert "اتصل بالرقم" not in page
    assert '<div lang="en" dir="ltr">' in page
    assert "Call 112." in page


@EMBEDDED
def test_checked_words_stand_until_the_source_of_a_critical_part_changes(app: Flask) -> None:
    editor = make(app, Role.EDITOR)
    slug, _ = guide(app, checked("ar", "دليل", ARABIC))
    assert "اتصل بالرقم" in browser(app).get(f"/ar/guides/{slug}").text
    change(app, editor, slug, f"## Other\n\nMore.\n\n{CONTACT}")
    page = browser(app).get(f"/ar/guides/{slug}").text
    assert "اتصل بالرقم" in page  # only other parts changed
    change(app, editor, slug, "## Other\n\n::: contact\nCall 113.\n:::")
    page = browser(app).get(f"/ar/guides/{slug}").text
    assert ("اتصل بالرقم" in page, "Call 113." in page) == (False, True)


@EMBEDDED
def test_a_machine_source_shows_no_critical_part_but_whom_to_call(app: Flask) -> None:
    slug, _ = guide(app)
    with at_work(app) as opened:
        row = opened.scalars(select(Guide).where(Guide.slug == slug)).one()
        row.texts[0].origin = Origin.MACHINE
    page = browser(app).get(f"/en/guides/{slug}").text
    assert ("Call 112." in page, "No person has checked this part yet" in page) == (False, True)


@both_databases
def test_a_guide_costs_few_statements_and_never_writes(app: Flask) -> None:
    slug, _ = guide(app, checked("ar", "دليل", ARABIC), body=f"## One\n\n::: places clinic\n:::\n\n{CONTACT}")
    for path in (f"/en/guides/{slug}", f"/ar/guides/{slug}", "/en/guides", "/en/guides?situation=pregnant"):
        with statements(db.engine()) as said:
            page = browser(app).get(path)
        assert page.status_code == 200, path
        assert len(said) <= 8, (path, said)
        assert not [each for each in said if not each.lstrip().upper().startswith("SELECT")]


@EMBEDDED
def test_words_that_nobody_checked_say_so_in_every_language_and_on_paper(app: Flask) -> None:
    slug, _ = guide(app, draft("ar", "دليل", "## أولا\n\nكلمات.\n\n::: contact\nاتصل 112.\n:::"))
    label = "A machine translated this guide."
    for path in (
        f"/en/guides/{slug}?read=ar",
        f"/en/guides/{slug}/sheet?read=ar",
        f"/en/guides/{slug}/share?read=ar",
    ):
        page = browser(app).get(path).text
        assert label in page, path
        assert "not there in your language" not in page
    assert label not in browser(app).get(f"/en/guides/{slug}").text


@EMBEDDED
def test_contents_lead_to_a_section_each(app: Flask) -> None:
    slug, _ = guide(app, body="## One\n\nA.\n\n## **Two**\n\nB.\n\n::: steps\n1. C\n:::\n\n## Three\n\nD.")
    page = browser(app).get(f"/en/guides/{slug}").text
    anchors = re.findall(r'<h2 id="(part-\d+)" dir="auto">(\w+)<', page)
    assert [words for _, words in anchors] == ["One", "Two", "Three"]
    assert len({anchor for anchor, _ in anchors}) == 3


@EMBEDDED
def test_a_guide_whose_source_was_hidden_shows_no_number_that_it_lost(app: Flask) -> None:
    slug, _ = guide(app, checked("fr", "Titre", "Mots.\n\n::: contact\nAppelez 555.\n:::"))
    with at_work(app) as opened:
        opened.execute(update(GuideText).where(GuideText.language == "en").values(state="hidden"))
    page = browser(app).get(f"/fr/guides/{slug}").text
    assert ("Mots." in page, "555" in page, "/fr/call" in page) == (True, False, True)


@EMBEDDED
def test_search_says_no_more_of_whom_to_call_than_the_page(app: Flask) -> None:
    slug, _ = guide(app, checked("fr", "Titre", "Mots.\n\n::: contact\nAppelez 4444.\n:::"))
    change(app, make(app, Role.EDITOR), slug, "Words.\n\n::: contact\nCall 8888.\n:::")
    with app.app_context():
        rows = db.session().scalars(KIND.for_search()).unique().all()
        said = KIND.documents(rows)[0].texts
    assert ("8888" in said["en"], "4444" in said["fr"]) == (True, False)


@EMBEDDED
def test_what_a_hidden_guide_held_stands_by_itself(app: Flask) -> None:
    slug, word = guide(app)
    child, below = guide(app)
    with at_work(app) as opened:
        above = opened.scalars(select(Guide).where(Guide.slug == slug)).one()
        above.state = "hidden"
        opened.scalars(select(Guide).where(Guide.slug == child)).one().parent_id = above.id
    page = browser(app).get("/en/guides").text
    assert (f"Title {below}" in page, f"Title {word}" in page) == (True, False)
    client = come_in(app, make(app, Role.EDITOR))
    kept = sheet(client.get(f"/en/guides/{child}/arrange"), "parent")
    assert kept["parent"] != "0"


NASTY = [
    ("<script>alert(1)</script>", "<script>alert"),
    ('<img src=x onerror="alert(1)">', "<img"),
    ("[good bank](//evil.example)", 'href="//evil'),
    ("[x](javascript:alert(1))", 'href="javascript'),
    ("![x](https://evil.example/pixel)", "<img"),
    ("a&#x202E;b [bank&#8238;](https://evil.example)", "\u202e"),
    ("<a href='https://evil.example'>x</a>", "<a href='https://evil"),
    ("::: contact <script>x</script>\ny\n:::", "<script>x"),
    ("::: places <script>x</script>\n:::", "<script>x"),
]


@EMBEDDED
@pytest.mark.parametrize(("typed", "never"), NASTY)
def test_markdown_of_an_enemy_is_shown_harmless(app: Flask, typed: str, never: str) -> None:
    slug, word = guide(app)
    change(app, make(app, Role.EDITOR), slug, f"{word}\n\n{typed}".replace("\u202e", ""))
    page = browser(app).get(f"/en/guides/{slug}")
    assert page.status_code == 200
    assert never not in page.text


@EMBEDDED
def test_a_link_says_where_it_really_leads(app: Flask) -> None:
    slug, _ = guide(
        app, body="[www.bank.example](https://evil.example/x) and [debt](guide:debt) and [call](page:call)"
    )
    page = browser(app).get(f"/ar/guides/{slug}").text
    assert '<bdi dir="ltr">(evil.example)</bdi>' in page
    assert 'href="/ar/guides/debt"' in page
    assert 'href="/ar/call"' in page


@EMBEDDED
def test_a_hidden_guide_leaves_every_page_at_once(app: Flask) -> None:
    slug, word = guide(app)
    with at_work(app) as opened:
        opened.scalars(select(Guide).where(Guide.slug == slug)).one().state = "hidden"
    client = browser(app)
    assert client.get(f"/en/guides/{slug}").status_code == 404
    for path in (
        "/en/guides",
        "/en/",
        f"/en/search?q={word}",
        f"/en/guides/{slug}/share",
        f"/en/guides/{slug}/sheet",
    ):
        assert f"Title {word}" not in client.get(path).text


@EMBEDDED
@pytest.mark.parametrize(
    "path", ["/guides/nowhere", "/guides?situation=none", "/guides/nowhere/sheet", "/guides/audio/x.mp3"]
)
def test_what_is_not_there_is_said(app: Flask, path: str) -> None:
    assert browser(app).get(f"/en{path}").status_code == 404
