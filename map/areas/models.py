"""Areas: a name in each language, a centroid, and an outline where one is known."""

from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Area(Base):
    """A district by which people choose where."""

    __tablename__ = "area"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    source_ref: Mapped[str] = mapped_column(String(40), unique=True)
    texts: Mapped[list["AreaText"]] = relationship(cascade="all, delete-orphan")


class AreaText(Base):
    """The name of an area in one language."""

    __tablename__ = "area_text"
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))


class AreaGeometry(Base):
    """Where an area is. A table of its own: rebuilding a table that holds a geometry loses its index."""

    __tablename__ = "area_geometry"
    area_id: Mapped[int] = mapped_column(ForeignKey(Area.id, ondelete="CASCADE"), primary_key=True)
    centroid: Mapped[Any] = mapped_column(Geometry("POINT", 4326, spatial_index=False))
    outline: Mapped[Any | None] = mapped_column(Geometry("MULTIPOLYGON", 4326, spatial_index=False))
