"""Raising an alert, standing for it as the second person, and saying that it is over."""

import datetime

from sqlalchemy.orm import Session

from forum.updates import alerts
from forum.updates.forms import AlertForm
from forum.updates.kind import ALERT, scope
from forum.updates.models import Alert
from map import local
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.errors import Refused
from portal.i18n import gettext
from portal.log import chain
from portal.moderation import contributing, targets
from portal.moderation.contributing import Waits
from portal.notices import following
from portal.permissions import Role

ALONE = datetime.timedelta(hours=6)
"""For how long one person's word is enough."""
MOST_ALONE = 2
"""How many alerts of one person may wait for a second one."""


def alert(opened: Session, by: Account, form: AlertForm, tag: str) -> Alert:
    """Raise an alert of *by*, who reads the page in *tag*: everyone reads it at once, marked as one person's word.

    Raises:
        Refused: two of theirs wait for a second person, or *by* is slowed and wrote within the hour.
    """
    opened.get_one(Account, by.id, with_for_update=True)  # two at once are counted one after the other
    if alerts.alone(opened, by.id) >= MOST_ALONE:
        raise Refused(
            gettext(
                "Two of your alerts still wait for a second person. Wait until one is confirmed, or say that one is "
                "over. Your words are kept here."
            )
        )
    title, text = form.title.data or "", form.text.data or ""
    row = Alert(
        what=form.what.data, title=title, text=text, area=local.area(opened, form.area.data),
        days=int(form.days.data), raised_at=db.now(), expires_at=db.now() + ALONE, author_id=by.id,
        written_on=db.today(), language=language_of(f"{title} {text}", tag), state="draft", locked=False,
    )  # fmt: skip
    opened.add(row)
    opened.flush()
    contributing.submit(opened, ALERT, row, by, form.texts(), Waits.AFTER)
    return row


def second(opened: Session, by: Account, row: Alert) -> None:
    """Stand for an alert as the second person: it counts until its chosen end, and followers are told.

    Raises:
        Refused: it is over, someone did so before, or *by* is no second person beside who raised it.
    """
    _check_holds(row)
    if row.confirmed:
        raise Refused(gettext("A second person stands for this already."))
    raiser = opened.get(Account, row.author_id) if row.author_id else None
    if raiser is None or not standing.independent(raiser, by):
        raise Refused(gettext("It takes two people of different organisations, neither of whom invited the other."))
    row.seconded_by, row.seconded_at = by.id, db.now()
    row.expires_at = row.raised_at + datetime.timedelta(days=row.days)
    targets.follow(opened, ALERT, row)
    if row.area:
        following.news(opened, [scope(row)], "followed", f"/alerts/{row.id}", by=by.id)
    chain.append(opened, "second", actor=by.ref, target=f"alert:{row.id}")


def end(opened: Session, by: Account, row: Alert) -> None:
    """Say that an alert is over.

    Raises:
        Refused: it is over already, or *by* neither raised it nor is a moderator.
    """
    _check_holds(row)
    if not may_end(by, row):
        raise Refused(gettext("Only who raised it and moderators can say that it is over."))
    row.expires_at = db.now()
    targets.follow(opened, ALERT, row)
    chain.append(opened, "over", actor=by.ref, target=f"alert:{row.id}")


def may_end(account: Account, row: Alert) -> bool:
    """Whether *account* may say that *row* is over."""
    return row.author_id == account.id or Role.MODERATOR in standing.roles(account)


def _check_holds(row: Alert) -> None:
    if row.expires_at <= db.now():
        raise Refused(gettext("This alert is over. If it is still true, raise it anew."))
