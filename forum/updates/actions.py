"""Writing an update, and changing it; within one's own reach it can be read at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from forum.updates.forms import UpdateForm
from forum.updates.kind import UPDATE, scope
from forum.updates.models import Update
from map import local
from map.organisations import queries as organisations
from map.organisations.models import Organisation
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.moderation import contributing
from portal.moderation.contributing import Waits
from portal.permissions import Permission


def own_organisations(opened: Session, account: Account) -> Sequence[Organisation]:
    """The verified organisations in whose name *account* may speak."""
    return [each for each in organisations.of_account(opened, account) if each.verified]


def waits(account: Account, row: Update) -> Waits:
    """Whether *row* waits: not in the writer's own district, nor in the name of their verified organisation."""
    reach = standing.reach(account, Permission.ANNOUNCE)
    return Waits.AFTER if row.organisation or reach & {"", scope(row)} else Waits.ALL


def write(opened: Session, author: Account, form: UpdateForm, tag: str) -> Update:
    """Keep an update of *author*, who reads the page in *tag*, and let it be read, or wait.

    Raises:
        BadInput: there is no such place.
        Refused: *author* is slowed and wrote within the hour.
    """
    row = Update(author_id=author.id, written_on=db.today(), state="draft", locked=False, told=False)
    _say(opened, author, row, form, tag)
    opened.add(row)
    opened.flush()
    contributing.submit(opened, UPDATE, row, author, form.texts(), waits(author, row))
    return row


def change(opened: Session, author: Account, row: Update, form: UpdateForm, tag: str) -> None:
    """Change what one wrote, and send it again.

    Raises:
        BadInput: there is no such place.
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, or *author* is slowed and wrote within the hour.
    """
    contributing.check_open(row)
    contributing.count_change(form.version, row)
    row.changed_on = db.today()
    _say(opened, author, row, form, tag)
    opened.flush()
    contributing.submit(opened, UPDATE, row, author, form.texts(), waits(author, row))


def _say(opened: Session, author: Account, row: Update, form: UpdateForm, tag: str) -> None:
    row.title, row.text = form.title.data or "", form.text.data or ""
    row.community, row.ends_on = form.community.data or "", form.ends_on.data or db.today()
    row.language = language_of(f"{row.title} {row.text}", tag)
    row.area = local.area(opened, form.area.data)
    row.place = local.door(opened, form.place.data or "")
    chosen = form.organisation.data if "organisation" in form else ""
    row.organisation = next((each for each in own_organisations(opened, author) if str(each.id) == chosen), None)


def as_written(row: Update) -> dict[str, Any]:
    """The words of *row* as its author wrote them, for the form."""
    return {
        "title": row.title,
        "text": row.text,
        "area": row.area.slug if row.area else "",
        "community": row.community,
        "place": row.place.slug if row.place else "",
        "organisation": str(row.organisation_id or ""),
        "ends_on": row.ends_on,
        "version": row.version,
    }
