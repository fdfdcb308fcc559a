"""Reading sessions. `public` is the one definition of what anyone may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from forum.sessions.models import AgendaItem, DialogueSession
from forum.topics import queries as topics
from forum.topics.models import Topic
from map import local
from map.places.models import Place
from portal import db

PAGE, COMING, OFFERED = 20, 50, 100


def public() -> Select[Any]:
    """Every session that anyone may see."""
    return select(DialogueSession).where(DialogueSession.state == "published")


def with_place(query: Select[Any]) -> Select[Any]:
    """*query*, with all that a card shows of a session loaded in the same statement."""
    return query.options(joinedload(local.shown(DialogueSession.place)).joinedload(Place.texts))


def whole(query: Select[Any]) -> Select[Any]:
    """*query*, with agenda and decisions too; of the topics, those that anyone may see."""
    seen = AgendaItem.topic.and_(Topic.id.in_(topics.public_topics().with_only_columns(Topic.id)))
    return with_place(query).options(
        selectinload(DialogueSession.agenda).joinedload(seen).joinedload(Topic.space),
        selectinload(DialogueSession.decisions),
        joinedload(DialogueSession.author),
    )


def _all(query: Select[Any]) -> Sequence[DialogueSession]:
    return db.session().scalars(with_place(query)).unique().all()


def coming() -> Sequence[DialogueSession]:
    """The sessions that are not over, the next one first."""
    query = public().where(DialogueSession.ends_at >= db.now())
    return _all(query.order_by(DialogueSession.starts_at, DialogueSession.id).limit(COMING))


def past(number: int) -> Sequence[DialogueSession]:
    """A page of the sessions that are over and one more, the newest first."""
    query = public().where(DialogueSession.ends_at < db.now())
    query = query.order_by(DialogueSession.starts_at.desc(), DialogueSession.id.desc())
    return _all(query.limit(PAGE + 1).offset(PAGE * (number - 1)))


def one(number: int) -> DialogueSession | None:
    """The public session *number*, with all that belongs to it."""
    query = whole(public().where(DialogueSession.id == number))
    found: DialogueSession | None = db.session().scalars(query).unique().first()
    return found


def offered() -> list[tuple[str, str]]:
    """The topics in which something happened last, as (id, title): those that can be chosen for an agenda."""
    query = topics.public_topics().where(Topic.title != "").order_by(Topic.turn.desc()).limit(OFFERED)
    rows = db.session().execute(query.with_only_columns(Topic.id, Topic.title))
    return [(str(number), title) for number, title in rows]


def by_author(account_id: int) -> Select[Any]:
    """All sessions that someone convened."""
    return whole(select(DialogueSession).where(DialogueSession.author_id == account_id)).order_by(
        DialogueSession.id.desc()
    )
