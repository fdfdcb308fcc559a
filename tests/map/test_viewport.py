"""The map's data: points or clusters for a rectangle, the same filters as the list, and bad questions."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from map.places import cells, squares
from map.places.models import Place, PlaceCell, PlaceGeometry
from map.viewport import DOORS_AT_MOST
from portal import db

BOX = "bbox=24.93,60.16,24.96,60.18"


def features(client: FlaskClient, query: str) -> list[dict]:  # type: ignore[type-arg]
    answer = client.get(f"/api/places.geojson?{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "application/geo+json"
    body = answer.json
    assert body
    assert body["type"] == "FeatureCollection"
    return list(body["features"])


def total(found: list[dict]) -> int:  # type: ignore[type-arg]
    return sum(each["properties"].get("doors", 1) for each in found)


def test_every_door_is_on_the_map_at_every_zoom(read_demo: Flask) -> None:
    doors = db.session().scalar(select(func.count()).select_from(PlaceGeometry))
    for zoom in (0, 10, 13, 15, 17, 18):
        assert total(features(read_demo.test_client(), f"{BOX}&zoom={zoom}")) == doors


def test_a_door_carries_its_words(read_client: FlaskClient) -> None:
    found = features(read_client, f"{BOX}&zoom=18&lang=ar&category=language-library")
    oodi = next(each for each in found if "oodi" in each["properties"]["slug"])
    assert oodi["properties"]["lang"] == "en"
    assert oodi["properties"]["tile"] == "learn"
    assert oodi["properties"]["state"] in {"open", "closed", "unknown"}
    assert 24.9 < oodi["geometry"]["coordinates"][0] < 25


def test_the_map_filters_as_the_list_does(read_client: FlaskClient) -> None:
    libraries = total(features(read_client, f"{BOX}&zoom=14&category=language-library"))
    assert f"{libraries} places" in read_client.get("/en/places?category=language-library").text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "bbox=",
        "bbox=1,2,3",
        "bbox=a,b,c,d",
        "bbox=nan,nan,nan,nan",
        "bbox=24.96,60.16,24.93,60.18",
        "bbox=24.93,60.18,24.96,60.16",
        "bbox=60.16,24.93,60.16,24.96",
        "bbox=-999,0,999,1",
        "bbox=1e400,0,1,1",
        f"{BOX}&zoom=99",
        f"{BOX}&zoom=-1",
        f"{BOX}&zoom=x",
        f"{BOX}&zoom=²",
        f"{BOX}&lang=xx",
        f"{BOX}&category=x",
        f"{BOX}&near=nan,nan",
    ],
)
def test_a_bad_question_is_answered_with_what_is_wrong(read_client: FlaskClient, query: str) -> None:
    answer = read_client.get(f"/api/places.geojson?{query}")
    assert answer.status_code == 400
    assert answer.json
    assert answer.json["error"]


def _sow(number: int) -> None:
    """*number* places on a lattice over the city."""
    with db.transaction() as session:
        rows = [{"id": n, "slug": f"p{n}", "category_code": "meals", "address": "", "hours": "", "time_zone": "UTC",
                 "website": "", "interpreters": False, "emergency": False, "demo": False, "source": "x",
                 "source_ref": str(n), "source_date": db.today()} for n in range(1, number + 1)]  # fmt: skip
        session.execute(insert(Place), rows)
        points = [
            {"place_id": n, "geom": f"SRID=4326;POINT({24.9 + (n % 50) / 500} {60.1 + (n // 50) / 500})"}
            for n in range(1, number + 1)
        ]
        session.execute(insert(PlaceGeometry), points)
        cells.rebuild(session)


def test_many_doors_become_few_clusters_that_count_all(app: Flask) -> None:
    _sow(2000)
    client = app.test_client()
    world = "bbox=24.0,60.0,26.0,61.0"
    kept = features(client, f"{world}&zoom=11")
    live = features(client, f"{world}&zoom=11&wheelchair=yes")
    assert total(kept) == 2000
    assert len(kept) <= 400
    assert live == []
    assert len(features(client, f"{world}&zoom=22")) <= 600


def test_filtered_clusters_count_what_matches(app: Flask) -> None:
    _sow(2000)
    with db.transaction() as session:
        session.query(Place).filter(Place.id <= 1000).update({"wheelchair": "yes"})
    found = features(app.test_client(), "bbox=24.0,60.0,26.0,61.0&zoom=11&wheelchair=yes")
    assert total(found) == 1000 > DOORS_AT_MOST
    assert all("doors" in each["properties"] for each in found)


def test_cells_of_every_zoom_hold_every_door(app: Flask) -> None:
    _sow(500)
    db.close()
    rows = db.session().execute(select(PlaceCell.zoom, func.sum(PlaceCell.doors)).group_by(PlaceCell.zoom)).all()
    assert dict(map(tuple, rows)) == dict.fromkeys(range(squares.DEEPEST + 1), 500)  # type: ignore[arg-type]


def test_the_basemap_is_served_by_range(read_client: FlaskClient) -> None:
    with read_client.get("/basemap.pmtiles", headers={"Range": "bytes=0-6"}) as answer:
        assert (answer.status_code, answer.data) == (206, b"PMTiles")
    with read_client.get("/basemap.pmtiles", headers={"Range": "bytes=999999999-"}) as answer:
        assert answer.status_code == 416


def test_a_portal_without_a_basemap_says_so(client: FlaskClient) -> None:
    assert client.get("/basemap.pmtiles").status_code == 404
    assert client.get("/en/map").status_code == 200


def test_the_script_is_folium_s_and_keeps(read_client: FlaskClient) -> None:
    answer = read_client.get("/map.js")
    assert 'L.map(\n                "map_wayhouse"' in answer.text
    assert "http" not in answer.text
    again = read_client.get("/map.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
