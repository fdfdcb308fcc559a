"""Dated sessions, their agenda and what was decided."""

import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.topics.models import Topic
from map.places.models import Place
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed


class DialogueSession(Reviewed, Base):
    """A meeting at a time, online or at a place. *what* is dialogue, listening or council.

    *starts_at* and *ends_at* are in UTC, *zone* is the one whose clocks it goes by. *text* and *minutes* are
    Markdown, shown as *html* and *minutes_html*. *cancelled* says that it does not take place;
    *version* grows with every change.
    """

    __tablename__ = "dialogue_session"
    __table_args__ = (
        Index("ix_dialogue_session_times", "state", "ends_at"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    zone: Mapped[str] = mapped_column(String(40))
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id, ondelete="SET NULL"), index=True)
    online: Mapped[str] = mapped_column(String(500), default="")
    facilitator: Mapped[str] = mapped_column(String(120), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    minutes_html: Mapped[str] = mapped_column(Text, default="")
    cancelled: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[Place | None] = relationship()
    author: Mapped[Account | None] = relationship()
    agenda: Mapped[list["AgendaItem"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="AgendaItem.position, AgendaItem.id"
    )
    decisions: Mapped[list["SessionDecision"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="SessionDecision.position"
    )


class AgendaItem(Base):
    """Something to talk about: a topic, or what who convenes wrote as *title*.

    A topic's own title is read from the topic, so that what is hidden or erased there is gone here.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("session_id", "topic_id", name="uq_agenda_item_session_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(DialogueSession.id, ondelete="CASCADE"))
    position: Mapped[int]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey(Topic.id, ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    topic: Mapped[Topic | None] = relationship()


class SessionDecision(Base):
    """Something that was decided in a session."""

    __tablename__ = "session_decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(DialogueSession.id, ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
