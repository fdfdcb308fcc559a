"""The concerns of the demo: one done, one overdue, one being considered, one under way. None of it is real."""

import datetime
from typing import Any

from sqlalchemy.orm import Session

from forum.concerns import deadlines
from forum.concerns.kind import KIND
from forum.concerns.models import Concern, Milestone, Phase, Progress, Stage, StageChange
from map.organisations import kind as organisations
from map.organisations.models import Organisation, OrganisationVerification
from portal import db
from portal.accounts import staff
from portal.accounts.models import Account
from portal.moderation import targets
from portal.notices import following
from portal.permissions import Role
from portal.text import prose

NAME = "DEMO City services"
ABOUT = "DEMO: the part of the city that looks after streets, parks and offices. It is not real."
VERIFIERS = ("editor", "moderator")


def fill(opened: Session, people: dict[str, Account]) -> None:
    """Make the organisation, let ``people["responder"]`` answer for it, and put four concerns to it."""
    asked = _organisation(opened, people)
    staff.grant(opened, None, people["responder"], Role.RESPONDER, asked.scope)
    for row in (_done(), _overdue(), _considered(), _under_way()):
        row.organisation_id, row.state, row.locked = asked.id, "published", False
        row.author_id = people["resident"].id
        opened.add(row)
        opened.flush()
        following.join(opened, people["resident"].id, row.key)
        targets.follow(opened, KIND, row)


def _organisation(opened: Session, people: dict[str, Account]) -> Organisation:
    row = Organisation(
        slug="demo-city-services", name=NAME, about=ABOUT, language="en", state="published", locked=False,
        written_on=_ago(200),
    )  # fmt: skip
    row.verifications = [
        OrganisationVerification(verified_by=people[each].id, verified_on=_ago(12)) for each in VERIFIERS
    ]
    opened.add(row)
    opened.flush()
    targets.follow(opened, organisations.KIND, row)
    return row


def _ago(days: int) -> datetime.date:
    """The day that many *days* ago; below zero, to come."""
    return db.today() - datetime.timedelta(days=days)


def _concern(title: str, text: str, days: int, language: str = "en", **facts: Any) -> Concern:
    """A concern that was raised that many *days* ago."""
    given = {"stage": Stage.RAISED, "answer_due": _ago(days) + deadlines.ANSWER, "counted_on": db.today()} | facts
    row = Concern(title=title, text=text, html=prose(text), language=language, written_on=_ago(days), **given)
    row.steps = [_step(Stage.RAISED, days)]
    return row


def _step(stage: str, days: int, text: str = "") -> StageChange:
    return StageChange(stage=stage, day=_ago(days), text=text, html=prose(text), language="en" if text else "")


def _milestone(title: str, due: int, done: int | None = None) -> Milestone:
    return Milestone(
        title=title, language="en", first_due_on=_ago(due), due_on=_ago(due),
        done_on=None if done is None else _ago(done),
    )  # fmt: skip


def _progress(text: str, days: int) -> Progress:
    return Progress(text=text, html=prose(text), language="en", written_on=_ago(days))


def _done() -> Concern:
    row = _concern(
        "DEMO A bench and a lamp at the bus stop",
        "DEMO: People wait there in the dark, also with children. A bench and a lamp would help.",
        95, stage=Stage.DONE, responsible="DEMO Street lighting team", planned=4000, spent=3650, currency="EUR",
        supporters_shown=20,
    )  # fmt: skip
    row.steps += [
        _step(
            Stage.ACCEPTED, 88, "DEMO: You are right. The stop is used until midnight, and the nearest lamp is far."
        ),
        _step(Stage.DOING, 60),
        _step(Stage.DONE, 20, "DEMO: A bench and a lamp stand at the stop. The lamp is on from dusk to one o'clock."),
    ]
    row.milestones = [_milestone("DEMO The lamp stands", 45, 47), _milestone("DEMO The bench stands", 25, 21)]
    row.progress = [_progress("DEMO: The cable is laid. The lamp comes next week.", 60)]
    return row


def _overdue() -> Concern:
    return _concern(
        "لافتات بلغتنا في مكتب المدينة (DEMO)",
        "لا نجد الباب الصحيح لأن اللافتات بلغة واحدة. نقترح لافتات بالعربية وبصور بسيطة. (DEMO)",
        30, "ar", supporters_shown=10,
    )  # fmt: skip


def _considered() -> Concern:
    row = _concern(
        "DEMO A quiet room for mothers in the community house",
        "DEMO: There is no place to feed a baby. One of the small rooms is empty in the morning.",
        16, stage=Stage.CONSIDERING, answer_due=_ago(6) + deadlines.DECISION,
    )  # fmt: skip
    row.steps.append(_step(Stage.CONSIDERING, 6, "DEMO: We ask those who use the rooms, and look what it costs."))
    return row


def _under_way() -> Concern:
    row = _concern(
        "DEMO Language café: more evenings, and childcare meanwhile",
        "DEMO: The language café is full every time. Parents cannot come, because nobody looks after the children.",
        70, stage=Stage.DOING, phase=Phase.REINTEGRATION, responsible="DEMO Library and volunteers", planned=9000,
        spent=2100, currency="EUR", supporters_shown=30,
    )  # fmt: skip
    row.steps += [
        _step(Stage.ACCEPTED, 60, "DEMO: The café helps more than any course. We open a second evening."),
        _step(Stage.DOING, 40),
    ]
    row.milestones = [
        _milestone("DEMO A second evening every week", 38, 40),
        _milestone("DEMO Two people look after the children", 9),
        _milestone("DEMO A third evening", -45),
    ]
    row.progress = [_progress("DEMO: The second evening began. Twenty people came.", 40)]
    return row
