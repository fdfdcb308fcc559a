"""Sessions: an agenda that members fill from topics, minutes and decisions, by the clocks of a zone."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from benchmarks.measure import statements
from forum.sessions.models import AgendaItem, DialogueSession
from forum.spaces.models import Space, SpaceText
from forum.topics.models import Topic
from map.places.models import PlaceGeometry
from portal import db
from portal.moderation import leaving
from portal.moderation.models import ReviewItem
from portal.outbox.worker import work
from portal.permissions import Role
from tests.moderating import suggestion
from tests.people import Browser, at_work, browser, come_in, fill_in, give, make, post, send, sheets

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)

NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
WORDS = {
    "what": "dialogue", "title": "Evening of questions", "day": "2026-12-03", "begins": "18:00", "ends": "20:00",
    "online": "https://meet.example.org/a", "facilitator": "Noor", "agenda": "Courses\n\n Rent",
    "text": "Tea **first**.",
}  # fmt: skip


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that tests move."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def convene(client: Browser, **words: str) -> TestResponse:
    """Convene a session; who is new here is first asked whether its link is meant."""
    answer = fill_in(client, "/en/sessions/new", **WORDS | words)
    return send(client, answer) if "Look again before you send" in answer.text else answer


def propose(client: Browser, page: TestResponse, number: int) -> int:
    """Put the topic *number* on the agenda of the session that *page* shows; return the status of the answer."""
    one = next(each for each in sheets(page) if each.action.endswith("/agenda"))
    return post(client, one, topic=str(number)).status_code


def topics(app: Flask) -> dict[str, int]:
    """A topic that everyone can read, one of members and one that is hidden: their ids by their titles."""
    with at_work(app) as opened:
        spaces = [
            Space(slug=f"x-{reading}", reading=reading, texts=[SpaceText(locale="en", name=reading)])
            for reading in ("public", "members")
        ]
        facts = {"text": "x", "html": "<p>x</p>", "language": "en", "locked": False, "active_on": db.today()}
        made = [
            Topic(space=spaces[0], title="Where to learn", state="published", **facts),
            Topic(space=spaces[1], title="Among members", state="published", **facts),
            Topic(space=spaces[0], title="Hidden words", state="hidden", **facts),
        ]
        opened.add_all(made)
        opened.flush()
        return {each.title: each.id for each in made}


def test_a_session_is_announced_at_once_by_the_clocks_of_the_city(app: Flask, clock: time_machine.Traveller) -> None:
    assert come_in(app, make(app)).get("/en/sessions/new").status_code == 403
    client = come_in(app, make(app, Role.LEADER, "area:kallio"))
    place_id, word = suggestion(app, make(app), published=True)
    for wrong, why in (
        ({"ends": "18:00"}, "It has to end after"), ({"begins": "late"}, "such as 18:00"),
        ({"online": ""}, "Say where"),
        ({"online": "http://meet.example.org"}, "begin with https"), ({"day": "9999-12-31"}, "within a year"),
        ({"place": f"suggested-{word}"}, "do not know this place"), ({"agenda": "x\n" * 21}, "fewer lines"),
    ):  # fmt: skip
        answer = convene(client, **wrong)
        assert (answer.status_code, why in answer.text) == (400, True), why
    with at_work(app) as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom="SRID=4326;POINT(24.94 60.17)"))
    path = convene(client, place=f"/ar/places/suggested-{word}").location
    with app.app_context():
        row = db.session().scalars(select(DialogueSession)).one()
        assert (row.starts_at.isoformat(), row.zone) == ("2026-12-03T16:00:00", "Europe/Helsinki")
        assert db.session().scalars(select(ReviewItem.reasons)).one().split()[-1] == "after"
    work(app, until_idle=True)
    outside = browser(app)
    page = outside.get(path).text
    for said in (
        "Thursday · December 3, 2026 · ",
        "18:00–20:00",
        ">meet.example.org<",
        f"Room {word}",
        "Courses",
        "Rent",
    ):
        assert said in page, said
    assert "Tea <strong>first</strong>." in page
    assert all(
        said in outside.get(each).text
        for said, each in (
            ("Evening of questions", "/en/sessions"),
            ("Evening of <mark>questions</mark>", "/en/search?q=questions"),
        )
    )
    changed = send(client, client.get(f"{path}/change"), cancelled="y", title="Evening of answers", online="")
    assert changed.status_code == 303
    assert "This session does not take place." in outside.get(path).text
    assert come_in(app, make(app, Role.LEADER, "area:kallio")).get(f"{path}/change").status_code == 404


def test_members_fill_the_agenda_from_topics_that_everyone_can_read(
    app: Flask, clock: time_machine.Traveller
) -> None:
    ids = topics(app)
    convener = make(app, Role.LEADER, "area:kallio")
    leader, member, outside = come_in(app, convener), come_in(app, make(app)), browser(app)
    path = convene(leader).location
    page = member.get(path)
    assert "Where to learn" in page.text
    assert not any(title in page.text for title in ("Among members", "Hidden words"))
    for title, number in ids.items():
        assert propose(member, page, number) == (303 if title == "Where to learn" else 400)
    assert propose(member, member.get(path), ids["Where to learn"]) == 400
    assert "Where to learn" in outside.get(path).text
    assert outside.post(f"{path}/agenda").status_code == 401
    send(leader, send(leader, leader.get(f"{path}/change"), agenda="Rent"))
    assert [each in outside.get(path).text for each in ("Courses", "Rent", "Where to learn")] == [False, True, True]
    with at_work(app) as opened:
        opened.get_one(Topic, ids["Where to learn"]).state = "hidden"
    assert "Where to learn" not in outside.get(path).text
    with at_work(app) as opened:
        opened.get_one(Topic, ids["Where to learn"]).state = "published"
    drops = [each for each in sheets(leader.get(path)) if each.action.endswith("/drop")]
    assert member.post(drops[-1].action).status_code == 403
    assert post(leader, drops[-1]).status_code == 303
    with app.app_context():
        assert db.session().scalars(select(AgendaItem.title)).all() == ["Rent"]
    page = member.get(path)
    with at_work(app) as opened:
        opened.scalars(select(DialogueSession)).one().ends_at = db.now() - datetime.timedelta(hours=1)
    assert propose(member, page, ids["Where to learn"]) == 400
    assert not [each for each in sheets(member.get(path)) if each.action.endswith("/agenda")]


def test_minutes_and_decisions_are_written_once_it_began(app: Flask, clock: time_machine.Traveller) -> None:
    convener = make(app, Role.LEADER, "area:kallio")
    path = convene(come_in(app, convener)).location
    words = {"minutes": "Twenty *came*.", "decisions": "Open longer\nMeet again"}
    early = fill_in(come_in(app, convener), f"{path}/minutes", **words)
    assert (early.status_code, "once the session has begun" in early.text) == (400, True)
    clock.move_to(NOON + datetime.timedelta(days=9))
    outside = browser(app)
    assert "With minutes" not in outside.get("/en/sessions").text
    moderator = make(app, Role.MODERATOR)
    assert fill_in(come_in(app, moderator), f"{path}/minutes", **words).status_code == 303
    page = outside.get(path).text
    for said in ("Twenty <em>came</em>.", "Open longer</li>", "Meet again</li>", "This session is over."):
        assert said in page, said
    assert "With minutes" in outside.get("/en/sessions").text
    again = come_in(app, moderator)
    send(again, again.get(f"{path}/minutes"), decisions="Meet again")
    assert "Open longer" not in outside.get(path).text
    with at_work(app) as opened:
        leaving.erase(opened, convener.id, texts=True)
    page = outside.get(path).text
    assert [each in page for each in ("Evening of questions", "Twenty <em>came</em>.", "Meet again</li>")] == [
        True
    ] * 3
    assert not any(each in page for each in ("Tea <strong>first", "Noor", "meet.example.org", "Courses"))
    with app.app_context():
        row = db.session().scalars(select(DialogueSession)).one()
        assert (row.author_id, row.text, row.agenda) == (None, "", [])


def sent(client: Browser, page: TestResponse, **words: str) -> TestResponse:
    """Type *words* into the form of *page* and send it; once more where the link is asked about."""
    answer = send(client, page, **words)
    return send(client, answer) if answer.status_code == 200 else answer


@EMBEDDED
def test_a_change_overwrites_no_other_and_loses_no_words(app: Flask, clock: time_machine.Traveller) -> None:
    convener = make(app, Role.LEADER, "area:kallio")
    path = convene(come_in(app, convener)).location
    clock.move_to(NOON + datetime.timedelta(days=9))
    client = come_in(app, convener)
    asked = {f"{path}/change": "title", f"{path}/minutes": "minutes"}
    for each, field in asked.items():
        first, second = client.get(each), client.get(each)
        assert sent(client, first, **{field: "Words of one"}).status_code == 303
        moved = sent(client, second, **{field: "Words of another"})
        assert (moved.status_code, "Words of another" in moved.text) == (409, True)
        assert sent(client, moved).status_code == 303
    pages = [(client.get(each), field) for each, field in asked.items()]
    with at_work(app) as opened:
        opened.scalars(select(DialogueSession)).one().author_id = None
    for page, field in pages:
        late = sent(client, page, **{field: "Late words"})
        assert (late.status_code, "Late words" in late.text) == (409, True)
    assert [client.get(each).status_code for each in asked] == [404, 404]


@EMBEDDED
def test_lists_in_few_statements(app: Flask) -> None:
    person = make(app, Role.LEADER, "area:kallio")
    give(app, person, Role.MODERATOR)
    hour = datetime.timedelta(hours=1)
    with at_work(app) as opened:
        for number in range(-25, 5):
            starts = db.now() + number * 24 * hour + hour
            opened.add(
                DialogueSession(
                    what="council", title=f"S{number}", starts_at=starts, ends_at=starts + hour, zone="UTC",
                    author_id=person.id, language="en", written_on=db.today(), state="published", locked=False,
                    agenda=[AgendaItem(position=0, title="A")],
                )
            )  # fmt: skip
    outside = browser(app)
    assert [outside.get(f"/en/sessions?page={page}").text.count("<article") for page in (1, 2)] == [25, 5]
    assert outside.get("/en/sessions?page=3").status_code == 404
    with app.app_context(), statements(db.engine()) as said:
        outside.get("/en/sessions")
        assert len(said) <= 3, said
    with app.app_context(), statements(db.engine()) as said:
        outside.get("/en/sessions/1")
        assert len(said) <= 4, said
