"""By when an organisation owes something: from when that counts, and reminding of it."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, load_only

from forum.concerns import followers, queries
from forum.concerns.models import Concern, Milestone, Stage, StageChange
from map.organisations.models import Organisation
from portal import db
from portal.moderation.reviewed import State
from portal.notices import actions as notices
from portal.notices import following

Calls = Select[*tuple[Any, ...]]
ANSWER = datetime.timedelta(days=14)
"""For the first answer, from when a concern can be read."""
DECISION = datetime.timedelta(days=60)
"""For accepting or declining what is being considered."""
AHEAD, AGAIN = datetime.timedelta(days=3), datetime.timedelta(days=7)


def begin(opened: Session, row: Concern) -> None:
    """Let the time for an answer begin once a concern can be read.

    The first time, those who answer for the organisation are told, and its author follows it; later, that is after it
    was mended, those who follow it are told: they may have supported other words.
    """
    if row.state != State.PUBLISHED or row.answer_due is not None:
        return
    row.answer_due, row.reminded_on = db.today() + ANSWER, None
    if not row.steps:
        row.steps.append(StageChange(stage=Stage.RAISED, day=db.today()))
        _welcome(opened, row)
    else:
        followers.news(opened, row, row.author_id)
    opened.flush()


def _welcome(opened: Session, row: Concern) -> None:
    if row.author_id:
        following.join(opened, row.author_id, row.key)
    for account_id in queries.responders(opened, [row.organisation_id] if row.organisation_id else []):
        notices.tell(opened, account_id, "concern-new", followers.address(row))


def newest_call(due: datetime.date, today: datetime.date) -> datetime.date | None:
    """The last day, up to *today*, to remind of what is *due*: three days before, on the day, every week after."""
    if today < due - AHEAD:
        return None
    return due - AHEAD if today < due else due + (today - due) // AGAIN * AGAIN


def remind(_keys: object = None) -> None:
    """Remind organisations of what they owe soon, today, or for a while; each person once, however much it is."""
    with db.transaction() as opened:
        owing = {*_called(opened, _answers()), *_called(opened, _milestones())}
        for account_id in queries.responders(opened, owing):
            notices.tell(opened, account_id, "reminder", "/concerns/inbox")


def _answers() -> Calls:
    """The concerns that want an answer soon, each with when that is due and to whom it is put."""
    soon = Concern.answer_due <= db.today() + AHEAD
    query = select(Concern, Concern.answer_due, Concern.organisation_id).options(load_only(Concern.reminded_on))
    return query.where(soon, _not_today(Concern.reminded_on), *_open(queries.UNANSWERED))


def _milestones() -> Calls:
    """The milestones that are due soon, in the same way."""
    soon = Milestone.done_on.is_(None) & (Milestone.due_on <= db.today() + AHEAD)
    query = select(Milestone, Milestone.due_on, Concern.organisation_id).join(Concern)
    return query.where(soon, _not_today(Milestone.reminded_on), *_open(queries.UNDER_WAY))


def _open(stages: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    there = Concern.organisation_id.in_(select(Organisation.id).where(Organisation.state == State.PUBLISHED))
    return Concern.state == State.PUBLISHED, ~Concern.locked, Concern.stage.in_(stages), there


def _not_today(reminded_on: Any) -> Any:
    return or_(reminded_on.is_(None), reminded_on < db.today())


def _called(opened: Session, query: Calls) -> Iterator[int]:
    """The organisations to remind for what *query* selects; each thing notes that it was called for."""
    for thing, due, organisation_id in opened.execute(query).all():
        call = newest_call(due, db.today())
        if call and (thing.reminded_on is None or thing.reminded_on < call):
            thing.reminded_on = db.today()
            yield organisation_id
