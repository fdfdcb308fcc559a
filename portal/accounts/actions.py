"""Registering, signing in and out, and getting back in: each one transaction."""

import datetime
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import names, passwords, session, tokens
from portal.accounts.models import (
    AccessReset,
    Account,
    AccountSession,
    Factor,
    Invitation,
    OneTimeCode,
    ReadingLanguage,
    TrustedDevice,
)
from portal.accounts.staff import redeem, use_reset
from portal.errors import BadInput
from portal.i18n import gettext, reader
from portal.notices import actions as notices

RECOVERY_CODES = 6
TOKENS_KEPT = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Registered:
    """What someone has to write down, since it is shown once: how to sign in, and how to get back in."""

    sign_in_name: str
    codes: list[str]
    token: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in: whose, the cookie's token, and whether the second factor is still to come."""

    account_id: int
    token: str
    passed: bool


def make_account(opened: Session, pseudonym: str, password_hash: str, age_band: str, *, name: str = "") -> Account:
    """Add an account; *name* is only given by operators and the demo.

    Raises:
        BadInput: the pseudonym misleads, or looks like someone else's.
    """
    chosen = names.checked(pseudonym)
    skeleton = names.skeleton(chosen)[:80]
    if opened.scalar(select(Account.id).where(Account.skeleton == skeleton)):
        raise _taken()
    account = Account(
        ref=tokens.reference(), sign_in_name=tokens.plain_name(name) or _free_name(opened), pseudonym=chosen,
        skeleton=skeleton, password_hash=password_hash, age_band=age_band, language=reader().tag,
        created_on=db.today(),
    )  # fmt: skip
    opened.add(account)
    try:
        opened.flush()
    except IntegrityError as error:  # someone else took it in this very moment
        raise _taken() from error
    return account


def _taken() -> BadInput:
    return BadInput(gettext("Someone has this name, or one that looks like it. Choose another."))


def _free_name(opened: Session) -> str:
    while True:
        name = tokens.sign_in_name()
        if opened.scalar(select(Account.id).where(Account.sign_in_name == name)) is None:
            return name


def register(
    opened: Session, pseudonym: str, password_hash: str, age_band: str, invitation: str, *, stay: bool
) -> Registered:
    """Make an account, redeem an invitation where one is given, and sign it in.

    Raises:
        BadInput: see `make_account`; or the invitation is not one, or was used.
    """
    account = make_account(opened, pseudonym, password_hash, age_band)
    if invitation:
        redeem(opened, account, invitation)
    codes = new_codes(opened, account, "recovery", RECOVERY_CODES)
    row, secret = session.new_row(account, stay=stay, passed=True, strong=False)
    opened.add(row)
    return Registered(account.sign_in_name, codes, secret)


def new_codes(opened: Session, account: Account, purpose: str, number: int) -> list[str]:
    """Codes that work once each, in the place of those that *account* had for *purpose*."""
    opened.execute(delete(OneTimeCode).where(OneTimeCode.account_id == account.id, OneTimeCode.purpose == purpose))
    if purpose == "second":
        opened.get_one(Account, account.id).guarded = True
    codes = [tokens.code() for _ in range(number)]
    opened.add_all(
        OneTimeCode(code_hash=tokens.hashed(each), account_id=account.id, purpose=purpose) for each in codes
    )
    return codes


def use_code(opened: Session, account_id: int, purpose: str, written: str) -> bool:
    """Strike a one-time code of *account_id*; False where it is none, or was used."""
    wanted = delete(OneTimeCode).where(
        OneTimeCode.code_hash == tokens.hashed(tokens.plain_code(written)),
        OneTimeCode.account_id == account_id,
        OneTimeCode.purpose == purpose,
    )
    return bool(opened.execute(wanted.returning(OneTimeCode.account_id)).all())


def sign_in(name: str, password: str, device: str, *, stay: bool) -> SignedIn | None:
    """Sign someone in; None where name and password do not fit, after the same work whichever is wrong.

    *device* is the token of a trusted device, on which the second factor is not asked for.
    """
    account = db.session().scalar(select(Account).where(Account.sign_in_name == tokens.plain_name(name)))
    if not passwords.verify(account.password_hash if account else None, password) or account is None:
        return None
    with db.transaction() as opened:
        factor = has_factor(opened, account.id)
        trusted = factor and bool(device) and _trusts(opened, account.id, device)
        passed = trusted or not factor
        row, secret = session.new_row(account, stay=stay, passed=passed, strong=trusted)
        opened.add(row)
    return SignedIn(account.id, secret, passed)


def has_factor(opened: Session, account_id: int) -> bool:
    """Whether *account_id* set up a second factor of any kind, even where its last printed code is used."""
    return bool(opened.scalar(select(Account.guarded).where(Account.id == account_id)))


def _trusts(opened: Session, account_id: int, device: str) -> bool:
    wanted = select(TrustedDevice.id).where(
        TrustedDevice.account_id == account_id,
        TrustedDevice.token_hash == tokens.hashed(device),
        TrustedDevice.expires_on > db.today(),
    )
    return opened.scalar(wanted) is not None


def sign_out() -> None:
    """End the sign-in of this request."""
    here = session.opened()
    if here:
        end_session(here.account_id, here.id)


def end_session(account_id: int, session_id: int) -> None:
    """End one sign-in of *account_id*; nothing where it is not theirs."""
    with db.transaction() as opened:
        opened.execute(
            delete(AccountSession).where(AccountSession.id == session_id, AccountSession.account_id == account_id)
        )
    session.forget_reader()


def end_sessions(opened: Session, account_id: int, *, but: int = 0) -> None:
    """End every sign-in of *account_id*, and the trust in its devices, but for the sign-in *but*."""
    opened.execute(delete(AccountSession).where(AccountSession.account_id == account_id, AccountSession.id != but))
    opened.execute(delete(TrustedDevice).where(TrustedDevice.account_id == account_id))


def change_password(opened: Session, account_id: int, password_hash: str, *, keep: int) -> None:
    """Set a new password, and end every other sign-in."""
    opened.get_one(Account, account_id).password_hash = password_hash
    end_sessions(opened, account_id, but=keep)


def recover(opened: Session, name: str, code: str, password_hash: str) -> bool:
    """Set a new password by a recovery or reset code, once; False where it does not fit. Every sign-in ends.

    A reset also drops second factors and every other code: someone saw who this is, for staff two.
    """
    account = opened.scalar(select(Account).where(Account.sign_in_name == name))
    account_id = account.id if account else 0
    reset = use_reset(opened, account_id, code)
    if account is None or not (reset or use_code(opened, account_id, "recovery", code)):
        return False
    account.password_hash = password_hash
    end_sessions(opened, account_id)
    if reset:
        account.guarded = False
        opened.execute(delete(Factor).where(Factor.account_id == account_id))
        opened.execute(delete(OneTimeCode).where(OneTimeCode.account_id == account_id))
        notices.tell(opened, account_id, "reset", "/account")
    return True


def name_session(account_id: int, session_id: int, name: str) -> None:
    """Call one sign-in what its owner calls the device."""
    with db.transaction() as opened:
        row = opened.get(AccountSession, session_id)
        if row and row.account_id == account_id:
            row.name = name


def choose_languages(opened: Session, account_id: int, language: str, reads: list[str] | None) -> None:
    """Set the language in which someone is told, and those in which they can review; None leaves these."""
    account = opened.get_one(Account, account_id)
    account.language = language
    if reads is not None:
        account.reads = []
        opened.flush()
        account.reads = [ReadingLanguage(language=each) for each in reads]


def forget_old(_keys: object = None) -> None:
    """Drop sign-ins, devices, invitations and resets that have ended."""
    with db.transaction() as opened:
        opened.execute(delete(AccountSession).where(AccountSession.expires_on <= db.today()))
        opened.execute(delete(TrustedDevice).where(TrustedDevice.expires_on <= db.today()))
        opened.execute(delete(Invitation).where(Invitation.expires_on < db.today() - TOKENS_KEPT))
        opened.execute(delete(AccessReset).where(AccessReset.expires_at < db.now() - TOKENS_KEPT))
