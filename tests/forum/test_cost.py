"""What the forum's pages cost: a handful of statements however many topics, no write on GET, and few bytes."""

import gzip

import pytest
from flask import Flask
from sqlalchemy import text

from benchmarks.dialogue import sow
from benchmarks.measure import statements
from portal import db
from tests.forum.talking import ASK, topic
from tests.people import Browser, at_work, both_databases, browser, come_in, make

KB = 1024


def cost(app: Flask, path: str, client: Browser | None = None) -> tuple[int, int]:
    """Statements and gzipped bytes of a page."""
    reader = client or browser(app)
    with statements(db.engine()) as said:
        page = reader.get(path)
    assert page.status_code == 200
    assert not [each for each in said if not each.lstrip().upper().startswith("SELECT")]
    return len(said), len(gzip.compress(page.data))


@pytest.mark.slow
@both_databases
def test_pages_cost_the_same_with_many_topics(app: Flask) -> None:
    number, _ = topic(app, make(app), posts=3)
    paths = ["/en/forum", f"/en/forum/{ASK}", f"/en/forum/{ASK}/{number}"]
    few = [cost(app, path)[0] for path in paths]
    for _ in range(25):
        topic(app, make(app))
    many = [cost(app, path) for path in paths]
    assert [each for each, _size in many] == few
    assert max(few) <= 8
    assert all(size <= 20 * KB for _, size in many)


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_page_500_of_a_topic_is_asked_like_page_1(app: Flask) -> None:
    with at_work(app) as opened:
        sow(opened, 2)
    first, last = (cost(app, f"/en/forum/new-here/1?page={page}") for page in (1, 500))
    assert first[0] == last[0] <= 8
    assert last[1] <= 20 * KB
    with app.app_context():
        page = "SELECT * FROM post WHERE topic_id = 1 AND number > 9980 AND number <= 10000"
        assert "INDEX" in str(db.session().execute(text(f"EXPLAIN QUERY PLAN {page}")).all())


@both_databases
def test_members_pages_stay_small(app: Flask) -> None:
    author = make(app)
    number, _ = topic(app, author, posts=20)
    client = come_in(app, author)
    assert cost(app, f"/en/forum/{ASK}/{number}", client)[0] <= 16
