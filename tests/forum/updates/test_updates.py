"""Updates: at once in one's own district, first read elsewhere, over by their day, sent on, fed, followed."""

import datetime
from xml.etree import ElementTree as ET

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from benchmarks.measure import statements
from forum.updates import sending
from forum.updates.models import Update
from map.areas.models import Area, AreaText
from map.organisations.models import Organisation, OrganisationVerification
from map.places.models import Place, PlaceGeometry
from portal import db
from portal.accounts.models import Sanction
from portal.moderation.models import ReviewItem
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from tests.moderating import suggestion
from tests.people import Browser, Person, at_work, browser, come_in, fill_in, make, send

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
WORDS = {"title": "Tram 9 stops at Hakaniemi", "text": "The bridge is closed. Walk, or take the metro."}
ATOM = "{http://www.w3.org/2005/Atom}"


def unmarked(client: FlaskClient, path: str) -> str:
    """A page without the marks by which search shows its hits."""
    return client.get(path).text.replace("<mark>", "").replace("</mark>", "")


def districts(app: Flask) -> None:
    with at_work(app) as opened:
        for slug, name in (("kallio", "Kallio"), ("vallila", "Vallila")):
            opened.add(Area(slug=slug, source_ref=slug, texts=[AreaText(locale="fi", name=name)]))


def leader_of(app: Flask, scope: str = "area:kallio") -> tuple[Person, Browser]:
    person = make(app, Role.LEADER, scope)
    return person, come_in(app, person)


def write(client: Browser, **words: str) -> TestResponse:
    return fill_in(client, "/en/updates/write", **WORDS | {"area": "kallio"} | words)


def state_of(app: Flask, title: str) -> tuple[str, str]:
    """The state of the newest update called *title*, and why it is in the queue."""
    with app.app_context():
        row = db.session().scalars(select(Update).where(Update.title == title).order_by(Update.id.desc())).first()
        assert row is not None
        same = (ReviewItem.kind == "update") & (ReviewItem.target_id == row.id)
        return row.state, db.session().scalars(select(ReviewItem.reasons).where(same)).one()


def test_in_ones_own_district_it_is_read_at_once_and_reviewed_after(app: Flask) -> None:
    districts(app)
    follower, (leader, client) = make(app), leader_of(app)
    outside, inside = browser(app), come_in(app, follower)
    assert send(inside, inside.get("/en/updates?area=kallio"), "key").status_code == 303
    answer = write(client)
    assert state_of(app, WORDS["title"]) == ("published", "after")
    page = outside.get(answer.location).text
    assert WORDS["text"] in page
    assert leader.pseudonym in page
    assert WORDS["title"] in outside.get("/en/").text
    assert WORDS["title"] in outside.get("/ar/updates?area=kallio").text
    work(app, until_idle=True)
    assert send(client, client.get(f"{answer.location}/change"), title="Tram 9 runs again").status_code == 303
    work(app, until_idle=True)
    with app.app_context():
        told = db.session().scalars(select(Notice).where(Notice.recipient == follower.id)).all()
        assert [each.path for each in told] == [answer.location.removeprefix("/en")]
    assert "<mark>Tram</mark> 9 runs again" in outside.get("/en/search?q=tram").text


@EMBEDDED
def test_a_change_overwrites_no_other_loses_no_words_and_dates_the_feed(app: Flask) -> None:
    districts(app)
    _, client = leader_of(app)
    path = write(client).location
    with at_work(app) as opened:
        opened.scalars(select(Update)).one().written_on = db.today() - datetime.timedelta(days=1)
    first, second, third = (client.get(f"{path}/change") for _ in range(3))
    assert send(client, first, title="Tram 9 runs again").status_code == 303
    moved = send(client, second, title="Tram 9 is late")
    assert (moved.status_code, "Tram 9 is late" in moved.text) == (409, True)
    assert send(client, moved).status_code == 303
    feed = browser(app).get("/en/updates.atom").text
    assert feed.count(f"<updated>{db.today()}T00:00:00Z</updated>") == 2
    assert "Tram 9 is late" in feed
    with at_work(app) as opened:
        opened.delete(opened.scalars(select(Update)).one())
    lost = send(client, third, title="Tram 9 is back")
    assert (lost.status_code, "Tram 9 is back" in lost.text) == (409, True)
    assert client.get(f"{path}/change").status_code == 404


def test_elsewhere_it_waits_and_a_silenced_leader_is_refused(app: Flask) -> None:
    districts(app)
    leader, client = leader_of(app)
    for words in ({"area": "vallila"}, {"area": "", "community": "For all who speak Tigrinya"}):
        assert "/account/contributions/update/" in write(client, **words).location
        assert state_of(app, WORDS["title"]) == ("pending", "all")
    assert WORDS["title"] not in browser(app).get("/en/updates").text
    assert browser(app).get("/en/updates/1").status_code == 404
    now = db.now()
    with at_work(app) as opened:
        ends = now + datetime.timedelta(days=1)
        opened.add(Sanction(account_id=leader.id, kind="silence", decision_id=0, starts_at=now, ends_at=ends))
    refused = client.post("/en/updates/write", data=WORDS | {"area": "kallio"})
    assert (refused.status_code, WORDS["text"] in refused.text) == (403, True)
    assert come_in(app, make(app)).get("/en/updates/write").status_code == 403


@EMBEDDED
def test_a_verified_organisation_speaks_at_once_and_an_unverified_one_waits(app: Flask) -> None:
    districts(app)
    with at_work(app) as opened:
        for number, name in enumerate(("School on the hill", "Nobody knows"), 1):
            opened.add(Organisation(id=number, slug=f"o{number}", name=name, state="published", locked=False))
    for by in (make(app, Role.EDITOR), make(app, Role.EDITOR)):
        with at_work(app) as opened:
            opened.add(OrganisationVerification(organisation_id=1, verified_by=by.id, verified_on=db.today()))
    school, other = (make(app, Role.RESPONDER, f"organisation:{number}") for number in (1, 2))
    client = come_in(app, school)
    assert "Nobody knows" not in client.get("/en/updates/write").text
    answer = write(client, area="vallila", organisation="1")
    assert state_of(app, WORDS["title"])[0] == "published"
    assert "School on the hill" in browser(app).get(answer.location).text
    write(come_in(app, other), title="From another school", area="vallila", organisation="1")
    assert state_of(app, "From another school")[0] == "pending"


@EMBEDDED
def test_it_is_over_by_the_clock_and_its_link_says_so(app: Flask) -> None:
    districts(app)
    _, client = leader_of(app)
    for day in (db.today() - datetime.timedelta(days=1), db.today() + datetime.timedelta(days=61)):
        assert write(client, ends_on=day.isoformat()).status_code == 400
    assert "or say for whom" in write(client, area="").text
    path = write(client).location
    outside = browser(app)
    surfaces = ("/en/", "/en/updates", "/en/updates.atom", "/en/search?q=tram")
    work(app, until_idle=True)
    assert all(WORDS["title"] in unmarked(outside, each) for each in surfaces)
    assert "This is over" not in outside.get(path).text
    with time_machine.travel(db.now().replace(tzinfo=datetime.UTC) + datetime.timedelta(days=8)):
        assert not any(WORDS["title"] in unmarked(outside, each) for each in surfaces)
        page = outside.get(path).text
    assert "This is over" in page
    assert "wa.me" not in page


def test_only_a_place_that_everyone_may_see_is_named(app: Flask) -> None:
    districts(app)
    _, client = leader_of(app)
    place_id, word = suggestion(app, make(app), published=True)
    typed = f"http://localhost/en/places/suggested-{word}"
    refused = write(client, place=typed)
    assert (refused.status_code, "We do not know this place" in refused.text) == (400, True)
    with at_work(app) as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom="SRID=4326;POINT(24.94 60.17)"))
    path = write(client, place=typed).location
    outside = browser(app)
    assert f"Room {word}" in outside.get(path).text
    assert f"Room {word}" in outside.get("/en/").text
    with at_work(app) as opened:
        opened.get_one(Place, place_id).state = "hidden"
    assert not any(f"Room {word}" in outside.get(each).text for each in (path, "/en/", "/en/updates"))


@EMBEDDED
def test_filters_say_what_they_hide_in_few_statements(app: Flask) -> None:
    districts(app)
    person, _ = leader_of(app)
    languages = ["en"] * 15 + ["ar"] * 7 + ["uk"] * 3
    with at_work(app) as opened:
        ids = list(opened.scalars(select(Area.id).order_by(Area.slug)))
        for number, language in enumerate(languages):
            opened.add(
                Update(
                    title=f"T{number} {language}", text="x", area_id=ids[number % 2], author_id=person.id,
                    language=language, ends_on=db.today(), written_on=db.today(), state="published", locked=False,
                )
            )  # fmt: skip
    outside = browser(app)
    page = outside.get("/en/updates?language=ar").text
    assert "7 updates" in page
    assert "18 more in other languages" in page
    page = outside.get("/en/updates?language=ar&area=kallio").text
    assert "3 updates" in page
    assert "10 more in other languages" in page
    assert "4 more for other districts" in page
    assert outside.get("/en/updates?page=2").text.count('<article class="card') == 5
    assert outside.get("/en/updates?page=3").status_code == 404
    assert outside.get("/en/updates?area=nowhere").status_code == 400
    with app.app_context(), statements(db.engine()) as said:
        outside.get("/en/updates")
        assert len(said) <= 8, said
    with app.app_context(), statements(db.engine()) as said:
        outside.get("/en/")
        assert len([each for each in said if "community_update" in each or "FROM alert" in each]) == 2, said


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2)]
    + [("a" * 152 + "€" * 5, 2), ("م" * 70, 1), ("م" * 71, 2), ("م" * 134, 2), ("م" * 135, 3)]
    + [("😀" * 35, 1), ("😀" * 36, 2), ("😀" * 67, 3)],
)
def test_how_many_sms_a_text_takes(text: str, parts: int) -> None:
    assert sending.sms_parts(text) == parts


@EMBEDDED
def test_the_text_to_send_on_is_whole_and_asks_for_nothing(app: Flask) -> None:
    districts(app)
    _, client = leader_of(app)
    page = browser(app).get(write(client, title="حافلة 9 & <b>").location).text
    assert "https://wa.me/?text=%D8%AD%D8%A7%D9%81%D9%84%D8%A9%209%20%26%20%3Cb%3E%0A" in page
    assert "sms:?&amp;body=%D8%AD" in page
    assert "without internet, it is 2 messages." in page
    assert "http://localhost/en/updates/1</textarea>" in page


def _one(parent: ET.Element, name: str) -> ET.Element:
    found = parent.findall(ATOM + name)
    assert len(found) == 1, name
    return found[0]


@EMBEDDED
def test_the_feed_is_atom_and_its_ids_are_the_same_in_every_language(app: Flask) -> None:
    districts(app)
    _, client = leader_of(app)
    empty = ET.fromstring(browser(app).get("/en/updates.atom").data)
    assert _one(empty, "updated").text == "1970-01-01T00:00:00Z"
    for title in ("Tom & <b>Jerry</b>", "شيء\x0b جديد هنا للجميع"):
        write(client, title=title)
    write(client, title="It waits", area="vallila")
    ids = []
    for tag in ("en", "ar"):
        answer = browser(app).get(f"/{tag}/updates.atom")
        assert answer.mimetype == "application/atom+xml"
        feed = ET.fromstring(answer.data)
        links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
        assert links == {rel: f"http://localhost/{tag}/updates{end}" for rel, end in
                         (("self", ".atom"), ("alternate", ""))}  # fmt: skip
        assert _one(feed, "id").text == links["self"]
        assert _one(_one(feed, "author"), "name").text
        assert all(_one(feed, name).text for name in ("title", "updated"))
        entries = feed.findall(f"{ATOM}entry")
        ids.append([_one(each, "id").text for each in entries])
        for each in entries:
            assert datetime.datetime.fromisoformat(_one(each, "updated").text or "").tzinfo is not None
            assert _one(each, "title").get("type") == _one(each, "content").get("type") == "text"
            assert (_one(each, "link").get("rel"), _one(_one(each, "author"), "name").text is not None) == (
                "alternate",
                True,
            )
    assert [_one(each, "title").text for each in entries] == ["شيء جديد هنا للجميع", "Tom & <b>Jerry</b>"]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
