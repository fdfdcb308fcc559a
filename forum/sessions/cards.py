"""Sessions as pages show them: times by the clocks of the session's zone, the agenda as the reader may see it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from forum.sessions.models import DialogueSession
from forum.sessions.words import WHAT
from forum.topics.kind import topic_url
from map import local
from map.places import cards as places
from portal import db
from portal.languages import Said


@dataclass(frozen=True, slots=True)
class Card:
    """A session for the reader; *starts* and *ends* are what clocks show there."""

    row: DialogueSession
    url: str
    what: str
    starts: datetime.datetime
    ends: datetime.datetime
    place: Said | None
    place_url: str
    began: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Something on an agenda: *url* leads to the topic that it comes from."""

    number: int
    title: Said
    url: str


def cards(rows: Sequence[DialogueSession]) -> list[Card]:
    """Prepare *rows*."""
    return [card(row) for row in rows]


def card(row: DialogueSession) -> Card:
    """Prepare one session."""
    return Card(
        row=row,
        url=url_for("sessions.show", number=row.id),
        what=str(WHAT.get(row.what, row.what)),
        starts=local.at(row.starts_at, row.zone),
        ends=local.at(row.ends_at, row.zone),
        place=places.name(row.place) if row.place else None,
        place_url=url_for("places.show", slug=row.place.slug) if row.place else "",
        began=row.starts_at <= db.now(),
        over=row.ends_at < db.now(),
    )


def agenda(row: DialogueSession) -> list[Point]:
    """What is on the agenda of *row*; a topic that is hidden or gone is not there."""
    points = []
    for each in row.agenda:
        if each.topic_id is None and each.title:
            points.append(Point(each.id, Said(each.title, row.language), ""))
        elif each.topic and each.topic.title:
            points.append(Point(each.id, Said(each.topic.title, each.topic.language), topic_url(each.topic)))
    return points
