"""Opportunities, their words in each language, and the languages in which they are held."""

import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from map.areas.models import Area
from map.organisations.models import Organisation
from map.places.models import Place
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed
from portal.taxonomy.models import Category


class Opportunity(Reviewed, Base):
    """Something that an organisation offers and people apply for. *what* is a code of `words.WHAT`.

    *deadline* is the last day to apply (None: there is none), *expires_on* the last day on which it is shown unless
    its provider says that it is still open. *money* is pays, free, costs or None (unknown); *step_free* None is
    unknown. It is for those who are *ages_from* to *ages_to* years old (None: no bound). By *check_url* and
    *check_phone* readers check it: both are the organisation's own, see `checking`; *checked_site* is the website of
    the organisation with which they were compared. *no_fee* and *no_passport* are what whoever listed it declared.
    *vouched_after* says that the verification of its organisation let it out before a person looked: it is the last
    decision that there was then, and None where it waited for a person.
    *version* grows with every change, *wording* with every change of its words.
    *reminded* says that its provider was told that it ends soon, *announced* that those who follow its kind of help
    or its district were told of it.
    """

    __tablename__ = "opportunity"
    __table_args__ = (
        Index("ix_opportunity_open", "state", "closed", "expires_on"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    what: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id, ondelete="CASCADE"), index=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey(Area.id, ondelete="SET NULL"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id, ondelete="SET NULL"), index=True)
    online: Mapped[str] = mapped_column(String(500), default="")
    deadline: Mapped[datetime.date | None]
    expires_on: Mapped[datetime.date]
    money: Mapped[str | None] = mapped_column(String(10))
    hours_a_week: Mapped[int | None]
    ages_from: Mapped[int | None]
    ages_to: Mapped[int | None]
    step_free: Mapped[bool | None]
    check_url: Mapped[str] = mapped_column(String(500), default="")
    check_phone: Mapped[str] = mapped_column(String(20), default="")
    checked_site: Mapped[str] = mapped_column(String(500), default="", server_default="")
    vouched_after: Mapped[int | None]
    no_fee: Mapped[bool]
    no_passport: Mapped[bool]
    closed: Mapped[bool] = mapped_column(default=False)
    reminded: Mapped[bool] = mapped_column(default=False)
    announced: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    wording: Mapped[int] = mapped_column(default=1)
    changed_on: Mapped[datetime.date]
    texts: Mapped[list["OpportunityText"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    languages: Mapped[list["OpportunityLanguage"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    organisation: Mapped[Organisation] = relationship()
    area: Mapped[Area | None] = relationship()
    place: Mapped[Place | None] = relationship()
    author: Mapped[Account | None] = relationship()


class OpportunityText(Base):
    """What an opportunity is called and about, in one language.

    *text* is Markdown, shown as *html*; *requirements* is what one needs, *pay* what it pays or costs, in words.
    *origin* is human, machine or imported, *review* draft or verified; *based_on* is the opportunity's *wording* that
    a translation was made from, and 0 for the words that the others are translated from.
    """

    __tablename__ = "opportunity_text"
    opportunity_id: Mapped[int] = mapped_column(ForeignKey(Opportunity.id, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    requirements: Mapped[str] = mapped_column(String(1000), default="")
    pay: Mapped[str] = mapped_column(String(300), default="")
    origin: Mapped[str] = mapped_column(String(10), default="human")
    review: Mapped[str] = mapped_column(String(10), default="draft")
    based_on: Mapped[int] = mapped_column(default=0)


class OpportunityLanguage(Base):
    """A language in which an opportunity is held."""

    __tablename__ = "opportunity_language"
    opportunity_id: Mapped[int] = mapped_column(ForeignKey(Opportunity.id, ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)
