"""Success stories, told under a name that their tellers choose for them."""

import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.moderation.reviewed import Reviewed


class Story(Reviewed, Base):
    """A story, and its teller's consent: the day, and the version of the words that they agreed to.

    *version* grows with every change. Once it is withdrawn, its words are gone, and the row is left as a record of
    that.
    """

    __tablename__ = "story"
    __table_args__ = {"sqlite_autoincrement": True}  # what names it elsewhere must never come to mean another
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    told_as: Mapped[str] = mapped_column(String(60))
    consented_on: Mapped[datetime.date]
    consent: Mapped[str] = mapped_column(String(20))
    withdrawn_on: Mapped[datetime.date | None]
    version: Mapped[int] = mapped_column(default=1)
