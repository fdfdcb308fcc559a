"""Letters between a member and the team of a space."""

import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.spaces.models import Space
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed


class Letter(Base):
    """What one member writes with the team of a space; nobody else reads it."""

    __tablename__ = "letter"
    __table_args__ = {"sqlite_autoincrement": True}  # what names it elsewhere must never come to mean another
    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    sent_on: Mapped[datetime.date]
    answered: Mapped[bool] = mapped_column(default=False)
    space: Mapped[Space] = relationship()
    messages: Mapped[list["Message"]] = relationship(order_by="Message.id", passive_deletes=True)


class Message(Reviewed, Base):
    """One message of a letter; *from_team* says that it is the team's."""

    __tablename__ = "message"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey(Letter.id, ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    from_team: Mapped[bool]
    letter: Mapped[Letter] = relationship(back_populates="messages")
