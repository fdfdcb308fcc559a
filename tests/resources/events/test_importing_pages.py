"""Calendars as people bring them: a file, a table, a subscription that is read again; and an operator's file."""

import datetime
import http.server
import io
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from portal import db
from portal.accounts.models import Sanction
from portal.errors import BadInput
from portal.notices.models import Notice
from portal.outbox.models import Outbox
from portal.outbox.worker import work
from portal.permissions import Role
from resources.events import calendars
from resources.events.exchange import files, reading
from resources.events.exchange.fetching import Limits
from resources.events.models import Event, EventCalendar
from tests.people import Browser, at_work, both_databases, browser, come_in, make, send, sheet, sheets
from tests.resources.events.importing import AUGUST, DATA, bring, calendar, data, entry, keep, kept
from tests.resources.events.joining import host
from tests.resources.events.outside import serving

HERE = Limits(allowed=lambda _address: True, ports=None)
FACTS = {"ages": "teens", "responsible": "Comet", "safeguarding": "Comet, at the desk", "category": "youth"}
TABLE = b"title,starts,ends,place,ages\nTea,2026-12-01 18:00,20:00,North Hall,18+\nCake,never,,,\n"


def upload(client: Browser, path: str, file: str, found: bytes, /, **words: str) -> TestResponse:
    """Send a file through the form at *path*."""
    one = sheet(client.get(path))
    held = FileStorage(io.BytesIO(found), file)
    boundary, body = encode_multipart(dict(one.fields) | words | {"file": held})
    return client.post(one.action, data=body, content_type=f"multipart/form-data; boundary={boundary}")


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_a_file_is_brought_and_brought_again(app: Flask) -> None:
    person = host(app, verified=True)
    client = come_in(app, person)
    answer = upload(client, "/en/events/calendars/bring", "events.ics", data("broken.ics"), **FACTS)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Line 18, “Backwards”: It ends before it begins." in page.text
    assert "Line 125, “No length”: It says no end: here it lasts an hour." in page.text
    row = db.session().scalars(select(EventCalendar)).one()
    assert (row.name, row.url, row.report["taken"], row.safeguarding) == ("events", "", 6, "Comet, at the desk")
    assert row.organisation_id
    assert {each.state for each in kept(app, row.id).values()} == {"published"}
    assert client.get("/en/events/good").status_code == 404
    assert "A good one" in client.get("/en/events/a-good-one").text
    assert "Comet, at the desk" not in browser(app).get("/en/events/a-good-one").text
    newer = calendar(entry("good", "A good one"), entry("moved", "Moved here"))
    answer = upload(client, f"/en/events/calendars/{row.id}/file", "events.ics", newer)
    page = client.get(answer.location)
    assert "More than half of its events are gone at once." in page.text
    assert kept(app, row.id)["moved"].texts[0].title == "Moved here"
    assert "Calendars of others" in client.get("/en/events/calendars").text


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_a_table_is_brought_and_what_is_no_file_says_so(app: Flask) -> None:
    client = come_in(app, host(app, verified=False))
    answer = upload(client, "/en/events/calendars/bring", "Plan.CSV", TABLE, **FACTS, name="Our plan")
    page = client.get(answer.location)
    assert "Our plan" in page.text
    assert "Line 3, “Cake”: When it begins cannot be read. Write it as 2026-12-01 18:00." in page.text
    event = db.session().scalars(select(Event)).one()
    assert (event.state, event.ages_from, event.address) == ("pending", 18, "North Hall")
    empty = client.get("/en/events/calendars/template.csv")
    assert empty.data.startswith(b"\xef\xbb\xbftitle,starts,ends")
    for name, found, words in (
        ("a.ics", b"<html>", "This is a web page and no calendar."),
        ("a.ics", b"", "This file is empty."),
        ("", b"", "Choose the file first."),
        ("a.ics", b"BEGIN:VCALENDAR\r\n" + b" " * 5_500_000, "This file is too large: it can have 5 MB."),
        ("a.csv", b"name\nTea", "The first row has to name the columns"),
    ):
        answer = upload(client, "/en/events/calendars/bring", name, found, **FACTS)
        assert answer.status_code == 400
        assert words in answer.text
    answer = upload(client, "/en/events/calendars/bring", "a.csv", b"title,starts\nTea,9999-12-31 23:00", **FACTS)
    assert "This begins too long ago, or too far ahead." in client.get(answer.location).text
    answer = upload(client, "/en/events/calendars/bring", "a.ics", b" " * 50_000_000, **FACTS)
    assert answer.status_code == 413
    assert "This file is too large: it can have 5 MB." in answer.text
    answer = upload(client, "/en/events/calendars/bring", "a.csv", TABLE, **FACTS | {"safeguarding": ""})
    assert "For an event for under-18s" in answer.text


@both_databases
def test_a_subscribed_calendar_is_read_again_and_again(app: Flask) -> None:
    state = {"status": 200, "body": calendar("X-WR-CALNAME:Youth house", entry("a", "Football"))}
    marks: list[str | None] = []

    def handle(handler: http.server.BaseHTTPRequestHandler) -> None:
        marks.append(handler.headers["If-None-Match"])
        handler.send_response(int(str(state["status"])))
        handler.send_header("ETag", '"one"')
        handler.end_headers()
        handler.wfile.write(bytes(state["body"]))  # type: ignore[call-overload]  # it is the body

    with serving(handle) as url, time_machine.travel(AUGUST, tick=False) as clock:
        client = come_in(app, host(app, verified=True))
        answer = send(client, client.get("/en/events/calendars/subscribe"), **FACTS, url=url, every="6")
        assert answer.status_code == 303
        number = int(answer.location.rpartition("/")[2])
        assert "Not yet: it is its turn in a moment." in client.get(answer.location).text
        work(app, until_idle=True)  # as it is in earnest: what is in here is never asked
        page = client.get(answer.location)
        assert "We do not ask at this port." in page.text
        assert marks == []
        with app.app_context():
            assert [each.about for each in db.session().scalars(select(Notice))] == ["calendar"]
        clock.shift(datetime.timedelta(hours=6))
        with app.app_context():
            calendars.promise_due()
            assert str(number) in db.session().scalars(select(Outbox.key).where(Outbox.topic == "calendars")).all()
            calendars.read([str(number)], HERE)
        page = client.get(answer.location)
        assert "at this port" not in page.text
        assert "Youth house" in page.text
        assert kept(app, number)["a"].state == "published"
        clock.shift(datetime.timedelta(hours=1))
        with app.app_context():
            work(app, until_idle=True)
            calendars.promise_due()  # it is not its turn
            assert not db.session().scalars(select(Outbox).where(Outbox.topic == "calendars")).all()
        state.update(status=304, body=b"")
        with app.app_context():
            calendars.read([str(number)], HERE)
        assert marks == [None, '"one"']
        state.update(status=200, body=b"<!doctype html>")
        with app.app_context():
            calendars.read(["999999", str(number)], HERE)
        assert "This is a web page and no calendar." in client.get(answer.location).text
        assert not kept(app, number)["a"].cancelled
        send(client, client.get(answer.location), "token")  # the first form reads it again
        with app.app_context():
            assert db.session().scalars(select(Outbox.key).where(Outbox.topic == "calendars")).all() == [str(number)]
        stop = next(each for each in sheets(client.get(answer.location)) if each.action.endswith("/stop"))
        gone = client.post(stop.action, data=dict(stop.fields))
        assert "Its events stay here as they are" in client.get(gone.location).text
        assert client.get(answer.location).status_code == 404
        assert "Football" in client.get("/en/events/football").text


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_a_large_calendar_is_kept_in_parts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "PART", 2)
    person = host(app, verified=True)
    number = keep(app, person, problem=str(calendars.UNFINISHED))
    every = [entry(f"{each}", f"Evening {each}", f"LOCATION:Hall {each}") for each in range(7)]
    broken = entry("7", "...")
    report = calendars.keep(number, reading.read(calendar(*every, broken)), person.id, whole=True)
    assert (report.taken, len(report.skipped), report.cancelled) == (7, 1, 0)
    report = calendars.keep(number, reading.read(calendar(*every[1:], broken)), person.id, whole=True)
    assert (report.unchanged, report.cancelled, report.changed) == (6, 1, 1)
    db.close()
    row = db.session().get_one(EventCalendar, number)
    assert (row.problem, row.report["cancelled"], row.report["skipped"]) == ("", 1, [[45, "...", "It has no title."]])


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_a_calendar_is_for_those_whose_it_is(app: Flask) -> None:
    owner, stranger = host(app, verified=True), host(app, verified=True)
    number = keep(app, owner, url="https://example.org/a.ics")
    paths = [f"/en/events/calendars/{number}{end}" for end in ("", "/change", "/file")]
    for path in paths:
        assert come_in(app, stranger).get(path).status_code == 404
        assert come_in(app, make(app)).get(path).status_code == 403
        assert come_in(app, make(app, Role.EDITOR)).get(path).status_code == 200
        assert come_in(app, owner).get(path).status_code == 200
    leader = come_in(app, make(app, Role.LEADER, "area:kallio"))
    answer = send(leader, leader.get("/en/events/calendars/subscribe"), **FACTS, url="webcal://example.org/b.ics")
    assert "Choose the organisation that holds its events." in answer.text
    for bad in (
        "ftp://example.org/a.ics", "https://me:secret@example.org/", "example.org", "javascript:alert(1)",
        "http://localhost/a.ics", "https://[::1]/a.ics",
    ):  # fmt: skip
        answer = send(leader, leader.get("/en/events/calendars/subscribe"), **FACTS, url=bad)
        assert "This is not an address on the internet. It begins with https:// or http://." in answer.text
    answer = send(leader, leader.get("/en/events/calendars/subscribe"), **FACTS, url="http://example.org/a.ics")
    assert "This is not an address" not in answer.text
    client = come_in(app, owner)
    answer = send(client, client.get("/en/events/calendars/subscribe"), **FACTS, url="webcal://example.org/a.ics#top")
    assert "This calendar is read already." in answer.text
    answer = send(client, client.get(paths[1]), **FACTS, url="webcal://example.org/c.ics", name="Ours")
    assert answer.status_code == 303
    row = db.session().get_one(EventCalendar, number)
    assert (row.url, row.name, row.ages_from) == ("https://example.org/c.ics", "Ours", 13)
    resident = make(app)
    with at_work(app) as opened:
        opened.get_one(EventCalendar, number).account_id = resident.id  # who may not post events
    calendars.read([str(number)], HERE)
    db.close()
    assert db.session().get_one(EventCalendar, number).problem


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_nobody_takes_away_whom_our_team_calls_while_something_for_minors_is_to_come(app: Flask) -> None:
    owner = host(app, verified=True)
    client = come_in(app, owner)
    table = b"title,starts,ages,ref\nTea,2026-12-01 18:00,13-17,one\nCake,2026-12-01 18:00,18+,two\n"
    facts = FACTS | {"ages": "all"}
    number = int(
        upload(client, "/en/events/calendars/bring", "a.csv", table, **facts).location.rpartition("/")[2]
    )  # fmt: skip
    path = f"/en/events/calendars/{number}/change"

    def contacts() -> list[str]:
        db.close()
        return [each.safeguarding for _ref, each in sorted(kept(app, number).items())]

    answer = send(client, client.get(path), **facts | {"safeguarding": ""})
    assert "“Tea” is for under-18s: say whom our team can call." in answer.text
    assert contacts() == ["Comet, at the desk"] * 2
    answer = send(client, client.get(path), **facts | {"safeguarding": "Vixen, 040"})
    assert (answer.status_code, contacts()) == (303, ["Vixen, 040"] * 2)
    with at_work(app) as opened:
        opened.execute(update(Event).where(Event.source_ref == "one").values(ages_from=18, ages_to=None))
    answer = send(client, client.get(path), **facts | {"safeguarding": ""})
    assert (answer.status_code, contacts()) == (303, ["", ""])
    answer = upload(client, f"/en/events/calendars/{number}/file", "a.csv", table.replace(b"18+", b"13-17"))
    assert "Line 3, “Cake”: It is for under-18s, and nobody is named whom our team can call." in (
        client.get(answer.location).text
    )
    assert {each.ages_from for each in kept(app, number).values()} == {18}


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_what_someone_brings_is_theirs_also_into_the_calendar_of_another(app: Flask) -> None:
    owner, editor = host(app, verified=True), make(app, Role.EDITOR)
    number = keep(app, owner)
    with at_work(app) as opened:  # whose calendar it is may send one thing an hour; that is no concern of others
        ends = db.now() + datetime.timedelta(days=7)
        opened.add(Sanction(account_id=owner.id, kind="slow", decision_id=0, starts_at=db.now(), ends_at=ends))
    client = come_in(app, editor)
    assert (
        upload(client, f"/en/events/calendars/{number}/file", "a.ics", calendar(entry("a", "Tea"))).status_code == 303
    )
    assert kept(app, number)["a"].author_id == editor.id


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_an_operator_brings_a_file(app: Flask, tmp_path: Path) -> None:
    person = host(app, verified=True)
    slug = f"house-{person.id}"
    report = files.bring(DATA / "series.ics", files.Whose(slug, "fi", "youth"), dry_run=True)
    assert report.taken == 1
    assert db.session().scalars(select(Event)).all() == []
    report = files.bring(DATA / "series.ics", files.Whose(slug, "fi", "youth"))
    event = db.session().scalars(select(Event)).one()
    assert (event.language, event.state, event.responsible) == ("fi", "published", f"House {person.id}")
    assert files.bring(DATA / "series.ics", files.Whose(slug, "fi", "youth")).unchanged == 1
    table = tmp_path / "plan.csv"
    table.write_bytes(TABLE)
    assert files.bring(table, files.Whose()).taken == 1
    db.close()
    assert [each.state for each in db.session().scalars(select(Event).order_by(Event.id))] == ["published", "pending"]
    for whose in (files.Whose("nobody"), files.Whose(language="klingonese"), files.Whose(category="none")):
        with pytest.raises(BadInput):
            files.bring(table, whose)
    assert bring(app, keep(app, None), calendar()).taken == 0
