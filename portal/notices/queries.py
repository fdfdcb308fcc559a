"""Reading notices: each one's own."""

from collections.abc import Sequence

from sqlalchemy import func, select

from portal.db import session
from portal.notices.models import MailAddress, Notice

AT_MOST = 100


def newest(recipient: int) -> Sequence[Notice]:
    """What someone was told, newest first."""
    query = select(Notice).where(Notice.recipient == recipient).order_by(Notice.id.desc()).limit(AT_MOST)
    return session().scalars(query).all()


def unread(recipient: int) -> int:
    """How much of it they have not seen."""
    query = select(func.count()).where(Notice.recipient == recipient, Notice.read_on.is_(None))
    return int(session().execute(query).scalar_one())


def address(recipient: int) -> MailAddress | None:
    """Where they are told by mail, if they asked for that."""
    return session().get(MailAddress, recipient)
