"""Digests: a mail a day or a week that says how much is new in what someone follows, never what, and how to stop it.

A day's digests are promised to the outbox first, each in the name of its day; so one that is sent again after a crash
is known as the same. The link that stops them (RFC 8058) is derived from the portal's secret and names nobody.
"""

import datetime
import hashlib
import hmac
from collections.abc import Sequence
from functools import partial

from flask import current_app
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from portal import db
from portal.errors import BadInput
from portal.i18n import catalog, gettext, says
from portal.languages import LANGUAGES, SOURCE
from portal.notices.actions import send, settled
from portal.notices.models import MailAddress, Notice
from portal.outbox.queue import promise
from portal.settings import current

STEPS = {"daily": datetime.timedelta(days=1), "weekly": datetime.timedelta(days=7)}
CHUNK = 500
BYTES = 16


def choose(opened: Session, recipient: int, digest: str) -> None:
    """Send *recipient* a digest "daily" or "weekly" from now on, or none ("").

    Raises:
        BadInput: they have not shown yet which address is theirs.
    """
    row = opened.get(MailAddress, recipient)
    if digest and (row is None or not row.confirmed_on):
        raise BadInput(gettext("First tell us where mail can go, and give us the code that we send there."))
    if row is not None and row.digest != digest:
        row.digest = digest
        row.digest_due = db.today() + STEPS[digest] if digest else None


def plan(_keys: object = None) -> None:
    """Promise the digests whose day has come. Without the portal's address there would be no link to stop them by."""
    while current().public_url and _promise_some():
        pass


def _promise_some() -> bool:
    """Promise some of them, and set their next day; False once none is left."""
    due = (MailAddress.digest_due <= db.today()) & MailAddress.confirmed_on.is_not(None)
    with db.transaction() as opened:
        rows = opened.scalars(select(MailAddress).where(due).order_by(MailAddress.recipient).limit(CHUNK)).all()
        promise(opened, "digest", [f"{row.recipient}:{row.digest_due}" for row in rows])
        for row in rows:
            row.digest_due = db.today() + STEPS[row.digest]
            row.stop_hash = _hashed(_link(row.recipient))
    return bool(rows)


def send_digests(keys: Sequence[str]) -> None:
    """Mail digests; each of *keys* names whom it is for and its day. What cannot be sent now is tried again."""
    for key in keys:
        row = db.session().get(MailAddress, int(key.partition(":")[0]))
        if row and row.digest and row.confirmed_on:
            _send(key, row.recipient, row.address, row.language if row.language in LANGUAGES else SOURCE)


def _send(key: str, recipient: int, address: str, language: str) -> None:
    waits = _new_to(recipient)
    number, last = db.session().execute(select(func.count(), func.max(Notice.id)).where(waits)).one()
    subject = says(language, "%(city)s: there is something new for you", city=current().city)
    stop = f"{current().public_url.rstrip('/')}/{language}/following/stop/{_link(recipient)}"
    name, headers = f"digest-{_signed(key)}", _stop_headers(stop)
    deliver = partial(send, address, subject, _body(language, number, stop), name, headers)
    if number and settled("digest", key, deliver):
        with db.transaction() as opened:
            opened.execute(update(Notice).where(waits, Notice.id <= last).values(mailed_on=db.today()))


def _new_to(recipient: int) -> ColumnElement[bool]:
    """What is new to someone in what they follow, and that no digest counted yet."""
    unread = Notice.read_on.is_(None) & Notice.mailed_on.is_(None)
    return (Notice.recipient == recipient) & Notice.followed & unread


def _body(language: str, number: int, stop: str) -> str:
    return "\n\n".join(
        (
            _how_many(language, number),
            says(language, "Sign in to read it. We write nothing of it here, so that nobody else can read it."),
            current().public_url,
            says(language, "To get no more of these mails, open this page and press the button:"),
            stop,
        )
    )


def _how_many(language: str, number: int) -> str:
    """How much is new, in the form that *language* has for it, which is not that of a page."""
    ngettext = catalog(language).ungettext
    said = ngettext("%(num)s new thing in what you follow.", "%(num)s new things in what you follow.", number)
    return str(said) % {"num": number}


def _stop_headers(stop: str) -> dict[str, str]:
    """By which a mail program shows a button of its own (RFC 8058)."""
    return {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _signed(words: str) -> str:
    key = f"digest:{current_app.secret_key!r}".encode()
    return hmac.new(key, words.encode(), hashlib.sha256).digest()[:BYTES].hex()


def _link(recipient: int) -> str:
    """The end of the link that stops the digests of *recipient*."""
    return _signed(f"stop:{recipient}")


def _hashed(link: str) -> str:
    return hashlib.sha256(link.encode()).hexdigest()


def known(link: str) -> bool:
    """Whether *link* is the end of one by which digests are stopped, or were."""
    meant = select(MailAddress.recipient).where(MailAddress.stop_hash == _hashed(link))
    return db.session().scalar(meant) is not None


def stop(link: str) -> None:
    """Send no more digests to whom *link* was sent; asked again, it changes nothing."""
    with db.transaction() as opened:
        meant = update(MailAddress).where(MailAddress.stop_hash == _hashed(link))
        opened.execute(meant.values(digest="", digest_due=None))
