"""Reading letters: one's own, and those of the spaces of whose team one is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from forum.letters.models import Letter, Message
from forum.spaces.models import Reading, Space
from portal import db
from portal.accounts import session, standing
from portal.accounts.models import Account, RoleGrant, Vetting
from portal.permissions import TABLE, VETTED, Permission

AT_MOST = 100
TEAM_ROLES = [role for role, may in TABLE.items() if Permission.TEND in may]


def team(opened: Session, space: Space) -> list[int]:
    """The accounts that look after *space* and count today: those who read its letters."""
    day = db.today()
    vetted = select(Vetting.account_id).where(Vetting.vetted_on <= day, Vetting.expires_on > day)
    counts = RoleGrant.account_id.in_(vetted) if space.guarded else RoleGrant.role.not_in(VETTED)
    query = select(RoleGrant.account_id).distinct().where(
        RoleGrant.standing, RoleGrant.role.in_(TEAM_ROLES), RoleGrant.scope.in_(("", space.scope)),
        or_(counts, RoleGrant.account_id.in_(vetted)),
    )  # fmt: skip
    return list(opened.scalars(query))


def readable() -> Select[Any]:
    """The letters that the present reader may read: their own, and those of their spaces."""
    account = session.me()
    if account is None:
        return select(Letter).where(false())
    query = select(Letter).join(Letter.space).options(contains_eager(Letter.space))
    return query.where(or_(Letter.member_id == account.id, _of_team(account)))


def _of_team(account: Account) -> Any:
    if not session.may(Permission.TEND):
        return false()
    scopes = standing.reach(account, Permission.TEND)
    mine = Space.slug.in_([each.removeprefix("space:") for each in scopes]) if "" not in scopes else Space.id > 0
    return mine if standing.vetted(account, db.today()) else and_(mine, Space.reading != Reading.YOUTH)


def newest() -> Sequence[Letter]:
    """The reader's letters, unanswered and newest first."""
    query = readable().order_by(Letter.answered, Letter.id.desc()).limit(AT_MOST)
    return db.session().scalars(query).all()


def one(opened: Session, number: int) -> Letter | None:
    """A letter with its messages, where the reader may read it."""
    found: Letter | None = opened.scalar(readable().where(Letter.id == number).options(selectinload(Letter.messages)))
    return found


def public_messages() -> Select[Message]:
    """What anyone may see of letters: nothing."""
    return select(Message).where(false())


def readable_messages() -> Select[Any]:
    """The messages that the present reader may read."""
    return select(Message).where(Message.letter_id.in_(readable().with_only_columns(Letter.id)))


def of_author(account_id: int) -> Select[Any]:
    """Every message that someone wrote."""
    return select(Message).where(Message.author_id == account_id).order_by(Message.id.desc())
