"""How far a concern came, as steps; and what happened to it, day by day."""

import datetime
from dataclasses import dataclass

from forum.concerns.models import Concern, Milestone, Stage
from forum.concerns.queries import UNANSWERED
from forum.concerns.words import STEPS
from portal import db
from portal.i18n import gettext

WAY = (Stage.RAISED, Stage.CONSIDERING, Stage.ACCEPTED, Stage.DOING, Stage.DONE)


@dataclass(frozen=True, slots=True)
class Step:
    """One stage on the way of a concern: reached on *day*, or not yet."""

    words: str
    day: datetime.date | None
    now: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day, or is to happen; *said* is the name of a milestone, in *language*."""

    day: datetime.date
    words: str
    said: str = ""
    language: str = ""
    target: str = ""

    @property
    def ahead(self) -> bool:
        """Whether it is still to come."""
        return self.day > db.today()


def steps(row: Concern) -> list[Step]:
    """The way of *row*: the stages that it reached or skipped nothing of, and those before it."""
    reached = {each.stage: each.day for each in row.steps}
    if row.stage == Stage.DECLINED:
        way = [stage for stage in (Stage.RAISED, Stage.CONSIDERING, Stage.DECLINED) if stage in reached]
    else:
        at = WAY.index(Stage(row.stage))
        way = [stage for number, stage in enumerate(WAY) if stage in reached or number > at]
    return [Step(str(STEPS[stage]), reached.get(stage), row.stage == stage) for stage in way]


def events(row: Concern) -> list[Event]:
    """All days of *row* in their order, those to come last."""
    found = [Event(each.day, str(STEPS[each.stage])) for each in row.steps]
    found += [_of_milestone(each) for each in row.milestones]
    found += [
        Event(each.written_on, gettext("Progress"), target=f"progress-{each.id}") for each in reversed(row.progress)
    ]
    if row.stage in UNANSWERED and row.answer_due:
        late = row.answer_due < db.today()
        found.append(Event(row.answer_due, gettext("An answer was due") if late else gettext("An answer is due")))
    return sorted(found, key=lambda each: each.day)


def _of_milestone(row: Milestone) -> Event:
    if row.done_on:
        return Event(row.done_on, gettext("Milestone reached"), row.title, row.language)
    words = gettext("Milestone missed") if row.missed else gettext("Milestone planned")
    return Event(row.due_on, words, row.title, row.language)
