"""Posting events: five things, the rest from last time, what waits and what does not, and changing single dates."""

import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.accounts.models import Sanction
from portal.moderation.models import ReviewItem
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from resources.events.models import Event
from tests.people import at_work, browser, come_in, fill_in, make, send, sheet
from tests.resources.events.joining import WORDS, add, approve, days_of, event_of, host, post_event

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def test_a_first_event_waits_and_is_then_everywhere(app: Flask, clock: time_machine.Traveller) -> None:
    assert come_in(app, make(app)).get("/en/events/new").status_code == 403
    youth = come_in(app, make(app, Role.YOUTH, "space:youth"))
    assert post_event(youth, repeats="weekly", until="2026-12-31").location == "/en/desk?said=waits"
    outside = browser(app)
    assert outside.get("/en/events/football-evening").status_code == 404
    assert days_of(app, "football-evening") == []
    assert "Football evening" in youth.get("/en/desk").text
    approve(app, make(app, Role.MODERATOR))
    work(app, until_idle=True)
    assert days_of(app, "football-evening") == ["12-01", "12-08", "12-15", "12-22", "12-29"]
    for path in (
        "/en/events?day=2026-12-01",
        "/en/events/month?month=2026-12",
        "/en/search?q=football",
        "/en/events.ics",
    ):
        assert "Football" in outside.get(path).text, path
    page = outside.get("/en/events/football-evening").text
    for said in (
        "Tuesday",
        "18:00–20:00",
        "North Hall",
        "Teenagers, 13 to 17",
        "Come <strong>alone</strong>",
        "Every week",
    ):
        assert said in page, said
    assert "Comet, at the desk" not in page + outside.get("/en/events.ics").text + outside.get("/en/events.json").text
    assert "Comet, at the desk" in youth.get("/en/events/football-evening").text


@EMBEDDED
def test_five_things_are_needed_and_nothing_is_lost(app: Flask, clock: time_machine.Traveller) -> None:
    client = come_in(app, host(app, verified=True))
    for wrong, why in (
        ({"title": ""}, "Write a few words"), ({"day": ""}, "is needed"), ({"begins": "", "ends": ""}, "from when"),
        ({"place": ""}, "Say where"), ({"responsible": ""}, "Write a few words"), ({"safeguarding": ""}, "under-18s"),
        ({"ends": "18:00"}, "ends when it begins"), ({"day": "2031-01-01"}, "within two years"),
        ({"online": "http://x.example.org"}, "begin with https"), ({"left_out": "soon"}, "one date a line"),
        ({"left_out": "2026-02-31"}, "no day"), ({"all_day": "y", "last_day": "2026-11-30"}, "ends before it begins"),
        ({"repeats": "weekly", "until": "2026-11-30"}, "ends before it begins"),
        ({"all_day": "y", "last_day": "2027-02-01"}, "a month at the most"),
        ({"place": "/en/places/nowhere"}, "do not know this place"), ({"capacity": "0"}, "from 1 on"),
    ):  # fmt: skip
        answer = post_event(client, **wrong)
        assert (answer.status_code, why in answer.text) == (400, True), why
        assert "Come **alone** or with friends." in answer.text
    assert post_event(client, ages="adults", safeguarding="").status_code == 303


@EMBEDDED
def test_a_verified_organisation_publishes_at_once_and_the_next_time_is_shorter(
    app: Flask, clock: time_machine.Traveller
) -> None:
    client = come_in(app, host(app, verified=True))
    house = sheet(client.get("/en/events/new"))
    assert "organisation" in house.names or "House" in client.get("/en/events/new").text
    slug = next(each.slug for each in _houses(app))
    answer = post_event(client, organisation=slug, skips_holidays="y", repeats="weekly", left_out="2026-12-15")
    assert answer.location.startswith("/en/events/football-evening")
    with app.app_context():
        assert db.session().scalars(select(ReviewItem.reasons)).one().split()[-1] == "after"
    assert days_of(app, "football-evening")[:4] == ["12-01", "12-08", "12-22", "12-29"]
    again = sheet(client.get("/en/events/new"))
    assert (again["place"], again["responsible"], again["ages"]) == ("North Hall", WORDS["responsible"], "teens")
    assert again["title"] == ""
    copy = sheet(client.get("/en/events/new?copy=football-evening"))
    assert (copy["title"], copy["begins"], copy["day"]) == ("Football evening", "18:00", "")
    template = sheet(client.get("/ar/events/new?template=football"))
    assert template["title"] == "أمسية كرة قدم"
    looked = fill_in(client, "/en/events/new", **WORDS | {"title": "Only looked at", "preview": "1"})
    assert looked.status_code == 200
    assert "It is not sent yet" in looked.text
    assert "Only looked at" in looked.text
    assert browser(app).get("/en/events/only-looked-at").status_code == 404
    kept = fill_in(client, "/en/events/new", **WORDS | {"title": "Kept for later", "keep": "1"})
    assert kept.status_code == 200
    assert sheet(client.get("/en/events/new"))["title"] == "Kept for later"


def _houses(app: Flask) -> list[Event]:
    from map.organisations.models import Organisation

    with app.app_context():
        return list(db.session().scalars(select(Organisation)))


def test_one_date_and_all_that_follow(app: Flask, clock: time_machine.Traveller) -> None:
    person = host(app, verified=True)
    client = come_in(app, person)
    slug = next(each.slug for each in _houses(app))
    post_event(client, organisation=slug, repeats="weekly", until="2026-12-31")
    follower = come_in(app, make(app))
    fill_in(follower, "/en/events/football-evening/come?at=2026-12-08T1800")
    moved = fill_in(
        client, "/en/events/football-evening/date?at=2026-12-08T1800", day="2026-12-09", begins="19:00", ends="21:00",
        note="The field is taken on Tuesday.",
    )  # fmt: skip
    assert moved.status_code == 303
    assert days_of(app, "football-evening") == ["12-01", "12-09", "12-15", "12-22", "12-29"]
    off = fill_in(client, "/en/events/football-evening/date?at=2026-12-15T1800", cancelled="y")
    assert off.status_code == 303
    work(app, until_idle=True)
    with app.app_context():
        told = {each.about: each.path for each in db.session().scalars(select(Notice))}
        assert told["event-moved"] == "/events/football-evening?at=2026-12-08T1800"
        assert told["event-cancelled"] == "/events/football-evening?at=2026-12-15T1800"
    page = browser(app).get("/en/events/football-evening?at=2026-12-08T1800").text
    assert "another time than usual" in page
    assert "19:00–21:00" in page
    assert "The field is taken on Tuesday." in page
    assert (
        "does not take place on this day" in browser(app).get("/en/events/football-evening?at=2026-12-15T1800").text
    )
    later = fill_in(
        client, "/en/events/football-evening/date?at=2026-12-22T1800", scope="following", day="2026-12-23",
        begins="17:00", ends="19:00",
    )  # fmt: skip
    assert later.location == "/en/events/football-evening-2?said=changed"
    assert days_of(app, "football-evening") == ["12-01", "12-09", "12-15"]
    assert days_of(app, "football-evening-2") == ["12-23", "12-30"]
    assert "17:00–19:00" in browser(app).get("/en/events/football-evening-2").text
    ended = fill_in(
        client, "/en/events/football-evening-2/date?at=2026-12-30T1700", scope="following", cancelled="y",
        note="We stop.",
    )  # fmt: skip
    assert ended.status_code == 303
    assert days_of(app, "football-evening-2") == ["12-23"]
    assert "We stop." in browser(app).get("/en/events/football-evening-2").text
    for part in ("football-evening", "football-evening-2"):  # saved again without a change, nothing comes back
        before = days_of(app, part)
        assert fill_in(client, f"/en/events/{part}/change").status_code == 303
        assert days_of(app, part) == before
    gone = browser(app).get("/en/events/football-evening-2?at=2026-12-30T1700").text
    assert "The date that you asked for does not take place" in gone
    assert (
        come_in(app, make(app, Role.LEADER, "area:kallio")).get("/en/events/football-evening/change").status_code
        == 404
    )


def test_changing_all_keeps_what_differs_and_cancelling_is_at_once(app: Flask, clock: time_machine.Traveller) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    add(
        app, "skating", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY;BYDAY=TU", author_id=youth.id,
        changes=[{"original": datetime.datetime.fromisoformat("2026-12-08T18:00"), "silent": True}],
        ages_from=13, ages_to=17,
    )  # fmt: skip
    client = come_in(app, youth)
    page = client.get("/en/events/skating/change")
    assert (sheet(page)["repeats"], sheet(page)["left_out"]) == ("weekly", "2026-12-08")
    first = send(client, page, begins="19:00", ends="20:30", place="North Hall", safeguarding="Comet")
    assert first.status_code == 303
    assert event_of(app, "skating").state == "pending"
    assert event_of(app, "skating").changes[0].original.isoformat() == "2026-12-08T19:00:00"
    assert send(client, page, title="Too late", place="North Hall", safeguarding="Comet").status_code == 409
    with at_work(app) as opened:
        opened.scalars(select(Event)).one().state = "published"
    assert fill_in(client, "/en/events/skating/cancel", note="The ice is gone.").status_code == 303
    shown = browser(app).get("/en/events/skating").text
    assert "This event does not take place." in shown
    assert "The ice is gone." in shown
    assert "STATUS:CANCELLED" in browser(app).get("/en/events.ics").text
    assert fill_in(client, "/en/events/skating/cancel?back=1").status_code == 303
    assert "does not take place" not in browser(app).get("/en/events/skating").text


@EMBEDDED
def test_words_in_other_languages_stay_and_grow_old(app: Flask, clock: time_machine.Traveller) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    add(app, "skating", "2026-12-01T18:00", "2026-12-01T20:00", author_id=youth.id, ages_from=18)
    assert come_in(app, make(app)).get("/ar/events/skating/translate/ar").status_code == 404
    translator = come_in(app, make(app, Role.TRANSLATOR))
    done = fill_in(translator, "/ar/events/skating/translate/ar", title="تزلج", text="نحن **معا**", machine="y")
    assert done.location == "/ar/events/skating"
    page = browser(app).get("/ar/events/skating").text
    assert "<strong>معا</strong>" in page
    assert page.count("notice draft") == 2
    assert 'lang="en"' in browser(app).get("/fr/events/skating").text
    client = come_in(app, youth)
    fill_in(client, "/en/events/skating/change", title="Skating and tea", ages="adults", place="North Hall")
    with at_work(app) as opened:
        opened.scalars(select(Event)).one().state = "published"
    event = event_of(app, "skating")
    assert [
        (each.locale, each.based_on < event.wording) for each in sorted(event.texts, key=lambda each: each.locale)
    ] == [
        ("ar", True),
        ("en", False),
    ]


@EMBEDDED
def test_what_people_write_is_shown_harmless(app: Flask, clock: time_machine.Traveller) -> None:
    client = come_in(app, host(app, verified=True))
    evil = "<script>alert(1)</script> [bank](//evil.example/x) \u202etxt"
    assert post_event(client, title="<b>Bold</b> tea", text=evil, note="<i>x</i>", ages="all").status_code == 303
    page = browser(app).get("/en/events/b-bold-b-tea", follow_redirects=True)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<b>Bold" not in page.text
    assert "\u202e" not in page.text
    assert "//evil.example" not in page.text.replace("(evil.example)", "")


@EMBEDDED
def test_who_is_silenced_can_cancel_and_say_nothing(app: Flask, clock: time_machine.Traveller) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    add(app, "skating", "2026-12-01T18:00", "2026-12-01T20:00", author_id=youth.id)
    add(app, "chess", "2026-12-02T18:00", "2026-12-02T20:00", "FREQ=WEEKLY", author_id=youth.id)
    client = come_in(app, youth)
    page = client.get("/en/events/skating/cancel")
    with at_work(app) as opened:
        opened.add(
            Sanction(
                account_id=youth.id,
                kind="silence",
                scope="",
                decision_id=0,
                starts_at=db.now(),
                ends_at=db.now() + datetime.timedelta(days=1),
            )
        )
    assert send(client, page, note="Come to my house instead.").status_code == 303
    event = event_of(app, "skating")
    assert (event.cancelled, event.note) == (True, "")
    assert "/en/events/chess/date?" not in client.get("/en/events/chess?at=2026-12-09T1800").text
    page = client.get("/en/events/chess/cancel?at=2026-12-09T1800")
    assert send(client, page, note="Come to my house instead.").status_code == 303
    there = browser(app).get("/en/events/chess?at=2026-12-09T1800").text
    assert "It does not take place on this day." in there
    assert "my house instead" not in there
    assert "does not take place" not in browser(app).get("/en/events/chess?at=2026-12-16T1800").text
    send(client, client.get("/en/events/chess/cancel?at=2026-12-09T1800&back=1"))
    assert "does not take place" not in browser(app).get("/en/events/chess?at=2026-12-09T1800").text
