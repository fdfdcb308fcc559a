"""Idempotency: what was sent twice counts once. Only a hash of a form's nonce and content is kept, for a while."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from sqlalchemy import String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage

from portal import db
from portal.db import Base
from portal.security import FORM_LIFE, SafeForm


class Receipt(Base):
    """That a form arrived: *digest* hashes its nonce, where it was sent and what it said."""

    __tablename__ = "receipt"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    received_on: Mapped[datetime.date] = mapped_column(index=True)


class Again(Exception):
    """The very same form arrived before, and was taken then."""


def _digest(form: SafeForm) -> str:
    said = {name: request.form.getlist(name) for name in sorted(request.form) if name != "token"}
    files = [[name, _hash_of(file)] for name, file in sorted(request.files.items(multi=True))]
    told = json.dumps([type(form).__name__, form.nonce(), request.path, said, files], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _hash_of(file: FileStorage) -> str:
    """A hash of what *file* holds, which can be read again after."""
    found = hashlib.sha256(file.stream.read()).hexdigest()
    file.stream.seek(0)
    return found


@contextmanager
def once(form: SafeForm) -> Iterator[Session]:
    """Open the one transaction of what a validated *form* asks for, which notes that the form arrived.

    Raises:
        Again: it arrived before; nothing is done a second time.
    """
    with db.transaction() as opened:
        opened.add(Receipt(digest=_digest(form), received_on=db.today()))
        try:
            opened.flush()
        except IntegrityError as error:
            raise Again from error
        yield opened


def forget_old(_keys: object = None) -> None:
    """Drop receipts of forms that are too old to be sent again."""
    with db.transaction() as opened:
        opened.execute(delete(Receipt).where(Receipt.received_on < db.today() - FORM_LIFE * 2))
