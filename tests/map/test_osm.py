"""Reading OpenStreetMap: whom it helps, what is left out, and that an import is all or nothing and never twice."""

import dataclasses
import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from map import demo
from map.exchange import osm, osm_tags
from map.exchange.records import AreaRecord, PlaceRecord, store
from map.places.models import Place, PlaceCell, PlaceGeometry, PlaceText
from portal import db
from portal.errors import BadInput
from portal.geo import Point
from portal.outbox.models import Outbox

CITY = osm.City("fi", "FI", "Europe/Helsinki")
RECORD = PlaceRecord(
    ref="node/1",
    category="language-library",
    names={"fi": "Kirjasto", "en": "Library"},
    date=datetime.date(2026, 1, 1),
    point=Point(60.17, 24.94),
    phones=("+358401234567",),
    languages=("ar", "so"),
    hours="Mo-Fr 10:00-18:00",
    organisation="The city",
)


def put(*records: PlaceRecord, dry_run: bool = False, withdraw_missing: bool = False):  # type: ignore[no-untyped-def]
    areas = [AreaRecord("node/9", {"fi": "Kallio"}, Point(60.18, 24.95))]
    return store("osm", records, areas, "Europe/Helsinki", dry_run=dry_run, withdraw_missing=withdraw_missing)


def places() -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(Place)) or 0


@pytest.mark.parametrize(
    ("tags", "category"),
    [
        ({"social_facility": "shelter", "name": "x"}, "bed-tonight"),
        ({"amenity": "shelter", "name": "bomb shelter"}, None),
        ({"social_facility": "shelter", "social_facility:for": "women", "name": "x"}, None),
        ({"amenity": "refuge", "name": "x"}, None),
        ({"office": "government", "name": "Ministry of Defence"}, None),
        ({"office": "government", "government": "tax", "name": "x"}, "city-office"),
        ({"amenity": "library"}, None),
        ({"amenity": "toilets"}, "hygiene"),
        ({"amenity": "toilets", "access": "customers"}, None),
        ({"amenity": "clinic", "access": "private", "name": "x"}, None),
        ({"amenity": "bench"}, None),
        ({}, None),
    ],
)
def test_which_tags_help(tags: dict[str, str], category: str | None) -> None:
    assert osm_tags.category(tags) == category


def test_every_rule_leads_to_a_category(app: Flask) -> None:
    from portal.taxonomy import queries

    with app.test_request_context("/en/"):
        assert {rule.category for rule in osm_tags.RULES} <= set(queries.shelves())


def test_the_real_extract() -> None:
    extract = osm.read(demo.EXTRACT, CITY)
    by_category = [place.category for place in extract.places]
    assert len(extract.places) >= 100
    assert by_category.count("language-library") >= 7
    assert "bed-tonight" not in by_category
    assert len(extract.areas) == 6
    oodi = next(place for place in extract.places if "Oodi" in str(place.names))
    assert {"fi", "en", "sv"} <= set(oodi.names)
    assert any(place.phones and all(number.startswith("+") for number in place.phones) for place in extract.places)
    assert not any("@" in str(place) for place in extract.places)


@pytest.mark.slow
def test_importing_again_makes_no_doubles(app: Flask) -> None:
    extract = osm.read(demo.EXTRACT, CITY)
    first = store("osm", extract.places, extract.areas, "Europe/Helsinki")
    again = store("osm", extract.places, extract.areas, "Europe/Helsinki")
    assert (first.taken, first.changed) == (len(extract.places), 0)
    assert (again.taken, again.changed, again.unchanged) == (0, 0, len(extract.places))
    assert places() == len(extract.places)


def test_a_change_is_taken_and_its_address_stays(app: Flask) -> None:
    put(RECORD)
    report = put(dataclasses.replace(RECORD, names={"en": "New name"}, phones=(), point=Point(60.18, 24.95)))
    place = db.session().scalars(select(Place)).one()
    assert (report.taken, report.changed, place.slug) == (0, 1, "library")
    assert [text.name for text in place.texts] == ["New name"]
    assert place.phones == []


def test_a_dry_run_changes_nothing(app: Flask) -> None:
    assert put(RECORD, dry_run=True).taken == 1
    assert places() == 0


def test_what_is_missing_is_named_and_hidden_only_when_asked(app: Flask) -> None:
    other = dataclasses.replace(RECORD, ref="node/2", names={"en": "Other"})
    put(RECORD, other)
    assert put(RECORD).missing == ["other"]
    assert app.test_client().get("/en/places/other").status_code == 200
    assert put(RECORD, withdraw_missing=True).withdrawn == 1
    assert app.test_client().get("/en/places/other").status_code == 404
    assert put(RECORD, other).changed == 1
    assert app.test_client().get("/en/places/other").status_code == 200


def test_an_import_is_all_or_nothing(app: Flask) -> None:
    broken = dataclasses.replace(RECORD, ref="node/3", date=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        put(RECORD, broken)
    assert places() == 0


def test_an_import_promises_what_must_follow(app: Flask) -> None:
    put(RECORD)
    db.close()
    promised = {(row.topic, row.key.split(":")[0]) for row in db.session().scalars(select(Outbox))}
    assert {("index", "place"), ("opening times", "*")} <= promised
    assert db.session().scalar(select(func.count()).select_from(PlaceCell)) == 18
    assert db.session().scalar(select(func.count()).select_from(PlaceGeometry)) == 1
    assert db.session().scalar(select(func.count()).select_from(PlaceText)) == 2


@pytest.mark.parametrize("cut", [0, 10, 5_000, 300_000])
def test_a_truncated_extract_is_refused_by_name(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "cut.osm.pbf"
    file.write_bytes(demo.EXTRACT.read_bytes()[:cut])
    with pytest.raises(BadInput, match="cut.osm.pbf"):
        osm.read(file, CITY)


@pytest.mark.parametrize("text", [b"not an extract at all", b"<html>", b"\x00" * 4096])
def test_what_is_no_extract_is_refused_by_name(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "odd.osm.pbf"
    file.write_bytes(text)
    with pytest.raises(BadInput, match="odd.osm.pbf"):
        osm.read(file, CITY)


def test_a_missing_file_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="no such file"):
        osm.read(Path("/nowhere.osm.pbf"), CITY)
