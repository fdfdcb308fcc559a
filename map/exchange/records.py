"""Places as they come from outside, and storing them: all or nothing, and never twice."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from geoalchemy2 import WKTElement
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from map.areas.models import Area, AreaGeometry, AreaText
from map.organisations.models import Organisation
from map.places import cells
from map.places.models import Place, PlaceGeometry, PlaceLanguage, PlacePhone, PlaceText
from map.slugs import Slugs
from portal import db
from portal.geo import Point, coordinates
from portal.outbox.queue import promise
from portal.taxonomy.models import Category


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """One place from a source; *ref* names it there. *point* is in degrees, None for a line without a door."""

    ref: str
    category: str
    names: dict[str, str]
    date: datetime.date
    point: Point | None = None
    about: dict[str, str] = field(default_factory=dict)
    organisation: str = ""
    address: str = ""
    hours: str = ""
    phones: tuple[str, ...] = ()
    website: str = ""
    wheelchair: str | None = None
    languages: tuple[str, ...] = ()
    interpreters: bool = False
    cost: str | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """One district from a source, by its centre in degrees."""

    ref: str
    names: dict[str, str]
    centre: Point


@dataclass(slots=True)
class Report:
    """What an import did: how many were taken, changed, unchanged, withdrawn, and why others were skipped."""

    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    withdrawn: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


class Importer:
    """Stores the records of one *source* in one transaction."""

    def __init__(self, session: Session, source: str, time_zone: str, *, demo: bool = False) -> None:
        self.session, self.source, self.time_zone, self.demo = session, source, time_zone, demo
        self.report = Report()
        self.known = {each.source_ref: each for each in session.scalars(_whole(source)).unique()}
        self.points = _points(session, source)
        self.slugs = Slugs(session, Place)
        self.organisations = {each.name: each for each in session.scalars(select(Organisation))}
        self.organisation_slugs = Slugs(session, Organisation)
        self.categories = set(session.scalars(select(Category.code)))
        self.seen: set[str] = set()
        self.touched: list[Place] = []

    def take(self, record: PlaceRecord) -> None:
        """Store one record, unless it is here already, unchanged."""
        if record.ref in self.seen or record.category not in self.categories:
            self.report.skipped["named twice" if record.ref in self.seen else "unknown category"] += 1
            return
        self.seen.add(record.ref)
        place = self.known.get(record.ref)
        if place is None:
            self._write(self._new(record), record)
            self.report.taken += 1
        elif place.withdrawn_on is not None or self._as_record(place) != record:
            self._write(place, record)
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _new(self, record: PlaceRecord) -> Place:
        name = record.names.get("en") or next(iter(record.names.values()), record.category)
        place = Place(source=self.source, source_ref=record.ref, slug=self.slugs.make(name), demo=self.demo)
        self.session.add(place)
        return place

    def _write(self, place: Place, record: PlaceRecord) -> None:
        place.category_code, place.address, place.hours = record.category, record.address, record.hours
        place.time_zone, place.website, place.wheelchair = self.time_zone, record.website, record.wheelchair
        place.interpreters, place.cost, place.emergency = record.interpreters, record.cost, record.emergency
        place.source_date, place.withdrawn_on = record.date, None
        place.organisation = self._organisation(record.organisation)
        self._write_words(place, record)
        place.phones = [PlacePhone(position=at, number=number) for at, number in enumerate(record.phones)]
        place.languages = [PlaceLanguage(language=each) for each in record.languages]
        place.geometry = PlaceGeometry(geom=_wkt(record.point)) if record.point else None
        self.session.flush()
        self.touched.append(place)

    def _write_words(self, place: Place, record: PlaceRecord) -> None:
        place.texts, place.phones, place.languages, place.geometry = [], [], [], None
        self.session.flush()
        place.texts = [
            PlaceText(locale=locale, name=name, about=record.about.get(locale, ""))
            for locale, name in record.names.items()
        ]

    def _organisation(self, name: str) -> Organisation | None:
        if not name:
            return None
        if name not in self.organisations:
            made = Organisation(name=name, slug=self.organisation_slugs.make(name))
            self.session.add(made)
            self.organisations[name] = made
        return self.organisations[name]

    def _as_record(self, place: Place) -> PlaceRecord:
        return PlaceRecord(
            ref=place.source_ref,
            category=place.category_code,
            names={each.locale: each.name for each in place.texts},
            about={each.locale: each.about for each in place.texts if each.about},
            date=place.source_date,
            point=self.points.get(place.id),
            organisation=place.organisation.name if place.organisation else "",
            address=place.address,
            hours=place.hours,
            phones=tuple(each.number for each in place.phones),
            website=place.website,
            wheelchair=place.wheelchair,
            languages=tuple(sorted(each.language for each in place.languages)),
            interpreters=place.interpreters,
            cost=place.cost,
            emergency=place.emergency,
        )

    def take_area(self, record: AreaRecord) -> None:
        """Store one district, or bring it up to date."""
        area = self.session.scalar(select(Area).where(Area.source_ref == record.ref))
        if area is None:
            area = Area(source_ref=record.ref, slug=Slugs(self.session, Area).make(next(iter(record.names.values()))))
            self.session.add(area)
            self.session.flush()
        area.texts = []
        self.session.flush()
        area.texts = [AreaText(locale=locale, name=name) for locale, name in record.names.items()]
        self.session.merge(AreaGeometry(area_id=area.id, centroid=_wkt(record.centre)))
        self.session.flush()

    def finish(self, *, withdraw_missing: bool = False) -> Report:
        """Give places their districts, note what the source no longer has, and promise what must follow."""
        missing = [each for ref, each in self.known.items() if ref not in self.seen and each.withdrawn_on is None]
        self.report.missing = [each.slug for each in missing]
        if withdraw_missing:
            for place in missing:
                place.withdrawn_on = db.today()
            self.report.withdrawn = len(missing)
            self.touched += missing
        self._assign_areas()
        self.session.flush()
        if self.touched:
            cells.rebuild(self.session)
            promise(self.session, "index", [f"place:{place.id}" for place in self.touched])
            promise(self.session, "index", [f"organisation:{each.id}" for each in self.organisations.values()])
            promise(self.session, "opening times", ["*"])
        return self.report

    def _assign_areas(self) -> None:
        """The nearest centre is a place's district: the extract has no outlines."""
        latitude, longitude = coordinates(AreaGeometry.centroid)
        centres = self.session.execute(select(AreaGeometry.area_id, latitude, longitude)).all()
        points = _points(self.session, self.source)
        for place in self.touched:
            point = points.get(place.id)
            if point and centres:
                place.area_id = min(centres, key=lambda row: _apart(point, Point(row[1], row[2])))[0]


def _apart(one: Point, other: Point) -> float:
    """A number that orders by distance within a city at any latitude that has cities."""
    wide = (one.longitude - other.longitude) * max(0.2, 1 - abs(one.latitude) / 120)
    return wide * wide + (one.latitude - other.latitude) ** 2


def _wkt(point: Point) -> WKTElement:
    return WKTElement(f"POINT({point.longitude!r} {point.latitude!r})", srid=4326)


def _whole(source: str):  # type: ignore[no-untyped-def]
    words = (selectinload(Place.texts), selectinload(Place.phones), selectinload(Place.languages))
    return select(Place).where(Place.source == source).options(*words, selectinload(Place.organisation))


def _points(session: Session, source: str) -> dict[int, Point]:
    latitude, longitude = coordinates(PlaceGeometry.geom)
    rows = session.execute(
        select(PlaceGeometry.place_id, latitude, longitude)
        .join(Place, Place.id == PlaceGeometry.place_id)
        .where(Place.source == source)
    )
    return {place_id: Point(north, east) for place_id, north, east in rows}


def store(
    source: str,
    places: Iterable[PlaceRecord],
    areas: Iterable[AreaRecord],
    time_zone: str,
    *,
    demo: bool = False,
    withdraw_missing: bool = False,
    dry_run: bool = False,
) -> Report:
    """Store all records of *source* in one transaction, or none; a dry run reports and stores none."""
    with db.transaction() as session:
        importer = Importer(session, source, time_zone, demo=demo)
        for area in areas:
            importer.take_area(area)
        for place in places:
            importer.take(place)
        report = importer.finish(withdraw_missing=withdraw_missing)
        if dry_run:
            session.rollback()
    return report
