"""Who may read what: members' and youth spaces stay closed on every way in, and only vetted people see the young."""

import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from forum.spaces.models import Space
from forum.topics.kind import POST, TOPIC
from forum.topics.models import Post
from portal import db
from portal.accounts.models import Vetting
from portal.moderation.models import ReviewItem
from portal.outbox.worker import work
from portal.permissions import Role
from portal.search.engine import Query, current
from tests.forum.talking import ASK, add_space, topic
from tests.people import Browser, at_work, both_databases, browser, come_in, fill_in, give, make


def ways_in(slug: str, number: int) -> list[str]:
    return [
        f"/en/forum/{slug}", f"/en/forum/{slug}/{number}", f"/en/forum/{slug}/{number}/1", f"/en/flag/topic/{number}",
        f"/en/flag/post/{number}", f"/en/forum/{slug}/feed.atom",
    ]  # fmt: skip


def leaks(client: Browser, slug: str, number: int, word: str) -> list[str]:
    """The ways by which *client* comes to see *word*."""
    pages = [*ways_in(slug, number), "/en/forum", f"/en/search?q={word}", f"/en/forum/{ASK}/feed.atom"]
    return [path for path in pages if f"Title {word}" in client.get(path).text]


@pytest.mark.slow
@both_databases
@pytest.mark.parametrize("reading", ["members", "youth"])
def test_a_closed_space_shows_nothing_to_those_outside(app: Flask, reading: str) -> None:
    add_space(app, "den", reading, fed=True, indexed=True)
    inside = make(app, Role.MEMBER, "space:den")
    number, word = topic(app, inside, "den", posts=1)
    work(app, until_idle=True)
    outside = browser(app) if reading == "members" else come_in(app, make(app))
    assert leaks(outside, "den", number, word) == []
    assert all(outside.get(path).status_code == 404 for path in ways_in("den", number))
    assert "/forum/den" not in outside.get("/en/forum").text
    mine = come_in(app, inside)
    assert f"/en/forum/den/{number}" in leaks(mine, "den", number, word)
    assert mine.get("/en/forum/den/feed.atom").status_code == 404
    assert mine.get(f"/en/flag/topic/{number}").status_code == 200
    with app.app_context():
        assert current().search(Query([{word: 1.0}])) == []


@pytest.mark.slow
@both_databases
def test_only_vetted_people_see_and_review_the_young_and_everything_waits(app: Flask) -> None:
    add_space(app, "den", "youth")
    young, worker, moderator = (
        make(app, Role.MEMBER, "space:den"),
        make(app, Role.YOUTH, "space:den"),
        make(app, Role.MODERATOR),
    )
    waiting = fill_in(come_in(app, young), "/en/forum/den/new", title="Cooking on Friday", text="What shall we cook?")
    number = int(waiting.location.rsplit("/", 1)[1])
    with app.app_context():
        item = db.session().scalars(select(ReviewItem)).one()
        assert (item.guarded, item.scope, "all" in item.reasons) == (True, "space:den", True)
        path = f"/en/moderation/{item.id}"
    seen = come_in(app, moderator), come_in(app, worker)
    assert [each.get(path).status_code for each in seen] == [404, 200]
    assert [each.get("/en/forum/den").status_code for each in seen] == [404, 200]
    with at_work(app) as opened:
        today = db.today()
        opened.add(Vetting(account_id=moderator.id, vetted_on=today, expires_on=today + datetime.timedelta(days=9)))
        opened.execute(update(Vetting).where(Vetting.account_id == worker.id).values(expires_on=today))
    assert [each.get(path).status_code for each in seen] == [200, 403]
    assert [each.get("/en/forum/den").status_code for each in seen] == [200, 404]
    assert come_in(app, young).get(f"/en/account/contributions/topic/{number}").status_code == 200


@both_databases
def test_an_age_that_someone_types_admits_nobody(app: Flask) -> None:
    add_space(app, "den", "youth")
    teen = come_in(app, make(app, age="teen"))
    assert teen.get("/en/forum/den").status_code == 404
    assert teen.get("/en/forum/den/new").status_code == 404


@both_databases
def test_a_space_is_opened_changed_and_never_opened_wider(app: Flask) -> None:
    admin = come_in(app, make(app, Role.ADMIN))
    few = {"reading": "members", "writing": "members", "waits": "none", "fed": "y"}
    words = {"slug": "gardeners", "name": "Gardeners", "purpose": "Seeds."} | few
    assert fill_in(admin, "/en/forum/spaces/new", **words).status_code == 303
    with app.app_context():
        space = db.session().scalars(select(Space).where(Space.slug == "gardeners")).one()
        assert (space.fed, space.waits, space.texts[0].name) == (False, "none", "Gardeners")
        path = f"/en/forum/spaces/{space.id}"
    wider = fill_in(admin, path, reading="public")
    assert wider.status_code == 400
    assert "meant for few" in wider.text
    assert fill_in(admin, path, closed="y").status_code == 303
    assert fill_in(admin, "/en/forum/spaces/new", **words | {"slug": "ask"}).status_code == 400
    member = come_in(app, make(app))
    assert "takes no new topics" in member.get("/en/forum/gardeners").text
    assert member.get("/en/forum/gardeners/new").status_code == 403


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_the_four_spaces_of_a_new_portal(app: Flask) -> None:
    with app.app_context():
        slugs = db.session().scalars(select(Space.slug).order_by(Space.position)).all()
    assert slugs == ["new-here", ASK, "neighbourhood", "how-are-we-doing"]
    assert "Ask the city" in browser(app).get("/en/forum").text


@both_databases
def test_a_topic_is_pinned_and_moved_by_the_team_only(app: Flask) -> None:
    leader = make(app, Role.LEADER, f"space:{ASK}")
    give(app, leader, Role.LEADER, "space:new-here")
    number, _ = topic(app, make(app))
    page = f"/en/forum/{ASK}/{number}/tend"
    assert come_in(app, make(app)).get(page).status_code == 403
    assert come_in(app, make(app, Role.LEADER, "space:women")).get(page).status_code == 404
    assert fill_in(come_in(app, leader), page, pinned="y", space="new-here").status_code == 303
    assert "pinned" in browser(app).get("/en/forum/new-here").text
    assert browser(app).get(f"/en/forum/{ASK}/{number}").location == f"/en/forum/new-here/{number}"


@both_databases
def test_hidden_posts_and_topics_are_no_longer_public(app: Flask) -> None:
    number, word = topic(app, make(app), posts=2)
    with at_work(app) as opened:
        opened.execute(update(Post).where(Post.number == 1).values(state="hidden"))
    page = browser(app).get(f"/en/forum/{ASK}/{number}").text
    assert f"Answer 1 {word}" not in page
    assert f"Answer 2 {word}" in page
    with app.app_context():
        assert len(db.session().scalars(POST.public()).all()) == 1
        assert len(db.session().scalars(TOPIC.public()).all()) == 1
