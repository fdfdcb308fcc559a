"""Giving roles, vetting, inviting, and giving an account back in person: what needs two people gets two."""

import datetime
import re

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import journal, standing, tokens
from portal.accounts.models import AccessReset, Account, Invitation, RoleGrant, Vetting
from portal.errors import BadInput, Refused
from portal.i18n import gettext
from portal.kinds import all_kinds
from portal.notices import actions as notices
from portal.permissions import BY_TWO, SCOPED, Permission, Role

INVITATION_LIFE = datetime.timedelta(days=14)
RESET_LIFE = datetime.timedelta(hours=1)


def _check_reach(role: Role, scope: str) -> None:
    if (role in SCOPED) != bool(scope):
        raise Refused(gettext("A role for one space or organisation needs its name; other roles have none."))


def grant(opened: Session, by: Account | None, account: Account, role: Role, scope: str = "") -> RoleGrant:
    """Give *account* a role; a role that two people give stands once another seconds it. *by* is None for operators.

    Raises:
        Refused: to oneself, or the role and the scope do not fit.
    """
    if by and by.id == account.id:
        raise Refused(gettext("Nobody gives a role to themselves."))
    _check_reach(role, scope)
    row = RoleGrant(
        account_id=account.id, role=role, scope=scope, granted_by=by.id if by else None,
        standing=by is None or role not in BY_TWO, granted_on=db.today(),
    )  # fmt: skip
    opened.add(row)
    opened.flush()
    journal.note(opened, "grant", by, account, f"{role} {scope}".strip())
    notices.tell(opened, account.id, "role", "/account")
    return row


def second(opened: Session, by: Account, grant_id: int) -> None:
    """Let a role that needs two people stand.

    Raises:
        Refused: the two are not two people, or there is nothing to second.
    """
    row = opened.get(RoleGrant, grant_id)
    if row is None or row.standing or row.granted_by is None:
        raise Refused(gettext("There is nothing here to second."))
    account, first = opened.get_one(Account, row.account_id), opened.get_one(Account, row.granted_by)
    if not _seconds(first, by, account):
        raise Refused(gettext("This needs a second person: of another organisation, and not invited by the first."))
    row.seconded_by, row.standing = by.id, True
    journal.note(opened, "second", by, account, f"{row.role} {row.scope}".strip())


def _seconds(first: Account, by: Account, account: Account) -> bool:
    """Whether *by* is a second person beside *first*, and neither gains nor invited the one who does.

    *first* may have invited *account*: that is how new staff come, and what the second person is there to look at.
    """
    return standing.independent(first, by) and by.id not in {account.id, account.inviter_id}


def take_back(opened: Session, by: Account, grant_id: int) -> None:
    """End a role. One's own may be laid down."""
    row = opened.get(RoleGrant, grant_id)
    if row is None:
        return
    account = opened.get_one(Account, row.account_id)
    journal.note(opened, "take back", by, account, f"{row.role} {row.scope}".strip())
    opened.delete(row)


def vet(opened: Session, by: Account, account: Account, until: datetime.date) -> None:
    """Record that *by* looked into a person who works with others.

    Raises:
        Refused: about oneself, or for the past.
    """
    if by.id == account.id or until <= db.today():
        raise Refused(gettext("Vetting is by someone else, and lasts until a day to come."))
    opened.add(Vetting(account_id=account.id, vetted_by=by.id, vetted_on=db.today(), expires_on=until))
    journal.note(opened, "vet", by, account, until.isoformat())


def invite(opened: Session, by: Account, role: Role, scope: str) -> str:
    """Make a one-use invitation and return its code, which is shown once.

    Raises:
        Refused: *by* may not invite to that.
    """
    _check_reach(role, scope)
    if not _may_invite(by, role, scope):
        raise Refused(gettext("You can invite only to a youth space of your own programme."))
    code = tokens.code()
    opened.add(
        Invitation(
            code_hash=tokens.hashed(code), role=role, scope=scope, inviter_id=by.id,
            expires_on=db.today() + INVITATION_LIFE,
        )
    )  # fmt: skip
    journal.note(opened, "invite", by, None, f"{role} {scope}".strip())
    return code


def _may_invite(by: Account, role: Role, scope: str) -> bool:
    permitted = standing.permissions(by, strong=True)
    own = scope.startswith("space:") and scope in standing.reach(by, Permission.INVITE_YOUTH)
    youth = role is Role.MEMBER and own and Permission.INVITE_YOUTH in permitted
    return Permission.GRANT in permitted or youth


def redeem(opened: Session, account: Account, written: str) -> RoleGrant:
    """Use an invitation, once.

    Raises:
        BadInput: it is none, was used, or has ended; it is one's own, or its inviter may not invite any more.
    """
    query = select(Invitation).where(Invitation.code_hash == tokens.hashed(tokens.plain_code(written)))
    found = opened.scalar(query.with_for_update())
    useless = BadInput(gettext("This invitation does not work: it was used, has ended, or was copied wrongly."))
    if found is None or found.used_on or found.expires_on < db.today() or found.inviter_id in {None, account.id}:
        raise useless
    inviter = opened.get_one(Account, found.inviter_id)
    if not _may_invite(inviter, Role(found.role), found.scope):
        raise useless
    found.used_on = db.today()
    taker = opened.get_one(Account, account.id)  # *account* may be as this request read it, out of any transaction
    taker.inviter_id = taker.inviter_id or inviter.id
    return grant(opened, inviter, taker, Role(found.role), found.scope)


def find(opened: Session, name: str) -> Account:
    """The account with this sign-in name or pseudonym, for staff who were told it.

    Raises:
        Refused: there is none.
    """
    wanted = or_(Account.sign_in_name == tokens.plain_name(name), Account.pseudonym == name.strip())
    account = opened.scalars(select(Account).where(wanted)).first()
    if account is None:
        raise Refused(gettext("No account has this name. Names are written exactly as they are shown."))
    return account


def start_reset(opened: Session, by: Account, account: Account) -> str | None:
    """Give someone who stands here their account back: a code for an hour; None where a second person must agree.

    Raises:
        Refused: one's own account, or *by* acts for an organisation that nobody verified.
    """
    if by.id == account.id:
        raise Refused(gettext("Nobody resets their own account."))
    if not _at_a_verified_place(opened, by):
        raise Refused(gettext("Your organisation is not verified yet: two people have to look first."))
    row = AccessReset(
        account_id=account.id, scope=min(standing.organisations(by), default=""), started_by=by.id,
        expires_at=db.now() + RESET_LIFE,
    )  # fmt: skip
    opened.add(row)
    journal.note(opened, "reset", by, account, "started")
    return None if standing.is_staff(account) else _hand_over(opened, row)


def _at_a_verified_place(opened: Session, by: Account) -> bool:
    """Whether *by* may reset for the whole portal, or for an organisation that two people verified."""
    if Permission.GRANT in standing.permissions(by, strong=True):
        return True
    return any(_verified(opened, scope) for scope in standing.reach(by, Permission.RESET))


def _verified(opened: Session, scope: str) -> bool:
    name, _, number = scope.partition(":")
    kind = all_kinds().get(name)
    row = opened.get(kind.model, int(number)) if kind and re.fullmatch(r"[0-9]{1,9}", number) else None
    return kind is not None and row is not None and kind.verified(row)


def second_reset(opened: Session, by: Account, reset_id: int) -> str:
    """Agree that a member of staff gets their account back, as the second person; return the code.

    Raises:
        Refused: not a second person, or too late.
    """
    row = opened.get(AccessReset, reset_id, with_for_update=True)
    if row is None or row.code_hash or row.started_by is None or row.expires_at < db.now():
        raise Refused(gettext("There is nothing here to second."))
    account, first = opened.get_one(Account, row.account_id), opened.get_one(Account, row.started_by)
    if not _seconds(first, by, account):
        raise Refused(gettext("This needs a second person: of another organisation, and not invited by the first."))
    row.seconded_by = by.id
    journal.note(opened, "reset", by, account, "seconded")
    return _hand_over(opened, row)


def _hand_over(opened: Session, row: AccessReset) -> str:
    code = tokens.code()
    row.code_hash, row.expires_at = tokens.hashed(code), db.now() + RESET_LIFE
    opened.flush()
    return code


def use_reset(opened: Session, account_id: int, written: str) -> bool:
    """Strike a reset code that was handed over; False where it is none, was used, or is too old."""
    query = select(AccessReset).where(
        AccessReset.account_id == account_id,
        AccessReset.code_hash == tokens.hashed(tokens.plain_code(written)),
        AccessReset.used_on.is_(None),
        AccessReset.expires_at > db.now(),
    )
    row = opened.scalar(query.with_for_update())
    if row is None:
        return False
    row.used_on = db.today()
    return True
