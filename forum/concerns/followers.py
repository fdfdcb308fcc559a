"""Those who follow a concern: telling them, and how it stands in their lists."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from forum.concerns import queries
from forum.concerns.cards import title
from forum.concerns.models import Concern
from portal import db
from portal.notices import following
from portal.notices.following import Followed

PREFIX = "concern"


def news(opened: Session, row: Concern, by: int | None) -> None:
    """Tell those who follow *row* that something moved, but for the account *by*, whose doing it is."""
    following.news(opened, [row.key], "concern", address(row), by=by)


def address(row: Concern) -> str:
    """Where *row* stands, after the locale."""
    return f"/concerns/{row.id}"


def resolve(names: Sequence[str]) -> dict[str, Followed]:
    """The public ones of the concerns called *names*."""
    rows = db.session().scalars(queries.public().where(Concern.id.in_(following.numbers(names))))
    return {str(row.id): Followed(title(row), url_for("concerns.show", number=row.id)) for row in rows}
