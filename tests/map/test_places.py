"""The list, a place, and calling someone."""

import re
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.measure import statements
from map.exchange import own
from map.places import actions, queries
from map.places.models import Place
from portal import db
from portal.errors import BadInput
from portal.geo import Point
from tests.pages import PLACE


def slugs(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/en/places{query}")
    assert answer.status_code == 200
    return re.findall(r'<h2><a href="/en/places/([^"]+)"', answer.text)


def test_the_list_holds_real_places(read_client: FlaskClient) -> None:
    first = slugs(read_client, "")
    assert len(first) == queries.PAGE >= 60
    rest = slugs(read_client, "?page=2")
    assert rest
    assert not set(first) & set(rest)


def test_a_tile_stands_for_its_categories(read_client: FlaskClient) -> None:
    health = set(slugs(read_client, "?category=health"))
    assert health == set(slugs(read_client, "?category=clinic")) | set(slugs(read_client, "?category=pharmacy"))


def test_filters_combine(read_client: FlaskClient) -> None:
    assert set(slugs(read_client, "?category=health&area=kluuvi")) < set(slugs(read_client, "?category=health"))
    assert "helsinki-city-hall" in slugs(read_client, "?wheelchair=yes")
    assert slugs(read_client, "?category=hotline&language=so") == ["demo-womens-line"]


def test_open_now_agrees_with_what_is_shown(read_demo: Flask) -> None:
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        actions.refresh_open_times()
        client = read_demo.test_client()
        page = client.get("/en/places?open=now").text
        assert page.count('class="state open"') == len(slugs(client, "?open=now")) >= 15
        assert 'class="state closed"' not in page
        assert 'class="state unknown"' not in page


def test_near_sorts_by_distance_and_rounds(read_demo: Flask) -> None:
    client = read_demo.test_client()
    page = client.get("/en/places?near=60.1699123,24.9384567").text.split("<main")[1]
    assert "60.17,24.938" in page
    assert "60.1699123" not in page
    with read_demo.test_request_context("/en/"):
        found = queries.nearest(queries.doors(), Point(60.17, 24.938), 20)
    metres = [each.metres or 0 for each in found]
    assert metres == sorted(metres)
    assert metres[0] < 300


def test_nearest_agrees_with_measuring_every_place(read_demo: Flask) -> None:
    from math import asin, cos, radians, sin, sqrt

    def far(one: Point, other: Point) -> float:
        north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
        part = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
        return 2 * 6_371_000 * asin(sqrt(part))

    here = Point(60.175, 24.95)
    with read_demo.test_request_context("/en/"):
        every = queries.nearest(queries.doors(), here, 1000)
        nearest = queries.nearest(queries.doors(), here, 20)
    measured = sorted(far(here, each.point) for each in every if each.point)
    assert [each.metres for each in nearest] == pytest.approx(measured[:20], rel=0.005)


@pytest.mark.parametrize(
    "query",
    ["?category=nothing", "?open=yes", "?wheelchair=maybe", "?near=abc", "?near=91,0", "?near=nan,1", "?near=1,inf"]
    + [
        "?near=1",
        "?page=0",
        "?page=-1",
        "?page=1e9",
        "?page=99999999",
        "?language=%3Cx%3E",
        "?area=../..",
        "?area=%00",
    ],
)
def test_a_bad_filter_is_said_to_be_bad(read_client: FlaskClient, query: str) -> None:
    answer = read_client.get(f"/en/places{query}")
    assert answer.status_code == 400
    assert "do not know" in answer.text or "latitude" in answer.text


def test_a_page_past_the_end_is_not_there(read_client: FlaskClient) -> None:
    assert read_client.get("/en/places?page=900").status_code == 404


def test_a_place_says_what_one_needs_before_going(read_client: FlaskClient) -> None:
    page = read_client.get(PLACE).status_code, read_client.get(f"/en{PLACE}").text
    assert "Rikhardinkadun kirjasto" in page[1]
    assert "Not verified by us" in page[1]
    assert "OpenStreetMap" in page[1]
    assert "more than a year old" in page[1]
    assert '<bdi lang="fi"' in page[1]


def test_a_withdrawn_place_leaves_every_page(demo_app: Flask) -> None:
    client = demo_app.test_client()
    with db.transaction() as session:
        session.scalars(select(Place).where(Place.slug == PLACE.split("/")[-1])).one().withdrawn_on = db.today()
    box = "bbox=24.93,60.16,24.96,60.18&zoom=18"
    pages = ("/en/places", "/en/places?page=2", "/en/search?q=kirjasto", f"/api/places.geojson?{box}", f"/en{PLACE}")
    assert all("Rikhardinkadun" not in client.get(page).text for page in pages)


@time_machine.travel("2026-11-25T10:00:00Z", tick=False)
def test_calling_shows_lines_in_the_readers_language_first(read_client: FlaskClient) -> None:
    page = read_client.get("/so/call").text
    order = re.findall(r'href="/so/places/([^"]+)"', page.split("<main")[1])
    assert order[0] == "demo-womens-line"
    assert "I speak Somali. I need an interpreter." in page


@time_machine.travel("2026-11-25T03:00:00Z", tick=False)
def test_at_night_only_open_lines_lead(read_client: FlaskClient) -> None:
    page = read_client.get("/ti/call").text
    assert "I speak Tigrinya. I need an interpreter." in page
    leading = page.split("card-to-show")[1].split("<h2>")[0]
    assert "demo-youth" not in leading
    assert "/ti/places/emergency-number" in leading


def test_demo_lines_say_so_and_only_112_is_real(read_demo: Flask) -> None:
    with read_demo.test_request_context("/en/"):
        rows = db.session().scalars(queries.with_words(queries.lines())).all()
    for row in rows:
        numbers = [phone.number for phone in row.phones]
        assert numbers == ["112"] or numbers[0].startswith("+44808157")
        assert row.emergency or all(text.name.startswith("DEMO") for text in row.texts)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[line]]\nslug = 'a'\nphone = 'x'\nname = {en = 'A'}", "line 1"),
        ("[[line]]\nslug = 'a'\nphone = '112'\nname = {en = 'A'}\nhours = 'never mind'", "hours"),
        ("[[line]]\nslug = 'a'\nphone = '112'\nname = {xx = 'A'}", "xx is not a language"),
        ("[[line]]\nphone = '112'\nname = {en = 'A'}", "slug"),
        ("[[line]]\nslug = 'a'\nphone = '112'\nname = {en = 'A'}\ncolour = 1", "colour"),
        ("[[door]]\nslug = 'a'\ncategory = 'meals'\nname = {en = 'A'}", "point"),
        ("[[door]]\nslug = 'a'\ncategory = 'meals'\npoint = [60.1, 999]\nname = {en = 'A'}", "door 1"),
        ("[[line", "own.toml"),
        ("", "no"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=why):
        own.read(file, db.today())


@pytest.mark.parametrize(
    ("path", "most"),
    [("/en/", 8), ("/en/places", 8), ("/en/places?near=60.17,24.94", 10), (f"/en{PLACE}", 8), ("/en/call", 5)]
    + [("/en/search?q=library", 8), ("/en/map", 6), ("/api/places.geojson?bbox=24.93,60.16,24.96,60.18&zoom=15", 4)],
)
def test_statements_a_page(read_demo: Flask, path: str, most: int) -> None:
    client = read_demo.test_client()
    client.get(path)
    db.close()
    with statements(db.engine()) as said:
        client.get(path)
    assert len(said) <= most, said


@pytest.mark.parametrize("path", ["/en/", "/ar/", "/en/places", "/ar/places", f"/ar{PLACE}", "/en/map", "/ti/call"])
def test_bytes_a_page(read_client: FlaskClient, path: str) -> None:
    answer = read_client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) <= 14 * 1024
