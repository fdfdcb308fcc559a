"""Supporting a concern, once each; and counting, once a day, how many do."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum.concerns.models import Concern, ConcernSupport
from forum.concerns.queries import UNANSWERED
from portal import db
from portal.accounts.models import Account
from portal.errors import Refused
from portal.i18n import gettext
from portal.moderation import contributing
from portal.moderation.reviewed import State
from portal.notices import following

STEP = 10
"""Numbers of supporters are shown in steps of this: what is less, not at all."""


def support(opened: Session, by: Account, row: Concern) -> None:
    """Let *by* support a concern, and follow it. It counts once, however often it is said.

    Raises:
        Refused: it is one's own, it is locked, or its organisation has decided about it.
    """
    contributing.check_open(row)
    if row.author_id == by.id:
        raise Refused(gettext("This is your own concern. Others can support it."))
    if row.stage not in UNANSWERED:
        raise Refused(gettext("The organisation has decided about it. You can follow what becomes of it."))
    if opened.get(ConcernSupport, (row.id, by.id)) is None:
        opened.add(ConcernSupport(concern_id=row.id, account_id=by.id))
        following.join(opened, by.id, row.key)


def withdraw(opened: Session, by: Account, row: Concern) -> None:
    """Take back that *by* supports a concern, whatever became of it."""
    given = opened.get(ConcernSupport, (row.id, by.id))
    if given is not None:
        opened.delete(given)


def count(_keys: object = None) -> None:
    """Count the supporters of each public concern, to be shown until the next day."""
    many = select(func.count()).where(ConcernSupport.concern_id == Concern.id).correlate(Concern).scalar_subquery()
    shown = update(Concern).where(Concern.state == State.PUBLISHED)
    with db.transaction() as opened:
        opened.execute(shown.values(supporters_shown=many // STEP * STEP, counted_on=db.today()))
