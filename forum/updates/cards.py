"""Updates and alerts as pages show them: words chosen for the reader, times in the city's zone."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from forum.updates.models import Alert, Update
from forum.updates.words import WHAT
from map import local
from map.areas import queries as areas
from map.places import cards as places
from portal import db
from portal.accounts.queries import name_of
from portal.languages import Said


@dataclass(frozen=True, slots=True)
class UpdateCard:
    """An update for the reader. *author* is a name, empty where it is hidden or gone; *organisation* too."""

    row: Update
    url: str
    area: Said | None
    place: Said | None
    place_url: str
    author: str
    organisation: str
    over: bool


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert for the reader; *raised* and *ends* are times as clocks in the city show them."""

    row: Alert
    url: str
    what: str
    area: Said | None
    author: str
    raised: datetime.datetime
    ends: datetime.datetime
    over: bool


def updates(rows: Sequence[Update]) -> list[UpdateCard]:
    """Prepare *rows* of `queries.public`."""
    return [update(row) for row in rows]


def update(row: Update) -> UpdateCard:
    """Prepare one update."""
    return UpdateCard(
        row=row,
        url=url_for("updates.show", number=row.id),
        area=areas.name(row.area) if row.area else None,
        place=places.name(row.place) if row.place else None,
        place_url=url_for("places.show", slug=row.place.slug) if row.place else "",
        author=name_of(row.author),
        organisation=row.organisation.name if row.organisation else "",
        over=row.ends_on < db.today(),
    )


def alerts(rows: Sequence[Alert]) -> list[AlertCard]:
    """Prepare *rows* of `alerts.published`."""
    return [alert(row) for row in rows]


def alert(row: Alert) -> AlertCard:
    """Prepare one alert."""
    return AlertCard(
        row=row,
        url=url_for("alerts.show", number=row.id),
        what=str(WHAT.get(row.what, row.what)),
        area=areas.name(row.area) if row.area else None,
        author=name_of(row.author),
        raised=local.at(row.raised_at),
        ends=local.at(row.expires_at),
        over=row.expires_at <= db.now(),
    )
