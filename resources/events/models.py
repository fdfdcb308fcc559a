"""Events, their words in each language, the changes to single dates, and the days on which they take place."""

import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from map.areas.models import Area
from map.organisations.models import Organisation
from map.places.models import Place
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed
from portal.taxonomy.models import Category


class EventCalendar(Base):
    """A calendar of others that is read again and again; *url* is empty for one that was brought as a file.

    *every* is in hours. *problem* says why it could not be read the last time, *report* what came of that.
    """

    __tablename__ = "event_calendar"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(12))
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    responsible: Mapped[str] = mapped_column(String(120))
    safeguarding: Mapped[str] = mapped_column(String(200), default="")
    ages_from: Mapped[int | None]
    ages_to: Mapped[int | None]
    every: Mapped[int] = mapped_column(default=6)
    etag: Mapped[str] = mapped_column(String(200), default="")
    read_at: Mapped[datetime.datetime | None]
    problem: Mapped[str] = mapped_column(String(500), default="")
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Event(Reviewed, Base):
    """Something that people can join, once or again and again.

    *starts* and *ends* are what clocks in *zone* show at its first date; an *all_day* event ends at midnight after
    its last day. *rule* is an RRULE (RFC 5545) whose UNTIL is in the same clocks' time; empty: it takes place once.
    *skips_holidays* leaves out the public holidays of the portal's country. It is for those who are *ages_from* to
    *ages_to* years old (None: no bound). *cost* is free, paid or None (unknown); *step_free* None is unknown.
    *responsible* is who answers for it, for all to read; *safeguarding* is whom staff call, and only staff see it.
    *note* says what changed; *version* grows with every change (it is the SEQUENCE of its feed), *wording* with every
    change of its words, so that translations know what they were made from. *untold* says that its
    followers are still to hear of a change that waits for a person. *laid_until* is the last day for which its dates
    stand in `Occurrence`. *imported* is what its calendar said of it the last time.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("calendar_id", "source_ref", name="uq_event_calendar_id"),
        Index("ix_event_laid_until", "laid_until"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    uid: Mapped[str] = mapped_column(String(255), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id, ondelete="SET NULL"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code), index=True)
    zone: Mapped[str] = mapped_column(String(40))
    all_day: Mapped[bool] = mapped_column(default=False)
    starts: Mapped[datetime.datetime]
    ends: Mapped[datetime.datetime]
    rule: Mapped[str] = mapped_column(String(300), default="")
    skips_holidays: Mapped[bool] = mapped_column(default=False)
    laid_until: Mapped[datetime.date | None]
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id, ondelete="SET NULL"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="SET NULL"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    online: Mapped[str] = mapped_column(String(500), default="")
    ages_from: Mapped[int | None]
    ages_to: Mapped[int | None]
    cost: Mapped[str | None] = mapped_column(String(10))
    price: Mapped[str] = mapped_column(String(100), default="")
    step_free: Mapped[bool | None]
    capacity: Mapped[int | None]
    responsible: Mapped[str] = mapped_column(String(120))
    safeguarding: Mapped[str] = mapped_column(String(200), default="")
    cancelled: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    wording: Mapped[int] = mapped_column(default=1)
    untold: Mapped[bool] = mapped_column(default=False)
    changed_on: Mapped[datetime.date]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"), index=True)
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey(EventCalendar.id, ondelete="SET NULL"))
    source_ref: Mapped[str | None] = mapped_column(String(255))
    imported: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    texts: Mapped[list["EventText"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    languages: Mapped[list["EventLanguage"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    changes: Mapped[list["EventChange"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="EventChange.original"
    )
    place: Mapped[Place | None] = relationship()
    area: Mapped[Area | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    author: Mapped[Account | None] = relationship()


class EventText(Base):
    """What an event is called and about, in one language; that of the event itself is the source of the others.

    *text* is Markdown, shown as *html*; *bring* is what to bring along. *origin* is human, machine or imported,
    *review* draft or verified; *based_on* is the event's *wording* that a translation was made from.
    """

    __tablename__ = "event_text"
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    bring: Mapped[str] = mapped_column(String(300), default="")
    origin: Mapped[str] = mapped_column(String(10), default="human")
    review: Mapped[str] = mapped_column(String(10), default="draft")
    based_on: Mapped[int] = mapped_column(default=1)


class EventLanguage(Base):
    """A language in which an event is held."""

    __tablename__ = "event_language"
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)


class EventChange(Base):
    """What is different at one date: it does not take place, has moved, has a note; or it is an *extra* date.

    *original* is when it would begin by the rule (RECURRENCE-ID), or when an extra date begins; all times are what
    clocks in the event's zone show. *starts* and *ends* are None where they stay.
    """

    __tablename__ = "event_change"
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True)
    original: Mapped[datetime.datetime] = mapped_column(primary_key=True)
    extra: Mapped[bool] = mapped_column(default=False)
    cancelled: Mapped[bool] = mapped_column(default=False)
    silent: Mapped[bool] = mapped_column(default=False)
    """It never was meant to take place (EXDATE): nothing is said of it, where a cancellation is shown."""
    starts: Mapped[datetime.datetime | None]
    ends: Mapped[datetime.datetime | None]
    note: Mapped[str] = mapped_column(String(300), default="")


class Occurrence(Base):
    """A day on which a public event takes place: what lists, month and map ask.

    Derived, see `resources.events.laying`: what is not public has none.
    *day* is the day there; an event of several days has a row for each. *starts_at* and *ends_at* are in UTC.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_days", "day", "starts_at", "event_id"),
        Index("ix_occurrence_places", "day", "place_id"),
        Index("ix_occurrence_ends_at", "ends_at"),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id, ondelete="CASCADE"), primary_key=True)
    original: Mapped[datetime.datetime] = mapped_column(primary_key=True)
    day: Mapped[datetime.date] = mapped_column(primary_key=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id, ondelete="SET NULL"), index=True)
    starts_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    cancelled: Mapped[bool] = mapped_column(default=False)
    moved: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    event: Mapped[Event] = relationship()


class EventWish(Base):
    """That someone would like to come to one date: a count for who holds it, and a reminder for who said so.

    Whoever has no account is only counted. Forgotten on the day after.
    """

    __tablename__ = "event_wish"
    __table_args__ = (UniqueConstraint("event_id", "original", "account_id", name="uq_event_wish_event_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id, ondelete="CASCADE"))
    original: Mapped[datetime.datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    reminded: Mapped[bool] = mapped_column(default=False)
