"""Reading accounts. No query lists people for anyone but those who give roles."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import selectinload

from portal import db
from portal.accounts import standing
from portal.accounts.models import AccessReset, Account, AccountSession, Factor, OneTimeCode, RoleGrant
from portal.notices import queries as notices


def public() -> Select[Account]:
    """What anyone may see of accounts: nothing. There is no directory of members."""
    return select(Account).where(false())


def name_of(account: Account | None) -> str:
    """What others read: the pseudonym, unless it is hidden or its owner left."""
    return account.pseudonym if account and account.state == "published" else ""


def sessions(account_id: int) -> Sequence[AccountSession]:
    """Where someone is signed in, newest first."""
    query = select(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.expires_on > db.today()
    )
    return db.session().scalars(query.order_by(AccountSession.id.desc())).all()


def factors(account_id: int) -> Sequence[Factor]:
    """Someone's second factors."""
    return db.session().scalars(select(Factor).where(Factor.account_id == account_id).order_by(Factor.id)).all()


def codes_left(account_id: int, purpose: str) -> int:
    """How many one-time codes are left for *purpose*."""
    query = select(func.count()).where(OneTimeCode.account_id == account_id, OneTimeCode.purpose == purpose)
    return int(db.session().execute(query).scalar_one())


def home(account: Account) -> dict[str, Any]:
    """What the account's own page says."""
    return {
        "grants": standing.grants(account),
        "sanctions": standing.sanctions(account),
        "codes_left": codes_left(account.id, "recovery"),
        "waiting": notices.unread(account.id),
        "staff": standing.is_staff(account),
    }


def with_grants() -> Sequence[Account]:
    """Those who hold a role, for the people who give roles."""
    holders = select(RoleGrant.account_id)
    query = select(Account).where(Account.id.in_(holders)).order_by(Account.pseudonym)
    return db.session().scalars(query.options(selectinload(Account.grants), selectinload(Account.vettings))).all()


def waiting_resets() -> Sequence[tuple[AccessReset, Account]]:
    """Resets of staff that wait for a second person."""
    waiting = AccessReset.code_hash.is_(None) & (AccessReset.expires_at > db.now())
    query = select(AccessReset, Account).join(Account, Account.id == AccessReset.account_id).where(waiting)
    return [(row[0], row[1]) for row in db.session().execute(query.order_by(AccessReset.id))]
