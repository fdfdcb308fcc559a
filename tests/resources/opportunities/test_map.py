"""Opportunities on the map, on the page of the place where they are, and on that of who offers them."""

import gzip

import pytest
from flask import Flask
from sqlalchemy import update

from benchmarks.measure import statements
from map import local, viewport
from map.places.models import Place
from portal import db
from tests.people import at_work, browser
from tests.resources.opportunities.offering import door, offered, provider

pytestmark = pytest.mark.slow
BOX = "/api/opportunities.geojson?bbox=24.9,60.1,25,60.2"


def test_the_map_shows_doors_that_everyone_may_know(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, other = provider(app), provider(app)
    (hall, hall_slug), (flat, flat_slug) = door(app), door(app, "24.95 60.18")
    first, word = offered(app, ours, place_id=hall, deadline=local.today())
    offered(app, ours, place_id=hall)
    job, _ = offered(app, other, place_id=hall, what="job")
    offered(app, other, place_id=hall, what="arts", closed=True)
    hidden, secret = offered(app, ours, place_id=flat)
    offered(app, ours)
    client = browser(app)

    def at(query: str) -> dict[str, int]:
        spots = client.get(f"{BOX}&{query}").get_json()["features"]
        return {each["properties"]["slug"]: each["properties"]["more"] for each in spots}

    assert at("zoom=15") == {first: 2, hidden: 0}
    assert at("zoom=15&what=job") == {job: 0}
    assert at(f"zoom=15&organisation={ours.slug}") == {first: 1, hidden: 0}
    assert at(f"zoom=15&place={flat_slug}") == {hidden: 0}
    with at_work(app) as opened:
        opened.execute(update(Place).where(Place.id == flat).values(state="hidden"))
    assert at("zoom=15") == {first: 2}
    assert at(f"zoom=15&place={flat_slug}") == {}
    with app.app_context(), statements(db.engine()) as said:
        found = client.get(f"{BOX}&zoom=15&lang=ar&language=ar").get_json()["features"][0]
    assert len(said) <= 6, said
    about = found["properties"]
    assert (about["name"], about["lang"], about["state"], about["icon"]) == (
        f"Course {word}",
        "en",
        "open",
        "language",
    )
    assert about["list"] == f"/ar/opportunities?language=ar&place={hall_slug}"
    assert about["category"].startswith("Room ")
    assert about["when"]
    assert client.get(about["list"]).text.count("<article") == 3
    place = client.get(f"/en/places/{hall_slug}").text
    assert f"/en/opportunities/{first}" in place
    organisation = client.get(f"/en/organisations/{ours.slug}").text
    assert f"/en/opportunities/{first}" in organisation
    assert f"/en/opportunities.json?organisation={ours.slug}" in organisation
    assert job not in organisation
    assert secret not in client.get(f"{BOX}&zoom=15").text
    page = client.get("/en/opportunities/map?what=course")
    assert "/en/opportunities?what=course" in page.text
    assert "what=course" in page.text.split('data-places="')[1].split('"')[0]
    assert len(gzip.compress(page.data)) <= 14 * 1024
    assert "/en/opportunities/map?what=course" in client.get("/en/opportunities?what=course").text
    for wrong in ("bbox=x", "bbox=24.9,60.1,25,60.2&zoom=99", "bbox=24.9,60.1,25,60.2&what=x"):
        assert client.get(f"/api/opportunities.geojson?{wrong}").status_code == 400, wrong
    for point in ("24.94001 60.17001", "24.94002 60.17002"):
        offered(app, ours, place_id=door(app, point)[0])
    for name, few in (("FEW", 1), ("DOORS_AT_MOST", 1)):
        monkeypatch.setattr(viewport, name, few)
        assert [each["properties"] for each in client.get(f"{BOX}&zoom=12").get_json()["features"]] == [{"doors": 3}]
