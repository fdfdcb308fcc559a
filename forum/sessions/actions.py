"""Convening a session, changing it, collecting its agenda, and writing down what came of it."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.sessions.forms import ChangeForm, MinutesForm, ProposeForm, SessionForm, lines
from forum.sessions.kind import KIND
from forum.sessions.models import AgendaItem, DialogueSession, SessionDecision
from forum.topics import queries as topics
from forum.topics.models import Topic
from map import local
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.errors import BadInput, Refused
from portal.i18n import gettext
from portal.moderation import contributing
from portal.moderation.contributing import Waits
from portal.notices import following
from portal.permissions import Permission
from portal.settings import current
from portal.text import prose

MOST_POINTS = 40


def may_run(account: Account, row: DialogueSession) -> bool:
    """Whether *account* convened *row*, or convenes everywhere: so that it goes on when who convened it is gone."""
    return row.author_id == account.id or "" in standing.reach(account, Permission.CONVENE)


def convene(opened: Session, author: Account, form: SessionForm, tag: str) -> DialogueSession:
    """Announce a session of *author*, who reads the page in *tag*; it can be read at once and is reviewed after.

    Raises:
        BadInput: there is no such place.
        Refused: *author* is slowed and wrote within the hour.
    """
    row = DialogueSession(
        author_id=author.id, written_on=db.today(), zone=current().time_zone, state="draft", locked=False,
        minutes="", minutes_html="", cancelled=False,
    )  # fmt: skip
    _say(opened, row, form, tag)
    opened.add(row)
    opened.flush()
    contributing.submit(opened, KIND, row, author, form.texts(), Waits.AFTER)
    return row


def change(opened: Session, by: Account, row: DialogueSession, form: ChangeForm, tag: str) -> None:
    """Change a session, or say that it does not take place.

    Raises:
        BadInput: there is no such place.
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, or *by* is slowed and wrote within the hour.
    """
    contributing.check_open(row)
    contributing.count_change(form.version, row)
    _say(opened, row, form, tag)
    row.cancelled = form.cancelled.data
    contributing.submit(opened, KIND, row, by, form.texts(), Waits.AFTER)


def _say(opened: Session, row: DialogueSession, form: SessionForm, tag: str) -> None:
    row.what, row.title, row.text = form.what.data, form.title.data or "", form.text.data or ""
    row.html = prose(row.text)
    row.language = language_of(f"{row.title} {row.text}", tag)
    row.starts_at, row.ends_at = (local.utc(each, row.zone) for each in form.times())
    row.place = local.door(opened, form.place.data or "")
    row.online, row.facilitator = form.online.data or "", form.facilitator.data or ""
    own = [AgendaItem(position=number, title=line) for number, line in enumerate(lines(form.agenda.data or ""))]
    row.agenda = own + [each for each in row.agenda if each.topic_id]


def as_written(row: DialogueSession) -> dict[str, Any]:
    """The words and times of *row* as they were entered, for the form."""
    starts, ends = local.at(row.starts_at, row.zone), local.at(row.ends_at, row.zone)
    said = {
        name: getattr(row, name)
        for name in ("what", "title", "text", "online", "facilitator", "cancelled", "version")
    }
    return said | {
        "day": starts.date(), "begins": starts.time(), "ends": ends.time(),
        "place": row.place.slug if row.place else "",
        "agenda": "\n".join(each.title for each in row.agenda if each.topic_id is None and each.title),
    }  # fmt: skip


def as_minuted(row: DialogueSession) -> dict[str, Any]:
    """What came of *row* as it was entered, for the form."""
    decisions = "\n".join(each.text for each in row.decisions)
    return {"minutes": row.minutes, "decisions": decisions, "version": row.version}


def propose(opened: Session, row: DialogueSession, form: ProposeForm) -> None:
    """Put a topic on the agenda.

    Raises:
        BadInput: not everyone may read it, it is there already, or the agenda is full.
        Refused: the session is over, does not take place, or is locked.
    """
    contributing.check_open(row)
    if row.cancelled or row.ends_at < db.now():
        raise Refused(gettext("This session is over or does not take place: nothing can be added to its agenda."))
    numbers = following.numbers([form.topic.data or ""])
    topic = opened.scalar(topics.public_topics().where(Topic.id.in_(numbers), Topic.title != ""))
    if topic is None:
        raise BadInput(gettext("Choose a topic that everyone can read."))
    here = opened.scalars(select(AgendaItem.topic_id).where(AgendaItem.session_id == row.id)).all()
    if topic.id in here:
        raise BadInput(gettext("This is on the agenda already."))
    if len(here) >= MOST_POINTS:
        raise BadInput(gettext("The agenda is full."))
    last = select(func.coalesce(func.max(AgendaItem.position), 0)).where(AgendaItem.session_id == row.id)
    opened.add(AgendaItem(session_id=row.id, position=opened.execute(last).scalar_one() + 1, topic_id=topic.id))


def drop(opened: Session, row: DialogueSession, number: int) -> None:
    """Take a point off the agenda; one that is gone already is no mistake."""
    item = opened.get(AgendaItem, number)
    if item is not None and item.session_id == row.id:
        opened.delete(item)


def write_down(opened: Session, by: Account, row: DialogueSession, form: MinutesForm) -> None:
    """Keep minutes and decisions, in the place of earlier ones.

    Raises:
        Moved: it was changed meanwhile.
        Refused: it did not begin yet, does not take place, is hidden or locked, or *by* is slowed.
    """
    contributing.check_open(row)
    if row.cancelled or row.starts_at > db.now():
        raise Refused(gettext("Minutes are written once the session has begun. Your words are kept here."))
    contributing.count_change(form.version, row)
    row.minutes = form.minutes.data or ""
    row.minutes_html = prose(row.minutes)
    found = lines(form.decisions.data or "")
    row.decisions = [SessionDecision(position=number, text=line) for number, line in enumerate(found)]
    contributing.submit(opened, KIND, row, by, form.texts(), Waits.AFTER)
