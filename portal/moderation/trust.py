"""Trust is a permission, never shown: to publish without waiting. Age, approved contributions and a person's word."""

import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.log import chain
from portal.moderation.models import Decision
from portal.settings import current


def approved(opened: Session, account_id: int) -> int:
    """How many things that someone wrote were looked at and let through."""
    let_through = (
        (Decision.author_id == account_id) & (Decision.action == "approve") & Decision.overruled_on.is_(None)
    )
    things = select(Decision.kind, Decision.target_id).where(let_through).distinct().subquery()
    return int(opened.execute(select(func.count()).select_from(things)).scalar_one())


def trusted(opened: Session, account: Account) -> bool:
    """Whether what *account* writes can be read at once: all three together, adult, and under no sanction."""
    settings = current()
    old_enough = account.created_on <= db.today() - datetime.timedelta(days=settings.trust_days)
    vouched = account.trusted_by is not None and account.age_band == "adult"
    if not old_enough or not vouched or standing.sanctions(account):
        return False
    return approved(opened, account.id) >= settings.trust_contributions


def vouch(opened: Session, by: Account, account: Account, *, give: bool) -> None:
    """Give, or take back, a moderator's word for someone."""
    opened.get_one(Account, account.id).trusted_by = by.id if give else None
    act = "trust" if give else "trust ended"
    chain.append(opened, act, actor=by.ref, target=f"account:{account.ref}", about=account.ref)
