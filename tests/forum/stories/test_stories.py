"""Success stories: read first, under a chosen name, with consent, and gone at once when their teller wants."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.measure import statements
from forum.stories.models import Story
from forum.stories.words import VERSION
from portal import db
from portal.kinds import kind_of
from portal.moderation import deciding, queue, targets
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.outbox.worker import work
from portal.permissions import Role
from tests.moderating import everything, judged, secret_word
from tests.people import Person, browser, come_in, fill_in, make, send

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
Words = dict[str, str]


def words() -> tuple[str, Words]:
    """A word that stands nowhere else, and what is typed with it in every field."""
    word = secret_word()
    told = {"title": f"Work {word}", "told_as": f"Lark {word}", "text": f"I **found** {word} work."}
    return word, told


def approve(app: Flask) -> None:
    moderator = judged(app, make(app, Role.MODERATOR))
    with app.app_context(), db.transaction() as opened:
        item = opened.scalars(select(ReviewItem).where(ReviewItem.status == "open")).one()
        queue.claim(opened, moderator, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, moderator, item.id, item.version, Ruling("approve", "none"))


def published(app: Flask) -> tuple[Person, str, str]:
    """A story that everyone can read: its teller, its path, and the word that only it holds."""
    word, told = words()
    teller = make(app)
    path = fill_in(come_in(app, teller), "/en/stories/tell", consent="y", **told).location
    approve(app)
    work(app, until_idle=True)
    return teller, path, word


@EMBEDDED
def test_a_story_needs_consent_and_waits_and_never_names_its_teller(app: Flask) -> None:
    word, told = words()
    teller = make(app)
    client, outside = come_in(app, teller), browser(app)
    refused = fill_in(client, "/en/stories/tell", **told)
    assert (refused.status_code, "Without that we cannot" in refused.text) == (400, True)
    own_name = fill_in(client, "/en/stories/tell", consent="y", **told | {"told_as": teller.pseudonym})
    assert (own_name.status_code, "Take another name" in own_name.text) == (400, True)
    taken = make(app).pseudonym.upper().replace("I", "Í")
    theirs = fill_in(client, "/en/stories/tell", consent="y", **told | {"told_as": taken})
    assert (theirs.status_code, "Someone has this name" in theirs.text) == (400, True)
    path = fill_in(client, "/en/stories/tell", consent="y", **told).location
    with app.app_context():
        row = db.session().scalars(select(Story)).one()
        assert (row.state, row.consent, row.consented_on) == ("pending", VERSION, db.today())
        assert db.session().scalars(select(ReviewItem.reasons)).one() == "all"
    assert outside.get(path).status_code == 404
    assert "Waits for a person" in client.get(path).text
    approve(app)
    work(app, until_idle=True)
    pages = {each: outside.get(each).text for each in (path, "/en/stories", f"/en/search?q={word}")}
    assert all(f"Lark {word}" in page and teller.pseudonym not in page for page in pages.values())
    assert f"I <strong>found</strong> {word} work." in pages[path]
    send(client, client.get(f"/en/stories/tell/{row.id}"), consent="y", text="I found other work.")
    assert outside.get(path).status_code == 404


def test_a_withdrawn_story_is_nowhere(app: Flask) -> None:
    teller, path, word = published(app)
    client, outside = come_in(app, teller), browser(app)
    assert "Take my story back" not in outside.get(path).text
    first, second, third = (client.get("/en/stories/tell/1") for _ in range(3))
    assert send(client, first, consent="y", title=f"Bread {word}").status_code == 303
    moved = send(client, second, consent="y", title=f"Rolls {word}")
    assert (moved.status_code, f"Rolls {word}" in moved.text) == (409, True)
    assert send(client, moved).status_code == 303
    approve(app)
    work(app, until_idle=True)
    assert outside.post(f"{path}/withdraw").status_code == 401
    answer = send(client, client.get(path))
    assert "Your story is taken back" in client.get(answer.location).text
    assert outside.get(path).status_code == client.get(path).status_code == 404
    assert client.get("/en/stories/tell/1").status_code == 404
    late = send(client, third, consent="y", text="Words typed late.")
    assert (late.status_code, "Words typed late." in late.text) == (409, True)
    assert word not in outside.get("/en/stories").text
    assert word not in outside.get(f"/en/search?q={word}").text.replace(f'value="{word}"', "").split("<main")[1]
    with app.app_context():
        assert word not in everything()
        row = db.session().scalars(select(Story)).one()
        assert (row.withdrawn_on, row.consented_on, row.consent, row.author_id) == (
            db.today(),
            db.today(),
            VERSION,
            teller.id,
        )
        assert db.session().scalars(select(ReviewItem.snapshot)).one() == {}
        assert word not in repr(targets.said(kind_of("story"), row))
    page = client.get("/en/account/contributions").text
    assert ("A story that was taken back" in page, "Can be read by all" in page) == (True, False)
    assert "Change it" not in client.get("/en/account/contributions/story/1").text
    work(app, until_idle=True)
    app.extensions["wayhouse.engine"].dispose()
    folder = Path(app.extensions["wayhouse.settings"].data_dir)
    assert not any(word.encode() in each.read_bytes() for each in folder.rglob("*") if each.is_file())


@EMBEDDED
def test_what_waits_can_be_taken_back_and_is_then_decided_by_nobody(app: Flask) -> None:
    word, told = words()
    client = come_in(app, make(app))
    path = fill_in(client, "/en/stories/tell", consent="y", **told).location
    moderator = come_in(app, make(app, Role.MODERATOR))
    assert word in moderator.get("/en/moderation/1").text
    assert come_in(app, make(app)).post(f"{path}/withdraw").status_code == 400
    send(client, client.get(path))
    assert word not in moderator.get("/en/moderation/1").text
    assert "The words were removed." in moderator.get("/en/moderation/1").text
    with app.app_context():
        assert db.session().scalar(select(func.count()).where(ReviewItem.status == "open")) == 0


@EMBEDDED
def test_pages_of_stories_in_few_statements(app: Flask) -> None:
    teller = make(app)
    with app.app_context(), db.transaction() as opened:
        for number in range(45):
            opened.add(
                Story(
                    title=f"S{number}", text="x", html="<p>x</p>", told_as="L", consented_on=db.today(),
                    consent=VERSION, author_id=teller.id, language="en", written_on=db.today(), state="published",
                )
            )  # fmt: skip
    outside = browser(app)
    assert [outside.get(f"/en/stories?page={page}").text.count("<article") for page in (1, 2, 3)] == [20, 20, 5]
    assert outside.get("/en/stories?page=4").status_code == 404
    with app.app_context(), statements(db.engine()) as said:
        outside.get("/en/stories?page=3")
        assert len(said) <= 2, said
