"""Asking what others wrote about oneself, and answering."""

import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import tokens
from portal.accounts.models import Account
from portal.log import chain
from portal.moderation.models import DataRequest

KEPT = datetime.timedelta(days=365)


def ask(opened: Session, text: str, language: str) -> str:
    """Keep a question; return the secret of the link by which its answer is read."""
    secret = tokens.token()
    opened.add(DataRequest(link_hash=tokens.hashed(secret), text=text, language=language, sent_on=db.today()))
    return secret


def by_link(secret: str) -> DataRequest | None:
    """The question that a link is for."""
    return db.session().scalar(select(DataRequest).where(DataRequest.link_hash == tokens.hashed(secret)))


def reply(opened: Session, by: Account, request_id: int, text: str) -> None:
    """Answer a question."""
    row = opened.get_one(DataRequest, request_id)
    row.reply, row.answered_on = text, db.today()
    chain.append(opened, "data request", actor=by.ref, target=f"request:{row.id}")


def forget_old(_keys: object = None) -> None:
    """Drop questions that are older than the retention table says."""
    with db.transaction() as opened:
        opened.execute(delete(DataRequest).where(DataRequest.sent_on < db.today() - KEPT))
