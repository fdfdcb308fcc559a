"""Events whose clocks are not those of the city."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.permissions import Role
from resources.events.models import Event
from tests.people import at_work, browser, come_in, make, send, sheet
from tests.resources.events.joining import add, days_of, event_of

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


@EMBEDDED
def test_a_series_in_utc_is_shown_and_changed_by_the_clocks_of_the_city(
    app: Flask, clock: time_machine.Traveller
) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    add(
        app,
        "call",
        "2026-12-01T22:30",
        "2026-12-01T23:30",
        "FREQ=WEEKLY",
        zone="UTC",
        author_id=youth.id,
        address="x",
    )
    assert days_of(app, "call")[:2] == ["12-02", "12-09"]
    outside = browser(app)
    assert "00:30–01:30" in outside.get("/en/events/call").text
    item = outside.get("/en/events.json").get_json()["items"][0]["_wayhouse"]
    assert (item["starts"], item["zone"]) == ("2026-12-02T00:30:00+02:00", "Europe/Helsinki")
    client = come_in(app, youth)
    page = client.get("/en/events/call/date?at=2026-12-08T2230")
    assert (sheet(page)["day"], sheet(page)["begins"]) == ("2026-12-09", "00:30")
    send(client, page, begins="00:45")
    assert "00:45–01:30" in outside.get("/en/events/call?at=2026-12-08T2230").text
    page = client.get("/en/events/call/change")
    assert (sheet(page)["day"], sheet(page)["begins"]) == ("2026-12-02", "00:30")
    assert send(client, page, ages="adults").status_code == 303
    with at_work(app) as opened:
        event = opened.scalars(select(Event)).one()
        assert (event.zone, f"{event.starts:%d %H:%M}") == ("Europe/Helsinki", "02 00:30")


@EMBEDDED
def test_an_event_elsewhere_keeps_its_clocks(app: Flask, clock: time_machine.Traveller) -> None:
    youth = make(app, Role.YOUTH, "space:youth")
    add(app, "call", "2026-12-01T10:00", "2026-12-01T11:00", zone="America/New_York", author_id=youth.id, address="x")
    client = come_in(app, youth)
    page = client.get("/en/events/call/change")
    assert sheet(page)["begins"] == "10:00"
    assert send(client, page, ages="adults").status_code == 303
    assert event_of(app, "call").zone == "America/New_York"
