"""Telling people: in the transaction of what they are told about, and by mail where they asked for it."""

import datetime
import hashlib
import logging
import secrets
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from email.utils import parseaddr
from functools import partial
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal import db
from portal.i18n import says
from portal.notices.models import MailAddress, News, Notice, Subscription
from portal.outbox.models import Outbox
from portal.outbox.queue import promise
from portal.settings import Settings, current

KEPT = datetime.timedelta(days=365)
PATIENCE = 20  # seconds for a mail server
REFUSED = 500  # SMTP's codes from here on are final
PUT_OFF = datetime.timedelta(minutes=15)
log = logging.getLogger("wayhouse")


def tell(opened: Session, recipient: int, about: str, path: str) -> None:
    """Tell someone what concerns them, in the transaction of *opened*; a mail follows if they asked for mail.

    What is new in what people follow goes another way, see `portal.notices.following.news`.
    """
    notice = Notice(recipient=recipient, about=about, path=path, told_on=db.today())
    opened.add(notice)
    opened.flush()
    address = opened.get(MailAddress, recipient)
    if address and address.confirmed_on:
        promise(opened, "mail", [str(notice.id)])


def mark_read(recipient: int) -> None:
    """Note that someone saw their notices."""
    with db.transaction() as opened:
        unread = update(Notice).where(Notice.recipient == recipient, Notice.read_on.is_(None))
        opened.execute(unread.values(read_on=db.today()))


def want_mail(opened: Session, recipient: int, address: str, language: str) -> None:
    """Remember an address, and send a code to it; nothing else goes there before the code came back."""
    code = f"{secrets.randbelow(10**8):08d}"
    opened.merge(
        MailAddress(
            recipient=recipient, address=address, language=language, code_hash=_hashed(code), confirmed_on=None
        )
    )
    promise(opened, "confirm mail", [f"{recipient}:{code}"])


def confirm_mail(opened: Session, recipient: int, code: str) -> bool:
    """Whether *code* is the one that was sent to the address of *recipient*; mail follows from then on."""
    row = opened.get(MailAddress, recipient)
    if row is None or row.code_hash is None or row.code_hash != _hashed(code.strip()):
        return False
    row.code_hash, row.confirmed_on = None, db.today()
    return True


def stop_mail(recipient: int) -> None:
    """Forget an address."""
    with db.transaction() as opened:
        opened.execute(delete(MailAddress).where(MailAddress.recipient == recipient))


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def forget(opened: Session, recipient: int) -> None:
    """Drop all that is kept here about someone who leaves."""
    for table in (Notice, MailAddress, Subscription):
        opened.execute(delete(table).where(table.recipient == recipient))
    opened.execute(update(News).where(News.by_id == recipient).values(by_id=None))
    opened.execute(delete(Outbox).where(Outbox.topic == "digest", Outbox.key.startswith(f"{recipient}:")))


def forget_old(_keys: object = None) -> None:
    """Drop notices that are older than the retention table says."""
    with db.transaction() as opened:
        opened.execute(delete(Notice).where(Notice.told_on < db.today() - KEPT))


def send_notices(keys: Sequence[str]) -> None:
    """Mail that there is a notice, once each; what cannot be sent now is tried again later."""
    query = select(Notice, MailAddress).join(MailAddress, MailAddress.recipient == Notice.recipient)
    rows = db.session().execute(query.where(Notice.id.in_(map(int, keys)), Notice.mailed_on.is_(None))).all()
    waiting = [(notice.id, address.address, address.language) for notice, address in rows if address.confirmed_on]
    for notice_id, address, language in waiting:
        subject = says(language, "%(city)s: there is something new for you", city=current().city)
        body = says(language, "Sign in to read it. We write nothing of it here, so that nobody else can read it.")
        words = f"{body}\n\n{current().public_url}".rstrip()
        if settled("mail", str(notice_id), partial(send, address, subject, words, f"notice-{notice_id}")):
            with db.transaction() as opened:
                opened.execute(update(Notice).where(Notice.id == notice_id).values(mailed_on=db.today()))


def send_confirmations(keys: Sequence[str]) -> None:
    """Mail the codes by which people show that an address is theirs."""
    for key in keys:
        recipient, _, code = key.partition(":")
        row = db.session().get(MailAddress, int(recipient))
        if row and row.code_hash == _hashed(code):
            subject = says(row.language, "%(city)s: your code", city=current().city)
            body = says(row.language, "Your code is %(code)s. If you did not ask for it, do nothing.", code=code)
            settled("confirm mail", key, partial(send, row.address, subject, body, f"code-{_hashed(key)[:24]}"))


def settled(topic: str, key: str, deliver: Callable[[], None]) -> bool:
    """Whether a mail is sent, or refused for good. What is refused for now is promised anew: it holds up no other.

    Raises:
        OSError: the server takes no mail at all, or none from us.
    """
    try:
        deliver()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        if not all(code >= REFUSED for code in _codes(error)):
            with db.transaction() as opened:
                promise(opened, topic, [key], db.now() + PUT_OFF)
            return False
        log.warning("mail refused")
    return True


def _codes(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> list[int]:
    """What the server said, to the recipient or to the whole mail."""
    if isinstance(error, smtplib.SMTPDataError):
        return [error.smtp_code]
    return [code for code, _words in error.recipients.values()]


def _connect(settings: Settings) -> smtplib.SMTP:
    server = urlsplit(settings.smtp_url)
    host, context = server.hostname or "", ssl.create_default_context()
    if server.scheme == "smtps":
        made: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=PATIENCE, context=context)
    else:
        made = smtplib.SMTP(host, server.port or 25, timeout=PATIENCE)
    try:
        made.ehlo()
        if server.scheme != "smtps" and made.has_extn("starttls"):
            made.starttls(context=context)
        if server.username:
            made.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        made.close()
        raise
    return made


class _Link(UnstructuredHeader, BaseHeader):
    """A header that is an address in angle brackets (RFC 2369): folded, it would be encoded, and lead nowhere."""

    def fold(self, *, policy: Policy) -> str:
        """The header on one line."""
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("List-Unsubscribe", _Link)
_MAIL = default.clone(header_factory=_headers)


def send(address: str, subject: str, body: str, key: str, headers: Mapping[str, str] | None = None) -> None:
    """Send one mail, with more *headers*; sent again after a crash, it carries the same Message-ID.

    Raises:
        OSError: the server does not answer, or refuses (`smtplib.SMTPException` is one).
    """
    settings = current()
    if not settings.smtp_url:
        return
    made = EmailMessage(_MAIL)
    made["From"], made["To"], made["Subject"] = settings.mail_from, address, subject
    made["Message-ID"] = f"<{key}@{parseaddr(settings.mail_from)[1].rpartition('@')[2] or 'wayhouse'}>"
    made["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        made[name] = value
    made.set_content(body)
    with _connect(settings) as server:
        try:
            server.send_message(made)
        except smtplib.SMTPNotSupportedError as error:  # an address in letters that this server does not know
            raise smtplib.SMTPRecipientsRefused({address: (REFUSED, b"")}) from error
