"""Running opportunities: told before they end, extended, closed, changed, translated, taken along and erased."""

import datetime
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from map import local
from portal import db
from portal.moderation import leaving, queue
from portal.notices import following
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from resources.opportunities.kind import KIND
from resources.opportunities.models import Opportunity
from tests.moderating import judged
from tests.people import Person, at_work, browser, come_in, make, post, send, sheets
from tests.resources.opportunities import offering
from tests.resources.opportunities.offering import offered, provider, words

pytestmark = pytest.mark.slow
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
LIST = "/en/opportunities"
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that tests move."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def told(app: Flask, person: Person) -> list[str]:
    """Where the notices of *person* about what ends lead."""
    with app.app_context():
        query = select(Notice.path).where(Notice.recipient == person.id, Notice.about == "expires")
        return list(db.session().scalars(query))


def row_of(slug: str) -> Opportunity:
    """The opportunity as it is now."""
    return db.session().scalars(select(Opportunity).where(Opportunity.slug == slug)).one()


def test_a_provider_is_told_a_week_before_and_extends_with_one_tap(app: Flask, clock: time_machine.Traveller) -> None:
    ours = provider(app)
    slug, word = offered(app, ours)
    closed, _ = offered(app, ours, closed=True)
    work(app, until_idle=True)
    outside, days = browser(app), 0
    for day, notices in ((0, 0), (52, 0), (54, 1), (56, 1)):
        clock.move_to(NOON + day * DAY)
        work(app, until_idle=True)
        assert len(told(app, ours.person)) == notices, day
    assert told(app, ours.person) == [f"/opportunities/{slug}/extend"]
    clock.move_to(NOON + 62 * DAY)
    assert outside.get(f"{LIST}/{slug}").status_code == 404
    client = come_in(app, ours.person)
    page = client.get(f"{LIST}/{slug}")
    assert "Over: nobody sees it any more" in page.text
    assert send(client, client.get(f"{LIST}/{slug}/extend")).status_code == 303
    work(app, until_idle=True)
    assert word in outside.get(f"{LIST}/{slug}").text
    assert word in outside.get(f"/en/search?q={word}").text
    with app.app_context():
        assert row_of(slug).expires_on == (NOON + 152 * DAY).date()
        days = (row_of(closed).expires_on - NOON.date()).days
    assert days == 60
    stranger = come_in(app, provider(app).person)
    assert stranger.get(f"{LIST}/{slug}/extend").status_code == 404
    assert outside.get(f"{LIST}/{slug}/extend").status_code == 302


@EMBEDDED
def test_closing_is_always_at_once_and_the_desk_says_how_each_stands(app: Flask) -> None:
    ours = provider(app)
    today = local.today()
    slugs = {
        "open": offered(app, ours)[0],
        "soon": offered(app, ours, expires_on=today + 2 * DAY)[0],
        "over": offered(app, ours, expires_on=today - 3 * DAY)[0],
        "past": offered(app, ours, deadline=today - 3 * DAY)[0],
        "pending": offered(app, ours, state="pending")[0],
    }
    client = come_in(app, ours.person)
    for button, path in (("extend", f"{LIST}/{slugs['past']}"), ("close", f"{LIST}/{slugs['open']}")):
        one = next(each for each in sheets(client.get(path)) if each.action.endswith(button))
        answer = post(client, one)
        assert (answer.status_code, "change that first" in answer.text) == (
            (400, True) if button == "extend" else (303, False)
        )
    assert "Only you and your organisation see this." in client.get(f"{LIST}/{slugs['open']}").text
    assert browser(app).get(f"{LIST}/{slugs['open']}").status_code == 404
    again = next(each for each in sheets(client.get(f"{LIST}/{slugs['open']}")) if each.action.endswith("extend"))
    assert post(client, again).status_code == 303
    assert browser(app).get(f"{LIST}/{slugs['open']}").status_code == 200
    desk = client.get("/en/desk").text
    order = [desk.index(f'/en/opportunities/{slugs[name]}"') for name in ("soon", "pending", "open", "over")]
    assert order == sorted(order)


@EMBEDDED
def test_a_change_overwrites_no_other_and_waits_where_a_new_one_would(app: Flask) -> None:
    ours, unverified = provider(app), provider(app, verified=False)
    for each, state in ((ours, "published"), (unverified, "pending")):
        slug, _ = offered(app, each, texts=[words("en", "Old title", "Old text of it")], closed=True)
        client = come_in(app, each.person)
        first, second = (client.get(f"{LIST}/{slug}/change") for _ in range(2))
        typed = {"title": "New title of it", "no_fee": "y"}
        answer = send(client, first, **typed)
        assert answer.status_code == 303, answer.text
        moved = send(client, second, title="Title of another")
        assert (moved.status_code, "Title of another" in moved.text) == (409, True)
        with app.app_context():
            row = row_of(slug)
            assert (row.state, row.wording, row.closed, row.texts[0].title) == (state, 2, False, typed["title"])
    stranger = come_in(app, make(app, Role.LEADER, "area:kallio"))
    assert stranger.get(f"{LIST}/{slug}/change").status_code == 404


@EMBEDDED
def test_translators_translate_and_cannot_lead_elsewhere(app: Flask) -> None:
    ours = provider(app)
    source = words("en", "Baking", "See https://harbour.example.org/a or call 09 1234567.", pay="200 a month")
    slug, _ = offered(app, ours, texts=[source])
    path = f"{LIST}/{slug}/translate/ar"
    assert come_in(app, make(app)).get(path).status_code == 403
    client = come_in(app, make(app, Role.TRANSLATOR))
    page = client.get(path)
    assert "200 a month" in page.text
    arabic = {"title": "خبز", "text": "https://harbour.example.org/a 09 1234567", "pay": "200 في الشهر"}
    for lie in ({"text": "https://evil.example/a"}, {"pay": "9000 في الشهر"}):
        answer = send(client, page, **arabic | lie)
        answer = send(client, answer) if answer.status_code == 200 else answer
        assert (answer.status_code, "have to be those of the original" in answer.text) == (400, True)
    answer = send(client, client.get(path), **arabic)
    answer = send(client, answer) if answer.status_code == 200 else answer
    assert answer.location == f"{LIST}/{slug}?read=ar"
    assert "خبز" in browser(app).get(f"/ar/opportunities/{slug}").text
    assert [client.get(f"{LIST}/{slug}/translate/{tag}").status_code for tag in ("en", "zzzz")] == [404, 404]
    with app.app_context():
        row = row_of(slug)
        text = next(each for each in row.texts if each.locale == "ar")
        assert (row.state, text.based_on, text.origin) == ("published", 1, "human")
    with at_work(app) as opened:
        row = opened.scalars(select(Opportunity).where(Opportunity.slug == slug)).one()
        row.state = "pending"
    assert client.get(path).status_code == 404
    with at_work(app) as opened:
        row = opened.scalars(select(Opportunity).where(Opportunity.slug == slug)).one()
        queue.correct_language(opened, KIND, row, "fr")
    with app.app_context():
        assert {each.locale: each.title for each in row_of(slug).texts} == {"fr": "Baking", "ar": "خبز"}


@EMBEDDED
def test_followers_are_told_once_and_what_someone_posted_goes_with_them(app: Flask) -> None:
    ours, reader = provider(app), make(app)
    with at_work(app) as opened:
        following.join(opened, reader.id, "category:language-library")
    client = come_in(app, ours.person)
    answer = offering.post(client)
    send(client, client.get(f"{answer.location}/change"), text="Three evenings a week.")
    work(app, until_idle=True)
    with app.app_context():
        paths = db.session().scalars(select(Notice.path).where(Notice.recipient == reader.id)).all()
        assert paths == ["/opportunities/finnish-for-beginners"]
        packed = zipfile.ZipFile(io.BytesIO(leaving.export(judged(app, ours.person))))
        said = json.loads(packed.read("opportunity.json"))
    assert said[0]["names"] == {"en": "Finnish for beginners"}
    assert "Three evenings" in said[0]["texts"]["en"]
    with at_work(app) as opened:
        leaving.erase(opened, ours.person.id, texts=False)
    assert "Three evenings" in browser(app).get(answer.location).text
    other = come_in(app, make(app, Role.MEMBER, f"organisation:{ours.id}"))
    second = offering.post(other, title="Second course")
    assert second.status_code == 303
    with app.app_context():
        author = row_of("second-course").author_id
    assert author is not None
    with at_work(app) as opened:
        leaving.erase(opened, author, texts=True)
    work(app, until_idle=True)
    assert browser(app).get(second.location).status_code == 404
    assert "Second course" not in browser(app).get("/en/search?q=second").text
