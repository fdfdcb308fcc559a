"""How updates and alerts show themselves to search, review and the rest."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session

from forum.updates import alerts, cards, queries
from forum.updates.models import Alert, Update
from portal import db
from portal.i18n import lazy
from portal.kinds import Document, Kind
from portal.moderation.reviewed import State
from portal.notices import following


def scope(row: Update | Alert) -> str:
    """Where a row belongs: to its district."""
    return f"area:{row.area.slug}" if row.area else ""


def _documents(name: str, rows: Sequence[Any]) -> list[Document]:
    return [Document(f"{name}:{row.id}", {row.language: row.title}, _texts(row)) for row in rows]


def _texts(row: Update | Alert) -> dict[str, str]:
    """What *row* says, and for whom it is."""
    community = row.community if isinstance(row, Update) else ""
    whom = "\n".join(each for each in (community, row.area.slug if row.area else "") if each)
    return {row.language: row.text} | ({"und": whom} if whom else {})


def _tell_followers(opened: Session, row: Update) -> None:
    """Tell those who follow the district, the first time that others can read *row*."""
    if row.state == State.PUBLISHED and row.area and not row.told and row.ends_on >= db.today():
        row.told = True
        following.news(opened, [scope(row)], "followed", f"/updates/{row.id}", by=row.author_id)


def _public_updates() -> Select[Any]:
    return queries.with_words(queries.public())


def _lasting_updates() -> Select[Any]:
    return queries.with_words(queries.lasting())


def _public_alerts() -> Select[Any]:
    return alerts.with_words(alerts.public())


def _readable_alerts() -> Select[Any]:
    return alerts.with_words(alerts.readable())


def _always(_row: Alert) -> bool:
    return True


UPDATE = Kind(
    name="update",
    model=Update,
    public=_public_updates,
    url=lambda row: url_for("updates.show", number=row.id),
    documents=lambda rows: _documents("update", rows),
    prepare=cards.updates,
    card_template="forum/updates/card.html",
    searchable=_lasting_updates,
    scope=scope,
    changed=_tell_followers,
    form_url=lambda row: url_for("updates.change", number=row.id),
    by_author=queries.by_author,
    label=lazy("Update"),
)

ALERT = Kind(
    name="alert",
    model=Alert,
    public=_public_alerts,
    readable=_readable_alerts,
    url=lambda row: url_for("alerts.show", number=row.id),
    documents=lambda rows: _documents("alert", rows),
    prepare=cards.alerts,
    card_template="forum/updates/alert_card.html",
    scope=scope,
    exempt=_always,
    by_author=alerts.by_author,
    label=lazy("Alert"),
)
