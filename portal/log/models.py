"""The tables of the log: the chain, the erasable texts beside it, and its ends."""

import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class LogEntry(Base):
    """One link of the append-only chain: what happened on which day, by whom, to what, all by opaque references.

    ``commitment`` is a salted hash of the entry's text, which can be erased without breaking the chain; ``chain`` is
    the hash of all of it and of the entry before.
    """

    __tablename__ = "log_entry"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    act: Mapped[str] = mapped_column(String(20))
    day: Mapped[datetime.date]
    actor: Mapped[str] = mapped_column(String(24))
    target: Mapped[str] = mapped_column(String(40))
    commitment: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))


class LogText(Base):
    """The erasable part of a log entry: its text and the salt of its commitment."""

    __tablename__ = "log_text"
    entry_id: Mapped[int] = mapped_column(ForeignKey(LogEntry.id), primary_key=True)
    about: Mapped[str] = mapped_column(String(24), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)


class LogHead(Base):
    """The end of the chain: one row for the present (day empty), one for each published day."""

    __tablename__ = "log_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[datetime.date | None] = mapped_column(unique=True)
    entry_id: Mapped[int]
    chain: Mapped[str] = mapped_column(String(64))
