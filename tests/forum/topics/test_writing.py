"""Writing in the forum: it waits or is read, every odd text gets a sentence and is kept, and nothing is doubled."""

import datetime
import html

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from forum.spaces.models import Space
from forum.topics.kind import TOPIC
from forum.topics.models import Post, Revision, Topic
from portal import db
from portal.moderation import queue
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from portal.text import clean
from tests.forum.talking import APPROVE, ASK, HIDE, decide, topic
from tests.people import at_work, both_databases, come_in, fill_in, make, post, send, sheet, sheets
from tests.people import browser as browser_of

PATH = f"/en/forum/{ASK}"


def told(app: Flask, person_id: int) -> list[tuple[str, str]]:
    work(app, until_idle=True)
    with app.app_context():
        query = select(Notice.about, Notice.path).where(Notice.recipient == person_id).order_by(Notice.id)
        return [(row[0], row[1]) for row in db.session().execute(query)]


def let_all_through(app: Flask) -> None:
    """Let no post of the space wait."""
    with at_work(app) as opened:
        opened.execute(update(Space).values(waits="none"))


@pytest.mark.slow
@both_databases
def test_a_first_topic_waits_is_returned_mended_published_answered_hidden_and_restored(app: Flask) -> None:
    asker, moderator, other = make(app), make(app, Role.MODERATOR), make(app)
    browser, stranger = come_in(app, asker), browser_of(app)
    waiting = fill_in(browser, f"{PATH}/new", title="Where is the bank?", text="I need **one** near.")
    assert waiting.location.startswith("/en/account/contributions/topic/")
    number = int(waiting.location.rsplit("/", 1)[1])
    assert "A person reads it before others can" in browser.get(waiting.location).text
    assert stranger.get(f"{PATH}/{number}").status_code == 404
    decide(app, moderator, "topic", number, Ruling("return", "privacy", "A name.", "Leave the name out."))
    page = browser.get(f"/en/forum/topic/{number}/change")
    assert send(browser, page, "text", text="I need one near, please.").status_code == 303
    decide(app, moderator, "topic", number, APPROVE)
    shown = stranger.get(f"{PATH}/{number}").text
    assert '<p dir="auto">I need one near, please.</p>' in shown
    answer = fill_in(come_in(app, other), f"{PATH}/{number}/answer", text="On the square.")
    reply = int(answer.location.rsplit("/", 1)[1])
    assert "On the square." not in stranger.get(f"{PATH}/{number}").text
    decide(app, moderator, "post", reply, APPROVE)
    assert "On the square." in stranger.get(f"{PATH}/{number}").text
    assert ("answered", f"/forum/{ASK}/{number}/1") in told(app, asker.id)
    decide(app, moderator, "post", reply, HIDE)
    assert "On the square." not in stranger.get(f"{PATH}/{number}").text
    with app.app_context():
        assert db.session().get_one(Topic, number).answers == 0


ODD = {
    "nothing": ("", "Write a few words first"),
    "only marks": ("\u200b \u2060 ... !!", "Write a few words first"),
    "zalgo": ("Ha" + "\u0301" * 40 + " there", "too many marks"),
    "deep quotes": (">" * 300 + " deep", "Quotes stand too deep"),
    "a crowd": (" ".join(f"@quiet{each}" for each in range(1_000)), "at most ten people"),
    "too long": ("long " * 2_500, "too long"),
    "a megabyte": ("word " * 200_000, "too long"),
}


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_odd_texts_get_a_sentence_and_are_kept(app: Flask) -> None:
    author = make(app)
    number, _ = topic(app, author)
    browser = come_in(app, author)
    for what, (text, said) in ODD.items():
        answer = fill_in(browser, f"{PATH}/{number}/answer", text=text)
        assert answer.status_code == 400, what
        page = html.unescape(answer.text)
        assert said in page, what
        assert clean(text)[:2_000] in page, what
    naughty = "<img src=x onerror=alert(1)> {{7*7}} ' OR 1=1 -- \ufeff \u202e ﷽ 🏳️‍🌈 ../../etc %s %n \\u0000"
    assert fill_in(browser, f"{PATH}/{number}/answer", text=naughty).status_code in {200, 303}


@both_databases
def test_sent_twice_is_one_post_and_drafts_are_kept(app: Flask) -> None:
    author = make(app)
    number, _ = topic(app, author)
    browser = come_in(app, author)
    page = browser.get(f"{PATH}/{number}/answer")
    kept = send(browser, page, "text", text="Half a thou", keep="1")
    assert "This is your draft" in kept.text
    draft = browser.get(f"{PATH}/{number}/answer")
    assert "Half a thou" in draft.text
    assert "Half a thou" not in come_in(app, make(app)).get(f"{PATH}/{number}/answer").text
    first, second = (send(browser, draft, "text", text="A whole thought.") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 200)
    assert "Half a thou" not in browser.get(f"{PATH}/{number}/answer").text
    with app.app_context():
        assert db.session().execute(select(func.count()).select_from(Post)).scalar_one() == 1


@pytest.mark.slow
@both_databases
def test_a_locked_or_hidden_topic_takes_no_answer_and_keeps_the_words(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    for ruling in (Ruling("lock", "spam", "Enough."), HIDE):
        number, _ = topic(app, author)
        browser = come_in(app, make(app))
        page = browser.get(f"{PATH}/{number}/answer")
        decide(app, moderator, "topic", number, ruling)
        late = send(browser, page, "text", text="My careful answer.")
        assert late.status_code == 409
        assert "My careful answer." in late.text


@both_databases
def test_changing_keeps_a_history_that_can_be_purged_and_two_at_once_are_told(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    number, word = topic(app, author)
    let_all_through(app)
    browser, team = come_in(app, author), come_in(app, moderator)
    one, two = (browser.get(f"/en/forum/topic/{number}/change") for _ in range(2))
    assert send(browser, one, "text", text="Second thoughts.").status_code == 303
    clash = send(browser, two, "text", text="Third thoughts.")
    assert clash.status_code == 409
    assert "Third thoughts." in clash.text
    history = team.get(f"/en/forum/topic/{number}/team").text
    assert f"Text {word}" in history
    assert come_in(app, make(app)).get(f"/en/forum/topic/{number}/team").status_code == 403
    form = next(each for each in sheets(team.get(f"/en/forum/topic/{number}/team")) if "/purge" in each.action)
    assert post(team, form).status_code == 303
    with app.app_context():
        assert db.session().scalars(select(Revision)).all() == []
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3), tick=False):
        old = come_in(app, author)
        late = fill_in(old, f"/en/forum/topic/{number}/change", text="Much later.")
        assert late.status_code == 400
        assert "two days only" in late.text


@both_databases
def test_people_in_a_thread_are_told_when_they_are_named_and_nobody_else(app: Flask) -> None:
    author, named, outside = make(app), make(app), make(app)
    number, _ = topic(app, named)
    let_all_through(app)
    text = f"Thank you @{named.pseudonym}, and @{outside.pseudonym}."
    assert fill_in(come_in(app, author), f"{PATH}/{number}/answer", text=text).status_code == 303
    assert told(app, named.id) == [("mentioned", f"/forum/{ASK}/{number}/1")]
    assert told(app, outside.id) == []


@both_databases
def test_a_quote_begins_an_answer_and_a_link_to_a_post_holds(app: Flask) -> None:
    author = make(app)
    number, word = topic(app, author, posts=45)
    browser = come_in(app, author)
    page = browser.get(f"{PATH}/{number}/answer?quote=44")
    assert f"&gt; Answer 44 {word}" in page.text
    found = browser.get(f"{PATH}/{number}/44")
    assert found.location == f"{PATH}/{number}?page=3#p44"
    assert f"Answer 44 {word}" in browser.get(found.location).text
    assert browser.get(f"{PATH}/{number}?page=4").status_code == 404


@both_databases
def test_what_was_read_is_marked_by_a_post_only(app: Flask) -> None:
    author = make(app)
    number, _ = topic(app, author, posts=3)
    reader = come_in(app, make(app))
    page = reader.get(f"{PATH}/{number}")
    assert "<strong>" not in reader.get(PATH).text.split("<main")[1].split("</main")[0]
    form = next(each for each in sheets(page) if each.action.endswith("/read"))
    reader.post(form.action, data=dict(form.fields))
    with at_work(app) as opened:
        opened.get_one(Topic, number).newest = 5
    assert "2 new" in reader.get(PATH).text


@both_databases
def test_who_leaves_takes_their_words_and_not_those_of_others(app: Flask) -> None:
    leaver, stays = make(app), make(app)
    number, word = topic(app, leaver, posts=1)
    with at_work(app) as opened:
        opened.add(Post(
            topic_id=number, number=2, text="I stay.", html="<p>I stay.</p>", author_id=stays.id, state="published",
            locked=False, language="en", written_on=db.today(), told=True,
        ))  # fmt: skip
        opened.get_one(Topic, number).highest = 2
    browser = come_in(app, leaver)
    assert fill_in(browser, "/en/account/erase", texts="remove").status_code == 303
    page = browser_of(app).get(f"{PATH}/{number}").text
    assert "I stay." in page
    assert word not in page
    assert leaver.pseudonym not in page


def test_a_form_remembers_its_token(app: Flask) -> None:
    number, _ = topic(app, make(app))
    browser = come_in(app, make(app))
    page = browser.get(f"{PATH}/{number}/answer")
    fields = dict(sheet(page, "text").fields) | {"token": "not ours", "text": "Kept all the same."}
    stale = browser.post(f"{PATH}/{number}/answer", data=fields)
    assert stale.status_code == 400
    assert "Kept all the same." in stale.text
    with app.app_context():
        assert db.session().scalars(select(ReviewItem)).all() == []


@both_databases
def test_what_others_read_stays_until_the_new_words_are_read(app: Flask) -> None:
    author, other, moderator = make(app), make(app), make(app, Role.MODERATOR)
    number, word = topic(app, author)
    client, stranger = come_in(app, author), browser_of(app)
    waiting = fill_in(client, f"/en/forum/topic/{number}/change", text="Call 040 123 4567 now.", title="New title")
    if waiting.status_code == 200:
        waiting = send(client, waiting, "text")
    assert waiting.location.startswith("/en/account/contributions/change/")
    assert f"Text {word}" in stranger.get(f"{PATH}/{number}").text
    assert "040 123" not in stranger.get(f"{PATH}/{number}").text
    assert "040 123" in client.get(f"/en/forum/topic/{number}/change").text
    change = int(waiting.location.rsplit("/", 1)[1])
    decide(app, moderator, "change", change, APPROVE)
    assert "Call 040 123 4567 now." in browser_of(app).get(f"{PATH}/{number}").text
    with app.app_context():
        assert [each.text for each in db.session().scalars(select(Revision))] == [f"Text {word}"]
    assert "040 123" not in come_in(app, other).get("/en/account/contributions").text


@both_databases
def test_a_hidden_topic_stays_hidden_when_its_author_leaves(app: Flask) -> None:
    leaver, stays = make(app), make(app)
    number, _ = topic(app, leaver)
    with at_work(app) as opened:
        opened.add(Post(
            topic_id=number, number=1, text="I stay.", html="<p>I stay.</p>", author_id=stays.id, state="published",
            locked=False, language="en", written_on=db.today(), told=True,
        ))  # fmt: skip
        opened.get_one(Topic, number).state = "hidden"
    assert fill_in(come_in(app, leaver), "/en/account/erase", texts="remove").status_code == 303
    assert browser_of(app).get(f"{PATH}/{number}").status_code == 404


@both_databases
def test_an_author_is_not_told_that_they_were_reported(app: Flask) -> None:
    author = make(app)
    number, _ = topic(app, author, state="pending")
    with at_work(app) as opened:
        item = queue.open_item(opened, TOPIC, opened.get_one(Topic, number), "first flag-location past")
        assert "past" in item.reasons
    page = come_in(app, author).get(f"/en/account/contributions/topic/{number}").text
    assert "First contributions of someone" in page
    assert "ombudsperson" not in page
    assert "shows where someone is" not in page


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_words_outlive_a_closed_space_and_odd_keys_are_nothing(app: Flask) -> None:
    client = come_in(app, make(app))
    page = client.get(f"{PATH}/new")
    with at_work(app) as opened:
        opened.execute(update(Space).values(closed=True))
    late = send(client, page, "text", title="My question", text="My careful words.")
    assert late.status_code == 400
    assert "My careful words." in late.text
    with at_work(app) as opened:
        opened.execute(update(Space).values(closed=False))
    for key in ("place:²", "place:99999999999999999999999", "foo:bar", "place:", "topic:-1", "\0"):
        assert client.get(f"{PATH}/new", query_string={"about": key}).status_code == 200, key
    for odd in ("page=0", "page=-1", "page=99999999999", "page=x", "language=xx"):
        assert client.get(f"{PATH}?{odd}").status_code in {200, 404}, odd
