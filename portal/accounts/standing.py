"""What someone may do now: roles that stand, vetting that lasts, sanctions that hold. All by comparing times."""

import datetime
from collections.abc import Iterable

from portal import db
from portal.accounts.models import Account, RoleGrant, Sanction
from portal.permissions import EVERY_KIND, REVIEWS, TABLE, UNSTAFFED, VETTED, WRITES, Permission, Role

BARRED = frozenset({Permission.ANYONE, Permission.OWN})


def vetted(account: Account, day: datetime.date) -> bool:
    """Whether someone's vetting counts on *day*."""
    return any(each.vetted_on <= day < each.expires_on for each in account.vettings)


def grants(account: Account) -> list[RoleGrant]:
    """The grants that count today."""
    lasting = vetted(account, db.today())
    return [each for each in account.grants if each.standing and (lasting or Role(each.role) not in VETTED)]


def roles(account: Account) -> set[Role]:
    """The roles that count today; everyone is a resident."""
    return {Role.RESIDENT, *(Role(each.role) for each in grants(account))}


def reads(account: Account) -> set[str]:
    """The languages in which someone can review, as tags."""
    return {each.language for each in account.reads}


def is_staff(account: Account) -> bool:
    """Whether someone has, or was ever given, a role that needs a second factor."""
    return any(each.standing and Role(each.role) not in UNSTAFFED for each in account.grants)


def sanctions(account: Account) -> list[Sanction]:
    """The sanctions that hold now."""
    now = db.now()
    return [each for each in account.sanctions if each.lifted_at is None and each.starts_at <= now < each.ends_at]


def held_by(account: Account, *kinds: str) -> Sanction | None:
    """The sanction of one of *kinds* that holds longest, or None. Slowed flags are another scope."""
    found = [each for each in sanctions(account) if each.kind in kinds and not each.scope]
    return max(found, key=lambda each: each.ends_at, default=None)


def permissions(account: Account, *, strong: bool) -> frozenset[Permission]:
    """What *account* may do; staff who have not shown a second factor (*strong*) may do what residents may."""
    if held_by(account, "suspend"):
        return BARRED
    mine = roles(account) if strong else {Role.RESIDENT}
    found = frozenset[Permission]().union(*(TABLE[role] for role in mine))
    return found - WRITES if held_by(account, "silence") else found


def reach(account: Account, permission: Permission) -> set[str]:
    """The scopes within which *account* has *permission*; ``""`` is everywhere."""
    return {each.scope for each in grants(account) if permission in TABLE[Role(each.role)]}


def reviewing(account: Account, kind: str) -> list[RoleGrant]:
    """The grants by which *account* reviews things of *kind*."""
    return [each for each in grants(account) if {kind, EVERY_KIND} & REVIEWS.get(Role(each.role), frozenset())]


def organisations(account: Account) -> set[str]:
    """The organisations that someone belongs to or holds an office in, as scopes."""
    return {each.scope for each in account.grants if each.standing and each.scope.startswith("organisation:")}


def independent(one: Account, other: Account, *, of: Iterable[Account] = (), about: str = "") -> bool:
    """Whether two are "two people": of different organisations, neither invited by the other or by those concerned.

    *of* are those whom the matter concerns (who gains, who submitted it); *about* is an organisation's scope.
    """
    ours = organisations(one) & organisations(other)
    invited = one.inviter_id == other.id or other.inviter_id == one.id
    concerned = any({one.id, other.id} & {each.id, each.inviter_id} for each in of)
    return (
        one.id != other.id
        and not ours
        and not invited
        and not concerned
        and about not in (organisations(one) | organisations(other))
    )
