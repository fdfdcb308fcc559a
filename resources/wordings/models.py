"""The words of checks and lessons, one row for each piece in each language."""

import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import Account
from portal.db import Base


class Wording(Base):
    """A piece of the words of *part*, such as "offer-check", in the language *locale*.

    *origin* is human or machine, *review* draft or checked. *made_from* is a hash of the English that a translation
    was made from: with another English beside it, it is out of date. *changed_on* is empty while the words are as
    they were shipped.
    """

    __tablename__ = "wording"
    part: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(10))
    review: Mapped[str] = mapped_column(String(10))
    made_from: Mapped[str] = mapped_column(String(32))
    changed_on: Mapped[datetime.date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    checker_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
