"""Guides in their tree, their words in each language, recordings of them, and what readers say of them."""

import datetime
import re
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed, State
from portal.taxonomy.models import Category

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAKEN = frozenset({"new", "board", "phrases", "opinions", "audio"})
"""What stands in addresses where the name of a guide would."""


def is_slug(name: str) -> bool:
    """Whether a guide can be called *name* in its address."""
    return _SLUG.fullmatch(name) is not None and len(name) <= 120 and name not in TAKEN


class Origin(StrEnum):
    """Who made words."""

    HUMAN = "human"
    MACHINE = "machine"
    IMPORTED = "imported"


class Opinion(StrEnum):
    """What a reader says of a guide."""

    HELPED = "helped"
    WRONG = "wrong"
    UNSAFE = "unsafe"


class Guide(Reviewed, Base):
    """A page of guidance, or a topic that holds such pages: one without *parent_id*.

    *language* is that of its source, from which the others are translated. *imported_as* names where an import had
    it from, so that the next one finds it again. *review_due* is the day by which a person reads it anew.
    """

    __tablename__ = "guide"
    __table_args__ = {"sqlite_autoincrement": True}  # what names it elsewhere must never come to mean another
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("guide.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    category_code: Mapped[str | None] = mapped_column(ForeignKey(Category.code), index=True)
    imported_as: Mapped[str | None] = mapped_column(String(300), unique=True)
    reviewed_on: Mapped[datetime.date]
    review_due: Mapped[datetime.date]
    situations: Mapped[list["GuideSituation"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    texts: Mapped[list["GuideText"]] = relationship(
        back_populates="guide", cascade="all, delete-orphan", passive_deletes=True
    )


class GuideSituation(Base):
    """A situation of life in which a guide helps, by its code in `resources.guides.situations`."""

    __tablename__ = "guide_situation"
    guide_id: Mapped[int] = mapped_column(ForeignKey(Guide.id, ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class GuideText(Reviewed, Base):
    """One version of the words of a guide in *language*; the *shown* one is what readers see.

    *based_on_id* is the version of the source that a translation was made from; whether it is outdated is worked out
    from that, see `resources.guides.queries.is_outdated`. *minor* says that this version of the source changed
    nothing that a translation would have to follow. *verified_on* and *reviewer_id* say that a person who reads the
    language checked it. *brought* says that an import made it, and may put another in its place. *held* is what
    differs strangely from the source, for whoever checks it.
    """

    __tablename__ = "guide_text"
    __table_args__ = (
        Index(
            "uq_guide_text_shown",
            "guide_id",
            "language",
            unique=True,
            sqlite_where=text("shown"),
            postgresql_where=text("shown"),
        ),
        Index("ix_guide_text_of", "guide_id", "language", "state"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey(Guide.id, ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    minor: Mapped[bool] = mapped_column(default=False)
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("guide_text.id", ondelete="SET NULL"), index=True)
    origin: Mapped[str] = mapped_column(String(10))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    verified_on: Mapped[datetime.date | None]
    shown: Mapped[bool] = mapped_column(default=False)
    held: Mapped[str] = mapped_column(String(500), default="")
    brought: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    guide: Mapped[Guide] = relationship(back_populates="texts")

    @property
    def waits(self) -> bool:
        """Whether a person has to look at it before it can be read."""
        return self.state in {State.PENDING, State.RETURNED}


class GuideAudio(Base):
    """A recording of a guide in one language: a file of *data_dir*/audio, and who speaks."""

    __tablename__ = "guide_audio"
    __table_args__ = (UniqueConstraint("guide_id", "language", name="uq_guide_audio_guide_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey(Guide.id, ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(12))
    file: Mapped[str] = mapped_column(String(80))
    speaker: Mapped[str] = mapped_column(String(200))
    recorded_on: Mapped[datetime.date]
    text_id: Mapped[int | None] = mapped_column(ForeignKey(GuideText.id, ondelete="SET NULL"), index=True)


class GuideOpinion(Base):
    """What someone said of a guide, without an account: that it helped, is wrong or unsafe, and a note."""

    __tablename__ = "guide_opinion"
    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey(Guide.id, ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(12))
    opinion: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    sent_on: Mapped[datetime.date] = mapped_column(index=True)
    done: Mapped[bool] = mapped_column(default=False)
