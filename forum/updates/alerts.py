"""Reading alerts. `public` is the one definition of what anyone may see: an alert ends by its time, by no job."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from forum.updates.models import Alert
from map.areas.models import Area
from portal import db
from portal.accounts import session, standing
from portal.permissions import Role

AT_MOST = 6


def published() -> Select[Any]:
    """The alerts that can be read, also when they are over."""
    return select(Alert).where(Alert.state == "published")


def public() -> Select[Any]:
    """The alerts that hold now."""
    return published().where(Alert.expires_at > db.now())


def readable() -> Select[Any]:
    """The alerts whose words the present reader may see: those that hold, and those that were theirs to end."""
    account = session.me()
    if account and Role.MODERATOR in standing.roles(account):
        return published()
    own = Alert.author_id == account.id if account else false()
    return published().where(or_(Alert.expires_at > db.now(), own))


def alone(opened: Session, account_id: int) -> int:
    """How many alerts of someone hold that nobody confirmed."""
    query = public().where(Alert.author_id == account_id, Alert.seconded_at.is_(None))
    return int(opened.execute(query.with_only_columns(func.count())).scalar_one())


def with_words(query: Select[Any]) -> Select[Any]:
    """*query*, with all that a card shows of an alert loaded in the same statement."""
    return query.options(joinedload(Alert.author), joinedload(Alert.area).joinedload(Area.texts))


def _all(query: Select[Any]) -> Sequence[Alert]:
    return db.session().scalars(with_words(query)).unique().all()


def newest(limit: int = AT_MOST) -> Sequence[Alert]:
    """The alerts that hold now: those that two people stand for first, then the newest."""
    return _all(public().order_by(Alert.seconded_at.is_(None), Alert.id.desc()).limit(limit))


def one(number: int) -> Alert | None:
    """The alert *number*, also when it is over."""
    return next(iter(_all(published().where(Alert.id == number))), None)


def by_author(account_id: int) -> Select[Any]:
    """All alerts that someone raised."""
    query = select(Alert).where(Alert.author_id == account_id).order_by(Alert.id.desc())
    return query.options(joinedload(Alert.area))
