"""Organisations, and the two people who say that one is what it says."""

import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed


class Organisation(Reviewed, Base):
    """Who runs a place: a city, an association, a company."""

    __tablename__ = "organisation"
    __table_args__ = {"sqlite_autoincrement": True}  # what names it elsewhere must never come to mean another
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    about: Mapped[str] = mapped_column(String(2000), default="", server_default="")
    website: Mapped[str | None] = mapped_column(String(500))
    verifications: Mapped[list["OrganisationVerification"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def scope(self) -> str:
        """How roles name it."""
        return f"organisation:{self.id}"

    @property
    def verified(self) -> bool:
        """Whether two people looked and said so."""
        return len(self.verifications) >= 2


class OrganisationVerification(Base):
    """That one person checked that an organisation is what it says; it counts with a second person's."""

    __tablename__ = "organisation_verification"
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"), primary_key=True)
    verified_by: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    verified_on: Mapped[datetime.date]
