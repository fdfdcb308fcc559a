"""Notices, the addresses of those who asked to be told by mail too, and what people follow.

This floor stands below the accounts, so *recipient* is an account's id without a foreign key; erasure deletes by it.
"""

import datetime

from sqlalchemy import JSON, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Notice(Base):
    """One thing that someone is told: *about* names its words, *path* (after the locale) leads to it.

    What is told because someone *followed* it has no mail of its own: the digests say how much there is.
    """

    __tablename__ = "notice"
    __table_args__ = {"sqlite_autoincrement": True}  # a mail's Message-ID is made of it
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[int] = mapped_column(index=True)
    about: Mapped[str] = mapped_column(String(30))
    path: Mapped[str] = mapped_column(String(200))
    followed: Mapped[bool] = mapped_column(default=False, server_default=false())
    told_on: Mapped[datetime.date] = mapped_column(index=True)
    read_on: Mapped[datetime.date | None]
    mailed_on: Mapped[datetime.date | None]


class MailAddress(Base):
    """Where someone wants to be told that there is a notice; *confirmed_on* once they showed that it is theirs.

    *digest* is daily, weekly or empty, *digest_due* its next day; *stop_hash* is of the link that ends them.
    """

    __tablename__ = "mail_address"
    recipient: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(12))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    confirmed_on: Mapped[datetime.date | None]
    digest: Mapped[str] = mapped_column(String(6), default="", server_default="")
    digest_due: Mapped[datetime.date | None]
    stop_hash: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)


class Subscription(Base):
    """That someone follows *key*, such as ``space:women`` or ``topic:12``."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_key", "key", "recipient"),)
    recipient: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    since: Mapped[datetime.date]


class News(Base):
    """Something new that the followers of *keys* are still to be told, but for *by_id*, whose doing it is.

    They are told in the order of their ids; *told_to* is the last of them who was.
    """

    __tablename__ = "news"
    __table_args__ = {"sqlite_autoincrement": True}  # a promise names it by its id
    id: Mapped[int] = mapped_column(primary_key=True)
    keys: Mapped[list[str]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(String(30))
    path: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[int | None]
    told_on: Mapped[datetime.date]
    told_to: Mapped[int] = mapped_column(default=0)
