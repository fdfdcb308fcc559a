"""Drafts: what someone has begun to write, kept for them alone until it is sent or forgotten."""

import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import db
from portal.accounts.models import Account
from portal.db import Base

KEPT = datetime.timedelta(days=60)


class Draft(Base):
    """The fields of a form that is not sent yet; *place* says of which, such as ``topic:women``."""

    __tablename__ = "draft"
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(80), primary_key=True)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_on: Mapped[datetime.date] = mapped_column(index=True)


def find(account: Account | None, place: str) -> Draft | None:
    """The draft of *account* for *place*."""
    return db.session().get(Draft, (account.id, place)) if account and place else None


def keep(opened: Session, account: Account, place: str, words: dict[str, Any]) -> None:
    """Keep *words* in the place of an earlier draft."""
    opened.merge(Draft(account_id=account.id, place=place, words=words, kept_on=db.today()))


def forget(opened: Session, account: Account | None, place: str) -> None:
    """Drop the draft of *account* for *place*: it was sent."""
    if account and place:
        opened.execute(delete(Draft).where(Draft.account_id == account.id, Draft.place == place))


def forget_old(_keys: object = None) -> None:
    """Drop drafts that are older than the retention table says."""
    with db.transaction() as opened:
        opened.execute(delete(Draft).where(Draft.kept_on < db.today() - KEPT))
