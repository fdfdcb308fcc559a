"""What an organisation does about a concern that is put to it: it answers, plans, tells of its work, and is done."""

import datetime

from sqlalchemy.orm import Session

from forum.concerns import deadlines, followers
from forum.concerns.kind import KIND
from forum.concerns.models import Concern, Milestone, Progress, Stage, StageChange
from forum.concerns.queries import OFFICE, UNDER_WAY
from forum.concerns.words import STAGES
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.errors import Refused
from portal.i18n import gettext, reader
from portal.log import chain
from portal.moderation import targets
from portal.permissions import Permission
from portal.text import prose

NEXT: dict[str, tuple[Stage, ...]] = {
    Stage.RAISED: (Stage.CONSIDERING, Stage.ACCEPTED, Stage.DECLINED),
    Stage.CONSIDERING: (Stage.ACCEPTED, Stage.DECLINED),
    Stage.ACCEPTED: (Stage.DOING, Stage.DONE),
    Stage.DOING: (Stage.DONE,),
    Stage.DONE: (),
    Stage.DECLINED: (),
}
"""To which stages a concern can go on from each."""
ANSWERS = NEXT[Stage.RAISED]


def may(account: Account, row: Concern) -> bool:
    """Whether *account* answers for the organisation that *row* is put to; never about a concern of their own."""
    own = {"", f"{OFFICE}{row.organisation_id}"} & standing.reach(account, Permission.ANSWER)
    return bool(own) and account.id != row.author_id


def answer(opened: Session, by: Account, row: Concern, stage: str, words: str, responsible: str) -> None:
    """Say that *row* is being considered, accepted or declined. *responsible* is who does it, once it is accepted.

    Raises:
        Refused: not theirs to answer, not possible any more, or words are missing.
    """
    _check(by, row)
    if stage not in ANSWERS:
        raise Refused(_stands(row))
    _check_next(row, stage)
    if stage != Stage.CONSIDERING and not words:
        raise Refused(gettext("Write down your reasons: everyone who cares about this reads them."))
    if stage == Stage.ACCEPTED and not responsible:
        raise Refused(gettext("Say who is responsible for it from now on."))
    if stage == Stage.CONSIDERING:
        row.answer_due, row.reminded_on = db.today() + deadlines.DECISION, None
    row.responsible = responsible if stage == Stage.ACCEPTED else row.responsible
    _go_on(row, stage, words)
    _tell(opened, by, row, stage)


def promise(opened: Session, by: Account, row: Concern, title: str, due_on: datetime.date) -> None:
    """Add a milestone.

    Raises:
        Refused: the work is not theirs, or not under way.
    """
    _check_work(by, row)
    row.milestones.append(Milestone(title=title, language=_language(title), first_due_on=due_on, due_on=due_on))
    _tell(opened, by, row, "milestone")


def reach(opened: Session, by: Account, row: Concern, milestone: Milestone) -> None:
    """Note that a milestone is reached.

    Raises:
        Refused: the work is not theirs, not under way, or it was reached before.
    """
    _check_work(by, row)
    _check_ahead(milestone)
    milestone.done_on = db.today()
    _tell(opened, by, row, "milestone")


def reopen(opened: Session, by: Account, row: Concern, milestone: Milestone) -> None:
    """Note that a milestone is not reached after all.

    Raises:
        Refused: the work is not theirs, or not under way.
    """
    _check_work(by, row)
    milestone.done_on = None
    _tell(opened, by, row, "milestone")


def move(opened: Session, by: Account, row: Concern, milestone: Milestone, due_on: datetime.date) -> None:
    """Promise a milestone for another day; the first one stays to be read.

    Raises:
        Refused: the work is not theirs, not under way, or it was reached.
    """
    _check_work(by, row)
    _check_ahead(milestone)
    milestone.due_on, milestone.reminded_on = due_on, None
    _tell(opened, by, row, "milestone")


def account_for(
    opened: Session, by: Account, row: Concern, planned: int | None, spent: int | None, currency: str
) -> None:
    """Say what is planned and spent for it, in whole units of *currency*.

    Raises:
        Refused: the work is not theirs, or it was not accepted.
    """
    _check(by, row)
    if row.stage not in {*UNDER_WAY, Stage.DONE}:
        raise Refused(_stands(row))
    row.planned, row.spent, row.currency = planned, spent, currency
    _tell(opened, by, row, "budget")


def report(opened: Session, by: Account, row: Concern, words: str) -> None:
    """Tell of the work; with the first such words it is being done.

    Raises:
        Refused: the work is not theirs, or not under way.
    """
    _check_work(by, row)
    if row.stage == Stage.ACCEPTED:
        _go_on(row, Stage.DOING)
    row.progress.append(Progress(text=words, html=prose(words), language=_language(words), written_on=db.today()))
    _tell(opened, by, row, "progress")


def finish(opened: Session, by: Account, row: Concern, words: str) -> None:
    """Say that it is done, and what was done.

    Raises:
        Refused: the work is not theirs, or not under way.
    """
    _check(by, row)
    _check_next(row, Stage.DONE)
    _go_on(row, Stage.DONE, words)
    _tell(opened, by, row, Stage.DONE)


def _check(by: Account, row: Concern) -> None:
    if by.id == row.author_id:
        raise Refused(gettext("This is your own concern: someone else has to answer it. Your words are kept here."))
    if not may(by, row):
        raise Refused(gettext("You do not answer for this organisation. Your words are kept here, to copy."))
    if row.locked:
        raise Refused(gettext("This concern was closed by a decision. Your words are kept here, to copy."))


def _check_work(by: Account, row: Concern) -> None:
    _check(by, row)
    if row.stage not in UNDER_WAY:
        raise Refused(_stands(row))


def _check_next(row: Concern, stage: str) -> None:
    if stage not in NEXT[row.stage]:
        raise Refused(_stands(row))


def _check_ahead(milestone: Milestone) -> None:
    if milestone.done_on is not None:
        raise Refused(gettext("This milestone was reached already. Look at the plan again."))


def _stands(row: Concern) -> str:
    """Where *row* stands, and where it can go from there."""
    there = ", ".join(str(STAGES[each]) for each in NEXT[row.stage])
    if not there:
        return gettext(
            "It stands at “%(stage)s”, and stays there. Your words are kept here.", stage=STAGES[row.stage]
        )
    return gettext(
        "It stands at “%(stage)s”. From there it can go on to: %(next)s. Your words are kept here.",
        stage=STAGES[row.stage],
        next=there,
    )


def _language(words: str) -> str:
    """The language of what an organisation says."""
    return language_of(words, reader().tag)


def _go_on(row: Concern, stage: str, words: str = "") -> None:
    row.stage = stage
    said = StageChange(stage=stage, day=db.today(), text=words, html=prose(words), language=_language(words))
    row.steps.append(said)


def _tell(opened: Session, by: Account, row: Concern, act: str) -> None:
    """Tell those who follow it, and the log; the index soon."""
    targets.follow(opened, KIND, row)
    followers.news(opened, row, by.id)
    chain.append(opened, f"concern {act}", actor=by.ref, target=row.key)
