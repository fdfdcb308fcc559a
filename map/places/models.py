"""Places: doors that people can go to and lines that they can call, and what is derived from them."""

import datetime
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from map.areas.models import Area
from map.organisations.models import Organisation
from portal.db import Base
from portal.moderation.reviewed import Reviewed
from portal.taxonomy.models import Category


class Place(Reviewed, Base):
    """A door that people can go to, or a line that they can call (then it has no geometry).

    ``hours`` is an OSM opening_hours string, evaluated in ``time_zone``; empty is unknown. ``wheelchair`` is yes,
    limited or no; None is unknown. ``cost`` is free, local or None. ``withdrawn_on`` hides a place that is no more.
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("source", "source_ref", name="uq_place_source"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    withdrawn_on: Mapped[datetime.date | None]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    hours: Mapped[str] = mapped_column(String(500), default="")
    time_zone: Mapped[str] = mapped_column(String(40))
    website: Mapped[str] = mapped_column(String(500), default="")
    wheelchair: Mapped[str | None] = mapped_column(String(10))
    interpreters: Mapped[bool] = mapped_column(default=False)
    cost: Mapped[str | None] = mapped_column(String(20))
    emergency: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(20))
    source_ref: Mapped[str] = mapped_column(String(80))
    source_date: Mapped[datetime.date]
    texts: Mapped[list["PlaceText"]] = relationship(cascade="all, delete-orphan")
    phones: Mapped[list["PlacePhone"]] = relationship(cascade="all, delete-orphan", order_by="PlacePhone.position")
    languages: Mapped[list["PlaceLanguage"]] = relationship(cascade="all, delete-orphan")
    geometry: Mapped["PlaceGeometry | None"] = relationship(cascade="all, delete-orphan")
    area: Mapped[Area | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class PlaceText(Base):
    """What a place is called and does, in one language; *origin* is human, machine or imported."""

    __tablename__ = "place_text"
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(2000), default="")
    origin: Mapped[str] = mapped_column(String(10), default="imported")
    review: Mapped[str] = mapped_column(String(10), default="draft")


class PlacePhone(Base):
    """A number that reaches a place, as E.164, or a short number such as 112."""

    __tablename__ = "place_phone"
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20))


class PlaceLanguage(Base):
    """A language that is spoken at a place."""

    __tablename__ = "place_language"
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)


class PlaceGeometry(Base):
    """Where a door is. A table of its own: rebuilding a table that holds a geometry loses its index."""

    __tablename__ = "place_geometry"
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), primary_key=True)
    geom: Mapped[Any] = mapped_column(Geometry("POINT", 4326, spatial_index=False))


class PlaceOpen(Base):
    """A time (UTC) in which a place is open, for the next fortnight: what the filter "open now" asks."""

    __tablename__ = "place_open"
    __table_args__ = (Index("ix_place_open_times", "opens", "closes"),)
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id, ondelete="CASCADE"), primary_key=True)
    opens: Mapped[datetime.datetime] = mapped_column(primary_key=True)
    closes: Mapped[datetime.datetime]


class PlaceCell(Base):
    """How many public doors of a category a square of the map holds, and their summed coordinates in degrees."""

    __tablename__ = "place_cell"
    zoom: Mapped[int] = mapped_column(primary_key=True)
    x: Mapped[int] = mapped_column(primary_key=True)
    y: Mapped[int] = mapped_column(primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code, ondelete="CASCADE"), primary_key=True)
    doors: Mapped[int] = mapped_column(BigInteger)
    latitudes: Mapped[float]
    longitudes: Mapped[float]
