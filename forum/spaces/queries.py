"""Reading spaces, and who may read and write in one."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from forum.spaces.models import Reading, Space, Writing
from portal import db
from portal.accounts import session, standing
from portal.accounts.models import Account
from portal.i18n import shown
from portal.languages import Said, best
from portal.permissions import Permission, Role
from portal.settings import current

PREFIX = "space:"


class SpaceWords(NamedTuple):
    """What a space says of itself, each in the best language for the reader."""

    name: Said
    purpose: Said | None
    rules: Said | None


def public() -> Select[Space]:
    """The spaces that anyone may read."""
    return select(Space).where(Space.reading == Reading.PUBLIC)


def visible(account: Account | None) -> ColumnElement[bool]:
    """Which spaces *account* (None: a stranger) may read."""
    if account is None:
        return Space.reading == Reading.PUBLIC
    youth = _youth_scopes(account)
    every = "" in youth
    inside = Space.slug.in_([each.removeprefix(PREFIX) for each in youth])
    open_ = Space.reading.in_([Reading.PUBLIC, Reading.MEMBERS])
    return or_(open_, Space.reading == Reading.YOUTH) if every else or_(open_, inside)


def _youth_scopes(account: Account) -> set[str]:
    """The youth spaces that *account* may read, as scopes: invited ones, and those that vetted staff look after."""
    invited = {each.scope for each in standing.grants(account) if each.role == Role.MEMBER}
    if not standing.vetted(account, db.today()) or not session.strong():
        return invited
    return invited | standing.reach(account, Permission.TEND) | standing.reach(account, Permission.REVIEW)


def readable() -> Select[Space]:
    """The spaces that the present reader may read, with their words."""
    query = select(Space).where(visible(session.me())).options(joinedload(Space.texts))
    return query.order_by(Space.position, Space.id)


def every() -> Sequence[Space]:
    """Every space that the present reader may read."""
    return db.session().scalars(readable()).unique().all()


def by_slug(slug: str) -> Space | None:
    """The space called *slug*, where the present reader may read it."""
    return db.session().scalars(readable().where(Space.slug == slug)).unique().first()


def words(space: Space) -> SpaceWords:
    """What *space* says of itself, for the reader."""
    said = {each.locale: each for each in space.texts}
    tag, local = shown().tag, current().local_language
    name = best({key: each.name for key, each in said.items()}, tag, local)
    purpose = best({key: each.purpose for key, each in said.items()}, tag, local)
    rules = best({key: each.rules for key, each in said.items()}, tag, local)
    return SpaceWords(name or Said(space.slug, "en"), purpose, rules)


def tends(account: Account | None, space: Space) -> bool:
    """Whether *account* is of the team of *space*."""
    if account is None or not session.may(Permission.TEND):
        return False
    vetted = not space.guarded or standing.vetted(account, db.today())
    return vetted and bool({"", space.scope} & standing.reach(account, Permission.TEND))


def may_open(account: Account | None, space: Space) -> bool:
    """Whether *account* may open a topic in *space*, which it can read."""
    if space.closed or (account is not None and not session.may(Permission.CONTRIBUTE)):
        return False
    if space.writing == Writing.TEAM:
        return tends(account, space)
    return account is not None or (space.writing == Writing.ANYONE and space.reading == Reading.PUBLIC)
