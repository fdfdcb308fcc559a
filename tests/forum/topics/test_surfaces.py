"""What is hidden, waits or was erased in the forum is nowhere: no list, page, feed, search, report form or table."""

import pytest
from flask import Flask
from sqlalchemy import update

from forum.topics.models import Post, Topic
from portal.outbox.worker import work
from tests.forum.talking import ASK, topic
from tests.moderating import everything, suggestion
from tests.people import Browser, at_work, both_databases, browser, come_in, fill_in, make, post, sheets

pytestmark = pytest.mark.slow


def addresses(number: int, place: str, word: str) -> list[str]:
    """Where strangers and members could read of a topic."""
    pages = [
        "/forum", f"/forum/{ASK}", f"/forum/{ASK}?language=en", f"/forum/{ASK}/{number}", f"/forum/{ASK}/{number}/1",
        f"/forum/{ASK}/feed.atom", f"/flag/topic/{number}", "/flag/post/1", f"/search?q={word}", f"/places/{place}",
        "/following", "/notices", "/", "/concerns", "/sessions",
    ]  # fmt: skip
    return [f"/en{page}" for page in pages]


def telling(client: Browser, number: int, place: str, word: str) -> list[str]:
    return [
        path
        for path in addresses(number, place, word)
        if any(f"{head} {word}" in client.get(path).text for head in ("Title", "Text", "Answer 1"))
    ]


def follow(client: Browser, number: int) -> None:
    page = client.get(f"/en/forum/{ASK}/{number}")
    post(client, next(each for each in sheets(page) if each.action.endswith("/following/follow")))


@both_databases
def test_what_is_not_published_is_nowhere(app: Flask) -> None:
    place_id, place_word = suggestion(app, make(app), published=True)
    place = f"suggested-{place_word}"
    number, word = topic(app, make(app), posts=1, about=f"place:{place_id}")
    reader, stranger = come_in(app, make(app)), browser(app)
    follow(reader, number)
    work(app, until_idle=True)
    assert len(telling(stranger, number, place, word)) >= 8
    assert "/en/following" in telling(reader, number, place, word)
    for state in ("hidden", "pending", "returned", "draft"):
        with at_work(app) as opened:
            opened.execute(update(Topic).where(Topic.id == number).values(state=state))
        assert telling(stranger, number, place, word) == [], state
        assert word not in reader.get("/en/following").text


@both_databases
def test_a_hidden_answer_is_nowhere_and_erased_words_leave_every_table(app: Flask) -> None:
    place_id, place_word = suggestion(app, make(app), published=True)
    author = make(app)
    number, word = topic(app, author, posts=1, about=f"place:{place_id}")
    client = come_in(app, author)
    fill_in(client, f"/en/forum/topic/{number}/change", text=f"Changed {word}")
    with at_work(app) as opened:
        opened.execute(update(Post).values(state="hidden"))
        opened.execute(update(Topic).values(state="published"))
    assert f"Answer 1 {word}" not in browser(app).get(f"/en/forum/{ASK}/{number}").text
    assert word in everything()
    assert fill_in(client, "/en/account/erase", texts="remove").status_code == 303
    work(app, until_idle=True)
    assert word not in everything()
    assert telling(browser(app), number, f"suggested-{place_word}", word) == []
