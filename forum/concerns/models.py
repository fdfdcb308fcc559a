"""Concerns, who supports them, the stages that they reach, and what was promised and done."""

import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from map.areas.models import Area
from map.organisations.models import Organisation
from portal import db
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed


class Stage(StrEnum):
    """Raised -> considering -> accepted -> doing -> done; raised or considering -> declined."""

    RAISED = "raised"
    CONSIDERING = "considering"
    ACCEPTED = "accepted"
    DOING = "doing"
    DONE = "done"
    DECLINED = "declined"


class Phase(StrEnum):
    """Where a programme stands that a concern is about. No person is ever in a phase."""

    NONE = ""
    SAFETY = "safety"
    REINTEGRATION = "reintegration"
    LONG_TERM = "long-term"


class Concern(Reviewed, Base):
    """A concern or proposal that someone puts to an organisation.

    *about* links it to what it grew out of, as ``topic:12``. *answer_due* is set when it becomes public, and again
    when it is considered; *reminded_on* is when the organisation was last reminded of that. *planned* and *spent* are
    whole units of *currency*. *supporters_shown* is how many supporters it had on *counted_on*, rounded down to tens.
    *version* grows with every change of its words; a concern without words was removed by its author.
    """

    __tablename__ = "concern"
    __table_args__ = (
        Index("ix_concern_listed", "state", "id"),
        Index("ix_concern_stage", "state", "stage", "id"),
        Index("ix_concern_counted", "state", "organisation_id", "language"),
        Index("ix_concern_answer_due", "stage", "answer_due"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id, ondelete="SET NULL"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    phase: Mapped[str] = mapped_column(String(20), default=Phase.NONE)
    about: Mapped[str] = mapped_column(String(40), default="", index=True)
    stage: Mapped[str] = mapped_column(String(12), default=Stage.RAISED)
    answer_due: Mapped[datetime.date | None]
    reminded_on: Mapped[datetime.date | None]
    responsible: Mapped[str] = mapped_column(String(200), default="")
    planned: Mapped[int | None] = mapped_column(BigInteger)
    spent: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="")
    supporters_shown: Mapped[int] = mapped_column(default=0)
    counted_on: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation | None] = relationship()
    author: Mapped[Account | None] = relationship()
    steps: Mapped[list["StageChange"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="StageChange.id"
    )
    milestones: Mapped[list["Milestone"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Milestone.due_on, Milestone.id"
    )
    progress: Mapped[list["Progress"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Progress.id.desc()"
    )

    @property
    def key(self) -> str:
        """How followers and the log name it."""
        return f"concern:{self.id}"


class ConcernSupport(Base):
    """That someone supports a concern. How many do is shown once a day and rounded; who does, to nobody."""

    __tablename__ = "concern_support"
    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id, ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True, index=True)


class StageChange(Base):
    """The day on which a concern reached a stage, and what the organisation said then: reasons, or what was done."""

    __tablename__ = "stage_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id, ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(12))
    day: Mapped[datetime.date]
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(12), default="")


class Milestone(Base):
    """Something that was promised by a day. *first_due_on* is the day that was promised at first."""

    __tablename__ = "milestone"
    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id, ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(12))
    first_due_on: Mapped[datetime.date]
    due_on: Mapped[datetime.date] = mapped_column(index=True)
    done_on: Mapped[datetime.date | None]
    reminded_on: Mapped[datetime.date | None]

    @property
    def missed(self) -> bool:
        """Whether its day is over, and it is not reached."""
        return self.done_on is None and self.due_on < db.today()


class Progress(Base):
    """What the organisation tells of its work on a concern that it accepted."""

    __tablename__ = "progress"
    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey(Concern.id, ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    written_on: Mapped[datetime.date]
