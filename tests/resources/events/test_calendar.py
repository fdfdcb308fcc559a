"""The calendar that people read: by day, by month, near, on the map, in the copy; wishes, reminders, rolling on."""

import datetime
import html
import re

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from benchmarks.measure import statements
from map.organisations.models import Organisation
from map.places.models import Place, PlaceGeometry
from portal import db
from portal.notices.models import Notice, Subscription
from portal.outbox.worker import work
from resources.events import laying, wishes
from resources.events.models import Event, EventWish, Occurrence
from tests.moderating import suggestion
from tests.people import at_work, browser, come_in, fill_in, make
from tests.resources.events.joining import NOON, add

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def door(app: Flask, point: str = "24.94 60.17") -> int:
    """A public place with a door."""
    place_id, _word = suggestion(app, make(app), published=True)
    with at_work(app) as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom=f"SRID=4326;POINT({point})"))
    return place_id


def test_lists_by_day_and_month_show_what_fits(app: Flask, clock: time_machine.Traveller) -> None:
    here = door(app)
    add(app, "over", "2026-11-25T08:00", "2026-11-25T09:00")
    add(app, "tea", "2026-11-25T18:00", "2026-11-25T20:00", ages_from=18, cost="free", languages=("ar",))
    add(
        app,
        "football",
        "2026-11-26T18:00",
        "2026-11-26T19:00",
        "FREQ=WEEKLY",
        step_free=True,
        ages_from=13,
        ages_to=17,
        place_id=here,
    )
    add(app, "festival", "2026-11-28T00:00", "2026-11-30T00:00", all_day=True, online="https://x.example.org")
    add(app, "night", "2026-11-29T22:00", "2026-11-30T03:00")
    add(app, "secret", "2026-11-26T18:00", "2026-11-26T19:00", state="pending")
    client = browser(app)
    page = client.get("/en/events").text
    assert "over" not in page.split("<main")[1].split('class="day"', 1)[1].split("</section>")[0].replace(
        "Wednesday", ""
    )
    for said in ("Today · ", ">tea<", ">football<", ">night<", "18:00–20:00", "All day"):
        assert said in page, said
    assert page.count(">festival<") == 2
    assert page.count(">night<") == 1
    assert "secret" not in page
    for query, fits, not_ in (
        ("ages=adults", "tea", ">football<"), ("ages=teens", "football", ">tea<"), ("cost=free", "tea", ">football<"),
        ("language=ar", "tea", ">football<"), ("online=yes", "festival", ">tea<"),
        ("step_free=yes", "football", ">tea<"),
        ("near=60.170,24.940", "football", ">tea<"), ("day=2026-12-03", "football", ">tea<"),
    ):  # fmt: skip
        shown = client.get(f"/en/events?{query}").text
        assert f">{fits}<" in shown, query
        assert not_ not in shown, query
    month = client.get("/en/events/month?month=2026-12").text
    assert month.count(">football<") == 5
    persian = client.get("/fa/events?dates=persian").text
    assert "آذر" in persian
    carried = re.findall(r'href="(/fa/events/football\?[^"]*dates=persian)"', persian)
    assert "آذر" in client.get(html.unescape(carried[0])).text
    for rubbish in (
        "day=soon",
        "ages=wise",
        "day=9999-99-99",
        "near=x",
        "organisation=%27",
        "language=xx-yy-zz",
        "dates=x",
    ):
        assert client.get(f"/en/events?{rubbish}").status_code == 400, rubbish
    assert client.get("/en/events/month?month=2026-13").status_code == 400
    assert client.get("/en/events?page=2").status_code == client.get("/en/events?page=999999").status_code == 404


@EMBEDDED
def test_lists_lead_no_farther_than_they_know(app: Flask, clock: time_machine.Traveller) -> None:
    add(app, "tea", "2026-11-26T18:00", "2026-11-26T20:00", "FREQ=WEEKLY")
    client = browser(app)
    far = "half a year ahead only"
    for near in ("", "?day=2027-05-10", "/month?month=2027-04", "/map?day=2027-05-10", "/week?day=2027-05-10"):
        assert far not in client.get(f"/en/events{near}").text, near
    for path in ("?day=2027-05-26", "/month?month=2027-05", "/map?day=2027-06-01", "/week?day=2027-06-01"):
        page = client.get(f"/en/events{path}&ages=adults" if "?" in path else path).text
        assert far in page, path
        assert "Nothing is announced" not in page, path
        assert 'href="/en/events?ages=adults"' in page, path
        assert 'href="/en/events.ics?ages=adults"' in page, path
    for edge in ("/month?month=2100-12", "/month?month=2000-01", "?day=2100-12-31", "/week?day=2100-12-31"):
        page = client.get(f"/en/events{edge}").text.split("<main")[1].split("</main")[0]
        led = {html.unescape(each) for each in re.findall(r'href="(/en/events[^"]*(?:day|month)=[^"]*)"', page)}
        assert led, edge
        assert [each for each in led if client.get(each).status_code != 200] == [], edge


@EMBEDDED
def test_what_is_near_is_one_tap_away(app: Flask, clock: time_machine.Traveller) -> None:
    client = browser(app)
    for path in ("/en/events?ages=teens", "/en/events/month?ages=teens", "/en/events/map?ages=teens"):
        before = client.get(path).text.split("<details")[0]
        assert f'data-near="{path}"' in before
        assert "choose a district" in before.split("<noscript>")[1]
    assert "data-near=" not in client.get("/en/events?near=60.170,24.940").text


@EMBEDDED
def test_the_page_of_an_organisation_leads_to_its_events(app: Flask, clock: time_machine.Traveller) -> None:
    with at_work(app) as opened:
        house = Organisation(slug="house", name="The House", language="en", state="published", locked=False)
        opened.add(house)
        opened.flush()
        number = house.id
    client = browser(app)
    assert "events.ics" not in client.get("/en/organisations/house").text
    add(app, "tea", "2026-12-09T18:00", "2026-12-09T20:00", "FREQ=WEEKLY", organisation_id=number)
    add(app, "talk", "2026-11-26T18:00", "2026-11-26T20:00")
    add(app, "waits", "2026-11-26T18:00", "2026-11-26T20:00", organisation_id=number, state="pending")
    page = client.get("/en/organisations/house").text
    assert page.count(">tea<") == 5
    assert ">talk<" not in page
    assert ">waits<" not in page
    for leads in ("/en/events?organisation=house&amp;day=2026-12-09", "/en/events.ics?organisation=house"):
        assert f'href="{leads}"' in page
        there = client.get(html.unescape(leads)).text
        assert "tea" in there
        assert "talk" not in there


def test_the_map_shows_doors_that_everyone_may_know(app: Flask, clock: time_machine.Traveller) -> None:
    here, there = door(app), door(app, "24.95 60.18")
    add(app, "tea", "2026-11-25T18:00", "2026-11-25T20:00", place_id=here, cancelled=True)
    add(app, "talk", "2026-11-25T19:00", "2026-11-25T20:00", place_id=here)
    add(app, "hidden", "2026-11-25T18:00", "2026-11-25T20:00", place_id=there)
    client = browser(app)
    box = "/api/events.geojson?bbox=24.9,60.1,25,60.2&zoom=15"
    found = client.get(box).get_json()
    assert {each["properties"]["slug"]: each["properties"]["more"] for each in found["features"]} == {
        "tea": 1,
        "hidden": 0,
    }
    with at_work(app) as opened:
        opened.execute(update(Place).where(Place.id == there).values(state="hidden"))
    left = client.get(box).get_json()["features"]
    assert [each["properties"]["slug"] for each in left] == ["tea"]
    assert [each["properties"]["slug"] for each in client.get(f"{box}&day=2026-11-26").get_json()["features"]] == []
    about = left[0]["properties"]
    assert "18:00" in about["when"]
    assert about["state"] == "closed"
    page, part = about["list"].split("#")
    listed = client.get(page).text.split(f'id="{part}"')[1].split("</section>")[0]
    assert listed.count("<li>") == 1 + about["more"]
    assert client.get(f"{box}&lang=ar").get_json()["features"][0]["properties"]["list"].startswith("/ar/places/")
    page = client.get("/en/events/hidden").text
    assert "Room" not in page
    assert client.get("/en/events/map").status_code == 200
    assert client.get("/api/events.geojson?bbox=x").status_code == 400


def test_wishes_are_a_count_and_a_private_reminder(app: Flask, clock: time_machine.Traveller) -> None:
    member, holder = make(app), make(app)
    event_id = add(app, "tea", "2026-11-26T13:00", "2026-11-26T15:00", "FREQ=WEEKLY", capacity=2, author_id=holder.id)
    client = come_in(app, member)
    path = "/en/events/tea/come?at=2026-11-26T1300"
    assert fill_in(client, path).status_code == 303
    assert fill_in(client, path).status_code == 303
    assert fill_in(browser(app), path).status_code == 303
    with app.app_context():
        assert list(wishes.counts([event_id]).values()) == [2]
    page = browser(app).get("/en/events/tea").text
    assert "Many want to come" in page
    assert member.pseudonym not in page
    work(app, until_idle=True)
    with app.app_context():
        wishes.remind()
        wishes.remind()
        assert db.session().scalars(select(Notice.about)).all() == ["event-soon"]
    assert fill_in(client, f"{path}&back=1").status_code == 303
    with app.app_context():
        assert db.session().scalars(select(EventWish.account_id)).all() == [None]
        assert db.session().scalars(select(Subscription.key)).all() == []
    assert browser(app).get("/en/events/tea/come?at=2026-11-27T1300").status_code == 404
    clock.move_to(NOON + datetime.timedelta(days=4))
    with app.app_context():
        wishes.forget_old()
        assert db.session().scalar(select(func.count()).select_from(EventWish)) == 0


def test_dates_are_laid_out_for_half_a_year_and_roll_on(app: Flask, clock: time_machine.Traveller) -> None:
    add(app, "tea", "2026-11-26T18:00", "2026-11-26T20:00", "FREQ=WEEKLY")
    add(app, "bomb", "1990-01-01T18:00", "1990-01-01T20:00", "FREQ=DAILY")

    def last(slug: str) -> datetime.date:
        with app.app_context():
            query = select(func.max(Occurrence.day)).join(Event, Event.id == Occurrence.event_id)
            return db.session().execute(query.where(Event.slug == slug)).scalar_one()

    assert last("tea") == datetime.date(2027, 5, 20)
    clock.move_to(NOON + datetime.timedelta(days=15))
    with app.app_context():
        laying.roll_on()
        laying.roll_on()
    assert last("tea") == datetime.date(2027, 6, 10)
    with app.app_context():
        days = (
            db.session()
            .scalars(select(Occurrence.day).join(Event, Event.id == Occurrence.event_id).where(Event.slug == "tea"))
            .all()
        )
        assert len(days) == len(set(days)) == 29


@EMBEDDED
def test_clocks_that_jump(app: Flask, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime.datetime(2027, 3, 20, 12, tzinfo=datetime.UTC))
    add(app, "early", "2027-03-27T03:30", "2027-03-27T04:30", "FREQ=DAILY;COUNT=3")
    with app.app_context():
        rows = db.session().scalars(select(Occurrence.starts_at).order_by(Occurrence.starts_at)).all()
        assert [f"{each:%d %H:%M}" for each in rows] == ["27 01:30", "28 01:30", "29 00:30"]


def test_pages_cost_little(read_demo: Flask) -> None:
    client = browser(read_demo)
    for path in ("/en/events", "/en/events/month", "/en/events/football-evening", "/ar/events?ages=teens"):
        client.get(path)
        with statements(db.engine()) as said:
            page = client.get(path)
        assert page.status_code == 200
        assert len(said) <= 9, (path, len(said), said)


def test_events_stand_on_home_on_their_place_and_in_the_copy(read_demo: Flask) -> None:
    client = browser(read_demo)
    assert "All events" in client.get("/en/").text
    assert "Language café" in client.get("/en/places/helsinki-central-library-oodi").text
    pack = client.get("/ar/offline/pack").text
    assert "مقهى اللغة" in pack
