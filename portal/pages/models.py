"""Editable pages, and what readers write back."""

import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class PageText(Base):
    """A page such as the privacy notice, in one language, as Markdown; *origin* is human or machine."""

    __tablename__ = "page_text"
    page: Mapped[str] = mapped_column(String(40), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(10))
    changed_on: Mapped[datetime.date]


class Feedback(Base):
    """What a reader wrote to us."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(200), default="")
    sent_on: Mapped[datetime.date] = mapped_column(index=True)
