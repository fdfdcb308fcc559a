"""Concerns as lists show them."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from forum.concerns import queries
from forum.concerns.models import Concern, Stage
from forum.concerns.queries import Found
from forum.concerns.words import PHASES, STAGES
from map.areas import queries as areas
from portal.i18n import day, gettext, shown
from portal.languages import Said


@dataclass(frozen=True, slots=True)
class Card:
    """A concern in a list. *due* is the day of an answer that is still owed; *overdue* since when it is late."""

    concern: Concern
    url: str
    title: Said
    organisation: Said
    area: Said | None
    stage: str
    phase: str
    due: datetime.date | None
    overdue: datetime.date | None

    @property
    def due_words(self) -> str:
        """By when something is owed, in words."""
        if self.due is None:
            return ""
        if self.concern.stage == Stage.CONSIDERING:
            return gettext("A decision is due by %(day)s.", day=day(self.due))
        return gettext("An answer is due by %(day)s.", day=day(self.due))


def card(found: Found) -> Card:
    """Prepare one concern."""
    row = found.concern
    area = areas.all_areas().get(row.area_id) if row.area_id else None
    return Card(
        concern=row,
        url=url_for("concerns.show", number=row.id),
        title=title(row),
        organisation=organisation(row),
        area=areas.name(area) if area else None,
        stage=str(STAGES[row.stage]),
        phase=str(PHASES.get(row.phase, "")),
        due=row.answer_due if row.stage in queries.UNANSWERED else None,
        overdue=found.overdue,
    )


def title(row: Concern) -> Said:
    """What a concern is called; whose author removed their words, says that."""
    return Said(row.title, row.language) if row.title else Said(gettext("Removed by its author"), shown().tag)


def organisation(row: Concern) -> Said:
    """The name of the organisation that a concern is put to; empty where it is gone."""
    asked = row.organisation
    return Said(asked.name, asked.language) if asked else Said("", "")


def cards(found: Iterable[Found]) -> list[Card]:
    """Prepare a list of concerns."""
    return [card(each) for each in found]


def panel(kind: str, number: int) -> dict[str, Any]:
    """What grew out of a thing, for its page."""
    return {
        "grown": [
            (title(each), url_for("concerns.show", number=each.id), STAGES[each.stage])
            for each in queries.about(f"{kind}:{number}")
        ]
    }
