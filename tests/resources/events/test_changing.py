"""Changing events: nothing is lost or slips in, nobody gets round the first look, and followers hear of it."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from resources.events.models import Event
from tests.people import browser, come_in, fill_in, make, send, sheet
from tests.resources.events.joining import WORDS, add, approve, days_of, event_of, host, post_event

pytestmark = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def notices(app: Flask, number: int) -> set[tuple[str, str]]:
    """What the account *number* was told, and where it leads."""
    work(app, until_idle=True)
    with app.app_context():
        rows = db.session().scalars(select(Notice).where(Notice.recipient == number))
        return {(each.about, each.path) for each in rows}


def test_a_cancellation_is_no_way_round_the_first_look(app: Flask, clock: time_machine.Traveller) -> None:
    youth, outside = make(app, Role.YOUTH, "space:youth"), browser(app)
    add(app, "tea", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY", author_id=youth.id)
    client, bad = come_in(app, youth), "Call +358 40 123 4567 or write to t.me/evil"
    for way in ("cancel", "cancel?at=2026-12-08T1800"):
        answer = fill_in(client, f"/en/events/tea/{way}", note=bad)
        assert (answer.status_code, bad in answer.text) == (400, True)
        assert "does not take place" not in outside.get("/en/events/tea?at=2026-12-08T1800").text
    answer = fill_in(client, "/en/events/tea/date?at=2026-12-08T1800", cancelled="y", note=bad)
    send(client, answer)
    assert "t.me" not in outside.get("/en/events/tea?at=2026-12-08T1800").text
    assert fill_in(client, "/en/events/tea/cancel", note="Comet is ill.").status_code == 303
    assert "Comet is ill." in outside.get("/en/events/tea").text
    page = client.get("/en/events/tea/cancel?back=1")
    assert "note" not in sheet(page).names
    send(client, page, note=bad)
    assert "t.me" not in outside.get("/en/events/tea").text
    assert not event_of(app, "tea").cancelled


def test_what_changes_no_words_is_seen_at_once_and_the_rest_waits(app: Flask, clock: time_machine.Traveller) -> None:
    youth, follower, outside = make(app, Role.YOUTH, "space:youth"), make(app), browser(app)
    add(app, "tea", "2026-12-01T18:00", "2026-12-01T20:00", "FREQ=WEEKLY", author_id=youth.id, address="Street 3")
    client = come_in(app, youth)
    fill_in(come_in(app, follower), "/en/events/tea/come?at=2026-12-08T1800")
    assert fill_in(client, "/en/events/tea/change", begins="17:00").location == "/en/events/tea?said=changed"
    assert "17:00\u201320:00" in outside.get("/en/events/tea").text
    assert ("event", "/events/tea") in notices(app, follower.id)
    wanted = come_in(app, follower).get("/en/events/tea?at=2026-12-08T1700").text
    assert "take it back" in wanted
    answer = fill_in(client, "/en/events/tea/change", title="Tea and more", begins="16:00")
    assert answer.location == "/en/desk?said=waits"
    assert outside.get("/en/events/tea").status_code == 404
    assert "Others cannot see this" in client.get("/en/events/tea").text
    moderator = make(app, Role.MODERATOR)
    assert "16:00" in come_in(app, moderator).get("/en/events/tea").text
    approve(app, moderator)
    assert not event_of(app, "tea").untold
    assert "16:00" in outside.get("/en/events/tea").text


def test_whole_days_and_several_days_stay_as_they_are(app: Flask, clock: time_machine.Traveller) -> None:
    client, outside = come_in(app, host(app, verified=True)), browser(app)
    whole = post_event(client, title="Camp", all_day="y", begins="", ends="", day="2026-12-04", last_day="2026-12-06")
    long = post_event(client, title="Trip", begins="18:00", ends="15:00", day="2026-12-11", last_day="2026-12-13")
    night = post_event(client, title="Night", begins="22:00", ends="02:00", day="2026-12-18", repeats="weekly")
    assert [each.status_code for each in (whole, long, night)] == [303] * 3
    for slug, starts, ends in (
        ("camp", "2026-12-04 00:00", "2026-12-07 00:00"), ("trip", "2026-12-11 18:00", "2026-12-13 15:00"),
        ("night", "2026-12-18 22:00", "2026-12-19 02:00"),
    ):  # fmt: skip
        for path in (
            f"/en/events/{slug}/change",
            f"/en/events/{slug}/date?at={starts.replace(' ', 'T').replace(':', '')}",
        ):
            assert fill_in(client, path).status_code in {302, 303}, path
            event = event_of(app, slug)
            dated = [each for each in event.changes if each.starts]
            assert (f"{event.starts:%Y-%m-%d %H:%M}", f"{event.ends:%Y-%m-%d %H:%M}") == (starts, ends), path
            assert all(
                each.ends and each.starts and each.ends - each.starts == event.ends - event.starts for each in dated
            )
    assert sheet(client.get("/en/events/new?copy=camp"))["all_day"]
    assert "Friday" in outside.get("/en/events/camp").text


def test_following_dates_keep_their_other_days_and_the_first_date_means_all(
    app: Flask, clock: time_machine.Traveller
) -> None:
    client = come_in(app, host(app, verified=True))
    post_event(client, title="Chess", day="2026-12-02", repeats="weekly", weekdays=["WE", "TH"], until="2026-12-18")
    assert days_of(app, "chess") == ["12-02", "12-03", "12-09", "12-10", "12-16", "12-17"]
    fill_in(client, "/en/events/chess/date?at=2026-12-10T1800", scope="following", day="2026-12-11")
    assert days_of(app, "chess") == ["12-02", "12-03", "12-09"]
    assert days_of(app, "chess-2") == ["12-11", "12-16", "12-18"]
    fill_in(client, "/en/events/chess/date?at=2026-12-02T1800", scope="following", begins="17:00", ends="19:00")
    assert (days_of(app, "chess"), event_of(app, "chess").cancelled) == (["12-02", "12-03", "12-09"], False)
    assert f"{event_of(app, 'chess').starts:%H:%M}" == "17:00"
    fill_in(client, "/en/events/chess/date?at=2026-12-02T1700", scope="following", cancelled="y")
    event = event_of(app, "chess")
    assert (event.cancelled, "UNTIL=20261209" in event.rule) == (True, True)
    post_event(client, title="Choir", day="2026-12-02", repeats="weekly", weekdays=["WE"])
    fill_in(client, "/en/events/choir/change", day="2026-12-03")
    assert days_of(app, "choir")[:2] == ["12-03", "12-10"]


def test_times_that_cannot_be_meant_are_refused_and_far_ones_are_not_over(
    app: Flask, clock: time_machine.Traveller
) -> None:
    client = come_in(app, host(app, verified=True))
    for wrong, why in (
        ({"begins": "18:00", "ends": "17:00"}, "another day"), ({"day": "2026-11-20"}, "This day is over"),
        ({"day": "2027-03-28", "begins": "03:30", "ends": "04:30"}, "Clocks skip this hour"),
        ({"all_day": "y", "last_day": "9999-12-31"}, "a month at the most"),
    ):  # fmt: skip
        answer = post_event(client, **wrong)
        assert (answer.status_code, why in answer.text) == (400, True), why
    assert post_event(client, title="Far", day="2027-08-03", repeats="weekly").status_code == 303
    assert days_of(app, "far")[:2] == ["08-03", "08-10"]
    assert "This event is over" not in browser(app).get("/en/events/far").text
    assert "Far" in browser(app).get("/en/events.ics").text
    assert client.get("/en/events/far/date?at=9999-12-31T2359").status_code == 404


def test_forms_begin_with_what_was_entered_here_and_with_one_thing_only(
    app: Flask, clock: time_machine.Traveller
) -> None:
    client = come_in(app, host(app, verified=True))
    answer = fill_in(client, "/en/events/new", **dict(WORDS, safeguarding="Anna 040 123 4567"))
    assert answer.status_code == 303
    fill_in(client, "/en/events/new", title="Draft words", day="2026-12-24", keep="1")
    copied = sheet(client.get("/en/events/new?copy=football-evening"))
    assert (copied["title"], copied["day"]) == ("Football evening", "")
    with app.app_context():
        author = db.session().scalars(select(Event.author_id)).first()
    add(app, "brought", "2026-12-01T10:00", "2026-12-01T11:00", author_id=author, calendar_id=None)
    nowhere = client.get("/en/events/brought/change")
    assert send(client, nowhere, title="Brought here").status_code == 303
    for number in range(41):
        add(app, f"later-{number}", "2027-01-01T10:00", "2027-01-01T11:00", author_id=author)
    assert "Football evening" in client.get("/en/desk").text
