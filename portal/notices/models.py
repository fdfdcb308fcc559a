"""Notices, and the addresses of those who asked to be told by mail too.

This floor stands below the accounts, so *recipient* is an account's id without a foreign key; erasure deletes by it.
"""

import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Notice(Base):
    """One thing that someone is told: *about* names its words, *path* (after the locale) leads to it."""

    __tablename__ = "notice"
    __table_args__ = {"sqlite_autoincrement": True}  # a mail's Message-ID is made of it
    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[int] = mapped_column(index=True)
    about: Mapped[str] = mapped_column(String(30))
    path: Mapped[str] = mapped_column(String(200))
    told_on: Mapped[datetime.date] = mapped_column(index=True)
    read_on: Mapped[datetime.date | None]
    mailed_on: Mapped[datetime.date | None]


class MailAddress(Base):
    """Where someone wants to be told that there is a notice; *confirmed_on* once they showed that it is theirs."""

    __tablename__ = "mail_address"
    recipient: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    address: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(12))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    confirmed_on: Mapped[datetime.date | None]
