"""Translating guides: side by side, checked by a second person, outdated only by what a translation has to follow."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from portal import db
from portal.accounts.models import ReadingLanguage
from portal.errors import BadInput
from portal.moderation import deciding, queue
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.permissions import Role
from resources.guides import coverage
from resources.guides.changes import compare
from resources.guides.models import Guide, GuideText
from tests.moderating import judged
from tests.people import Person, at_work, both_databases, browser, come_in, fill_in, make, send, sheet
from tests.resources.guiding import CONTACT, change, checked, draft, guide, text_of

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
FRENCH = {
    "title": "Titre",
    "summary": "Un résumé.",
    "body": "## Premier\n\nTexte.\n\n::: contact\nAppelez le 112.\n:::",
}


def state(app: Flask, slug: str, tag: str) -> str:
    with app.app_context():
        guide_id = db.session().scalars(select(Guide.id).where(Guide.slug == slug)).one()
        return next(each.name for each in coverage.states_of([guide_id])[guide_id] if each.tag == tag)


def approve(app: Flask, person: Person) -> None:
    by = judged(app, person)
    with app.app_context(), db.transaction() as opened:
        same = (ReviewItem.status == "open") & (ReviewItem.kind == "guide_text") & (ReviewItem.reasons == "all")
        item = opened.scalars(select(ReviewItem).where(same)).one()
        queue.claim(opened, by, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, by, item.id, item.version, Ruling("approve", "none"))


@both_databases
def test_a_translation_waits_for_a_second_person_and_is_then_checked(app: Flask) -> None:
    slug, word = guide(app)
    translator, moderator = make(app, Role.TRANSLATOR), make(app, Role.MODERATOR)
    kept = fill_in(come_in(app, translator), f"/en/guides/{slug}/translate/fr", **FRENCH)
    assert (kept.status_code, "second person has checked" in kept.text) == (200, True)
    assert f"Title {word}" in browser(app).get(f"/fr/guides/{slug}").text
    assert state(app, slug, "fr") == "waiting"
    with at_work(app) as opened:
        opened.add(ReadingLanguage(account_id=moderator.id, language="fr"))
    approve(app, moderator)
    page = browser(app).get(f"/fr/guides/{slug}").text
    assert ('<h1 lang="fr" dir="auto">Titre</h1>' in page, "Appelez le 112." in page) == (True, True)
    assert state(app, slug, "fr") == "verified"
    assert text_of(app, slug, "fr").reviewer_id == moderator.id


@EMBEDDED
def test_who_does_not_read_a_language_cannot_check_it(app: Flask) -> None:
    slug, _ = guide(app)
    fill_in(come_in(app, make(app, Role.TRANSLATOR)), f"/en/guides/{slug}/translate/fr", **FRENCH)
    approve(app, make(app, Role.MODERATOR))
    page = browser(app).get(f"/fr/guides/{slug}").text
    assert ("Titre" in page, "Appelez le 112." in page, "Call 112." in page) == (True, False, True)
    assert state(app, slug, "fr") == "draft"


@EMBEDDED
def test_nobody_checks_their_own_translation(app: Flask) -> None:
    slug, _ = guide(app)
    moderator = make(app, Role.MODERATOR)
    fill_in(come_in(app, make(app, Role.TRANSLATOR)), f"/en/guides/{slug}/translate/fr", **FRENCH)
    with at_work(app) as opened:
        row = opened.scalars(select(ReviewItem).where(ReviewItem.kind == "guide_text")).one()
        row.author_id = moderator.id
    with pytest.raises((BadInput, NoResultFound)):
        approve(app, moderator)
    assert state(app, slug, "fr") == "waiting"


@both_databases
def test_only_what_a_translation_must_follow_outdates_it(app: Flask) -> None:
    slug, word = guide(app, checked("fr", "Titre", FRENCH["body"]), draft("ar", "دليل", "كلمات 112"))
    editor = make(app, Role.EDITOR)
    assert (state(app, slug, "fr"), state(app, slug, "ar"), state(app, slug, "uk")) == (
        "verified",
        "draft",
        "missing",
    )
    change(app, editor, slug, f"## First\n\nBody, {word}.\n\n{CONTACT}", minor=True)
    assert state(app, slug, "fr") == "verified"
    client = come_in(app, editor)
    moved = fill_in(client, f"/en/guides/{slug}/arrange", parent="0", position="7", category="clinic")
    assert moved.status_code == 303
    assert state(app, slug, "fr") == "verified"
    change(app, editor, slug, f"## First\n\nBody of another kind.\n\n{CONTACT}")
    assert state(app, slug, "fr") == "outdated"
    page = browser(app).get(f"/fr/guides/{slug}").text
    assert f'href="/fr/guides/{slug}?read=en"' in page


@EMBEDDED
def test_the_source_stands_beside_with_what_changed(app: Flask) -> None:
    slug, _ = guide(app, checked("fr", "Titre", FRENCH["body"]))
    change(app, make(app, Role.EDITOR), slug, f"## First\n\nThis is new here.\n\n{CONTACT}")
    page = come_in(app, make(app, Role.TRANSLATOR)).get(f"/en/guides/{slug}/translate/fr").text
    assert "<ins>This is new here.</ins>" in page
    assert "Titre" in page


def test_passages_are_told_apart() -> None:
    found = compare("## A\n\nOne.\n\nTwo.\n\n- x\n- y", "## A\n\nOne.\n\nTwo and a half.\n\n- x\n- z\n- w")
    assert [(each.state, each.text) for each in found] == [
        ("same", "## A"), ("same", "One."), ("changed", "Two and a half."), ("same", "- x"), ("changed", "- z"),
        ("new", "- w"),
    ]  # fmt: skip


@EMBEDDED
def test_whom_to_call_is_never_a_small_change(app: Flask) -> None:
    slug, _ = guide(app, checked("fr", "Titre", FRENCH["body"]))
    change(app, make(app, Role.EDITOR), slug, "## First\n\n::: contact\nCall 777.\n:::", minor=True)
    assert state(app, slug, "fr") == "outdated"
    page = browser(app).get(f"/fr/guides/{slug}").text
    assert ("Call 777." in page, "Appelez" in page) == (True, False)


@EMBEDDED
def test_a_draft_comes_back_as_it_was_and_remembers_what_it_was_made_from(app: Flask) -> None:
    slug, word = guide(app)
    client = come_in(app, make(app, Role.TRANSLATOR))
    path = f"/en/guides/{slug}/translate/fr"
    first = client.get(path)
    based = sheet(first, "body")["based_on"]
    send(client, first, "body", keep="1", **FRENCH)
    change(app, make(app, Role.EDITOR), slug, f"## First\n\nNew {word}.\n\n{CONTACT}")
    again = client.get(path)
    kept = sheet(again, "body")
    assert (kept["based_on"], kept["body"], kept["title"]) == (based, FRENCH["body"], "Titre")
    assert f"<ins>New {word}.</ins>" in again.text
    assert send(client, again, "body").status_code == 200
    with at_work(app) as opened:
        assert str(opened.scalars(select(GuideText.based_on_id).where(GuideText.language == "fr")).one()) == based


@EMBEDDED
def test_an_editor_who_comes_late_sees_both_and_can_send_again(app: Flask) -> None:
    slug, word = guide(app)
    client = come_in(app, make(app, Role.EDITOR))
    mine = client.get(f"/en/guides/{slug}/edit")
    change(app, make(app, Role.EDITOR), slug, f"Theirs {word}.")
    late = send(client, mine, "body", title="T", summary="S", body=f"Mine {word}.")
    assert (late.status_code, f"<ins>Theirs {word}.</ins>" in late.text) == (409, True)
    assert send(client, late, "body").status_code == 303
    assert f"Mine {word}." in browser(app).get(f"/en/guides/{slug}").text


@EMBEDDED
def test_words_that_were_refused_do_not_come_back(app: Flask) -> None:
    slug, word = guide(app)
    fill_in(come_in(app, make(app, Role.TRANSLATOR)), f"/en/guides/{slug}/translate/fr", **FRENCH)
    with at_work(app) as opened:
        opened.execute(update(GuideText).where(GuideText.language == "fr").values(state="hidden"))
    page = come_in(app, make(app, Role.TRANSLATOR)).get(f"/en/guides/{slug}/translate/fr")
    assert sheet(page, "body")["body"] == ""
    assert word in page.text


@EMBEDDED
def test_who_checks_sees_the_original_and_other_numbers(app: Flask) -> None:
    slug, word = guide(app)
    other = FRENCH["body"].replace("112", "3450")
    fill_in(come_in(app, make(app, Role.TRANSLATOR)), f"/en/guides/{slug}/translate/fr", **FRENCH | {"body": other})
    page = come_in(app, make(app, Role.MODERATOR)).get("/en/moderation/1").text
    assert (f"Body {word}." in page, "+ 3450" in page, "− 112" in page) == (True, True, True)


@EMBEDDED
def test_two_editors_at_once_lose_no_word(app: Flask) -> None:
    slug, word = guide(app)
    one, other = (come_in(app, make(app, Role.EDITOR)) for _ in range(2))
    mine = one.get(f"/en/guides/{slug}/edit")
    theirs = other.get(f"/en/guides/{slug}/edit")
    said = {"title": "One", "summary": "One.", "body": f"Mine {word}."}
    assert send(one, mine, "body", **said).status_code == 303
    late = send(other, theirs, "body", title="Two", summary="Two.", body=f"Theirs {word}.")
    assert (late.status_code, f"Theirs {word}." in late.text) == (409, True)


@EMBEDDED
def test_the_editor_is_told_what_is_hard_to_read(app: Flask) -> None:
    client = come_in(app, make(app, Role.EDITOR))
    long = "You have to go to the office " + "and then to the next office " * 5 + "to obtain the ABCD."
    looked = send(
        client,
        client.get("/en/guides/new"),
        "body",
        title="T",
        summary="S",
        slug="t",
        body=f"## H\n\n{long}",
        look="1",
    )
    assert looked.status_code == 200
    for words in ("words: cut it", "ABCD", "A hard word", "<h3"):
        assert words in looked.text, words
    assert browser(app).get("/en/guides/t").status_code == 404


@EMBEDDED
@pytest.mark.parametrize(
    "body",
    [
        "- " * 60 + "x", "> " * 60 + "x",
        "::: contact\nx", "x\n:::", "y\n ::: contact\nx\n:::", "::: contacts\nx\n:::",
        "::: steps\n::: contact\nx\n:::\n:::", "- ::: contact\nx\n:::", "::: places nowhere\n:::",
    ],
)  # fmt: skip
def test_what_nobody_could_follow_is_refused_and_kept(app: Flask, body: str) -> None:
    client = come_in(app, make(app, Role.EDITOR))
    page = fill_in(client, "/en/guides/new", title="T", summary="S", slug="t", body=body)
    assert page.status_code == 400
    assert body.strip().replace(">", "&gt;")[:40] in page.text


@EMBEDDED
@pytest.mark.parametrize(
    "path", ["/guides/new", "/guides/board", "/guides/phrases", "/guides/{}/edit", "/guides/{}/team"]
)
def test_who_reads_only_cannot_write(app: Flask, path: str) -> None:
    slug, _ = guide(app)
    assert come_in(app, make(app)).get(f"/en{path.format(slug)}").status_code in {403, 404}
    assert browser(app).get(f"/en{path.format(slug)}").status_code in {302, 303, 401, 403}


@EMBEDDED
def test_the_board_shows_every_state(demo_app: Flask) -> None:
    page = come_in(demo_app, make(demo_app, Role.EDITOR)).get("/en/guides/board").text
    for name in ("missing", "draft", "outdated", "verified", "waiting", "source"):
        assert f'class="board-state is-{name}"' in page, name
