"""Raising a concern, and mending it while nobody has answered."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum.concerns.forms import ConcernForm
from forum.concerns.kind import KIND
from forum.concerns.models import Concern, ConcernSupport, Stage
from map.areas.models import Area
from portal import db
from portal.accounts.models import Account
from portal.errors import Refused
from portal.i18n import gettext
from portal.moderation import contributing
from portal.text import prose


def put(opened: Session, author: Account, form: ConcernForm) -> Concern:
    """Keep a new concern, and let it wait or be read."""
    row = Concern(
        author_id=author.id, about=form.about.data or "", written_on=db.today(), state="draft", locked=False
    )  # fmt: skip
    _write(opened, row, form)
    opened.add(row)
    opened.flush()
    contributing.submit(opened, KIND, row, author, form.texts())
    return row


def mend(opened: Session, author: Account, row: Concern, form: ConcernForm) -> None:
    """Change a concern of one's own, and send it again; the time for an answer begins anew.

    Who supported other words does not support these.

    Raises:
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, or it was answered.
    """
    contributing.check_open(row)
    if row.stage != Stage.RAISED:
        raise Refused(gettext("It was answered meanwhile, and stays as it is. Your words are kept here, to copy."))
    contributing.count_change(form.version, row)
    before = (row.title, row.text)
    _write(opened, row, form)
    if (row.title, row.text) != before:
        opened.execute(delete(ConcernSupport).where(ConcernSupport.concern_id == row.id))
        row.supporters_shown = 0
    row.answer_due = None
    contributing.submit(opened, KIND, row, author, form.texts())


def _write(opened: Session, row: Concern, form: ConcernForm) -> None:
    row.organisation_id, row.phase = form.organisation.data, form.phase.data or ""
    row.area_id = opened.scalar(select(Area.id).where(Area.slug == (form.area.data or "")))
    row.title, row.text = form.title.data or "", form.text.data or ""
    row.html, row.language = prose(row.text), form.spoken()
