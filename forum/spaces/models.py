"""Spaces, with their names, purposes and rules in each language."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Reading(StrEnum):
    """Who may read a space: everyone, those who have an account, or the young people who were invited."""

    PUBLIC = "public"
    MEMBERS = "members"
    YOUTH = "youth"


class Writing(StrEnum):
    """Who may open topics in it: also strangers (who are read first), members, or its team."""

    ANYONE = "anyone"
    MEMBERS = "members"
    TEAM = "team"


class Space(Base):
    """A room of the forum. *waits* says what is read before others can: first posts, all, or none (`Waits`).

    *languages* are the tags that its team reads, by spaces; *indexed* lets search engines and our search find its
    topics, *fed* gives it an Atom feed: both only where everyone may read. *closed* takes no new topics or posts.
    """

    __tablename__ = "space"
    __table_args__ = {"sqlite_autoincrement": True}  # what names it elsewhere must never come to mean another
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    pictogram: Mapped[str] = mapped_column(String(30), default="speech")
    reading: Mapped[str] = mapped_column(String(10), default=Reading.PUBLIC)
    writing: Mapped[str] = mapped_column(String(10), default=Writing.MEMBERS)
    waits: Mapped[str] = mapped_column(String(10), default="first")
    languages: Mapped[str] = mapped_column(String(200), default="")
    indexed: Mapped[bool] = mapped_column(default=False)
    fed: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
    texts: Mapped[list["SpaceText"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def scope(self) -> str:
        """How roles name it."""
        return f"space:{self.slug}"

    @property
    def guarded(self) -> bool:
        """Whether it is for the young: only vetted adults see it, all is read first, and nothing leaves it."""
        return self.reading == Reading.YOUTH


class SpaceText(Base):
    """What a space is called, what it is for and its rules, in one language."""

    __tablename__ = "space_text"
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(400), default="")
    rules: Mapped[str] = mapped_column(String(1000), default="")
    origin: Mapped[str] = mapped_column(String(10), default="human")
