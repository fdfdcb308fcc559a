"""Updates, and alerts that two people stand for."""

import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from map.areas.models import Area
from map.organisations.models import Organisation
from map.places.models import Place
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed


class Update(Reviewed, Base):
    """What a leader or an organisation tells a district (*area*) or a *community*, until *ends_on*.

    *told* says that those who follow the district were told of it; *version* grows with every change, *changed_on* is
    the day of the last one.
    """

    __tablename__ = "community_update"
    __table_args__ = (
        Index("ix_community_update_lasting", "state", "ends_on", "id"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(1000))
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="SET NULL"), index=True)
    community: Mapped[str] = mapped_column(String(80), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id, ondelete="SET NULL"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id, ondelete="SET NULL"), index=True)
    ends_on: Mapped[datetime.date]
    told: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    changed_on: Mapped[datetime.date | None]
    area: Mapped[Area | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    place: Mapped[Place | None] = relationship()
    author: Mapped[Account | None] = relationship(foreign_keys="Update.author_id")


class Alert(Reviewed, Base):
    """A danger, a closed road, a scam going round. *what* is danger, road, scam or other.

    It holds while ``expires_at`` is to come: six hours from when it was raised, or *days* once a second person stands
    for it.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_lasting", "state", "expires_at"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(String(1000))
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="SET NULL"), index=True)
    days: Mapped[int]
    raised_at: Mapped[datetime.datetime]
    expires_at: Mapped[datetime.datetime]
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    seconded_at: Mapped[datetime.datetime | None]
    area: Mapped[Area | None] = relationship()
    author: Mapped[Account | None] = relationship(foreign_keys="Alert.author_id")

    @property
    def confirmed(self) -> bool:
        """Whether a second person stands for it, also one who left since."""
        return self.seconded_at is not None
