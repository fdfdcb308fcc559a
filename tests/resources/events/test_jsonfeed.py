"""The JSON feed: what programs are told, and page by page, none lost and none twice."""

import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from resources.events.models import Event, Occurrence
from tests.people import browser
from tests.resources.events.joining import NOON, add

pytestmark = pytest.mark.usefixtures("clock")
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


@EMBEDDED
def test_the_json_feed_tells_programs_when_and_for_whom(app: Flask) -> None:
    note = [{"original": datetime.datetime.fromisoformat("2026-12-01T18:00"), "cancelled": True, "note": "Ill"}]
    facts: dict[str, Any] = {
        "changes": note,
        "ages_from": 13,
        "ages_to": 17,
        "cost": "free",
        "languages": ("ar", "fi"),
    }
    add(app, "football", "2026-11-24T18:00", "2026-11-24T20:00", "FREQ=WEEKLY", **facts)
    add(app, "camp", "2026-11-27T00:00", "2026-11-30T00:00", all_day=True, address="Street 3")
    add(app, "waits", "2026-11-27T00:00", "2026-11-30T00:00", state="pending")
    answer = browser(app).get("/en/events.json?dates=persian")
    assert answer.content_type == "application/feed+json"
    feed = answer.json
    assert feed is not None
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/en/events.json?dates=persian")
    camp, cancelled, *_others = feed["items"]
    assert (
        camp["_wayhouse"] | {"starts": "2026-11-27", "ends": "2026-11-30", "all_day": True, "where": "Street 3"}
        == (camp["_wayhouse"])
    )
    assert "/en/events/football?at=2026-12-01T1800" in cancelled["url"]
    told: dict[str, Any] = {
        "starts": "2026-12-01T18:00:00+02:00",
        "ends": "2026-12-01T20:00:00+02:00",
        "zone": "Europe/Helsinki",
    }
    told |= {"cancelled": True, "moved": False, "ages": [13, 17], "cost": "free", "languages": ["ar", "fi"]}
    assert cancelled["_wayhouse"] | told == cancelled["_wayhouse"]
    assert len({each["id"] for each in feed["items"]}) == len(feed["items"])
    assert "next_url" not in feed


def test_the_json_feed_is_read_page_by_page(app: Flask, clock: Any) -> None:
    add(app, "over", "2026-11-25T08:00", "2026-11-25T09:00")
    add(app, "soon-over", "2026-11-25T14:00", "2026-11-25T15:00")
    add(app, "days", "2026-11-24T10:00", "2026-11-27T16:00", "FREQ=WEEKLY", cost="free")
    add(app, "daily", "2026-11-20T18:00", "2026-11-20T20:00", "FREQ=DAILY", cost="free")
    add(app, "night", "2026-11-25T22:00", "2026-11-26T02:00", "FREQ=DAILY", cost="free")
    client = browser(app)
    with app.app_context():
        days = Occurrence.day.between(NOON.date(), NOON.date() + datetime.timedelta(days=183))
        query = select(Event.uid, Occurrence.original).join(Occurrence.event).where(days, Event.cost == "free")
        wanted = {f"{uid};{original.isoformat()}" for uid, original in db.session().execute(query)}

    def walk(url: str) -> list[list[str]]:
        """The ids of each page, while the clock goes on over midnight."""
        pages, at_first = [], client.get(url).get_json()["feed_url"]
        while url:
            feed: Any = client.get(url).json
            assert feed["feed_url"] == at_first
            pages.append([each["id"] for each in feed["items"]])
            clock.shift(datetime.timedelta(hours=13))
            url = feed.get("next_url", "")
        return pages

    pages = walk("/en/events.json?cost=free")
    assert [len(each) for each in pages] == [200, len(wanted) - 200]
    assert {each for page in pages for each in page} == wanted
    assert len(wanted) > 300
    clock.move_to(NOON)
    pages = walk("/en/events.json")
    read = [each for page in pages for each in page]
    assert len(read) == len(set(read))
    assert {each for each in read if "over@" not in each} == wanted
    assert not any(each.startswith("over@") for each in read)
    assert client.get("/en/events.json?page=9").status_code == 404
    assert client.get("/en/events.json?day=soon").status_code == 400
