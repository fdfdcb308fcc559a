"""Second factors: an app's codes (RFC 6238), passkeys and USB keys (WebAuthn), and printed codes instead."""

import datetime
import time
from typing import Any
from urllib.parse import urlsplit

import pyotp
import webauthn
from flask import request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal import db
from portal.accounts import actions, session, standing, tokens
from portal.accounts.models import Account, AccountSession, Factor, OneTimeCode, TrustedDevice
from portal.accounts.sealing import seal, unseal
from portal.accounts.session import LONG
from portal.errors import BadInput
from portal.i18n import gettext
from portal.settings import current

PRINTED = 10
OFFER_LIFE = 900  # seconds
STEP = 30  # seconds of an app's code
STEPPED_UP = datetime.timedelta(minutes=10)
# What the library raises for an answer that no key gave.
MISSHAPEN = (WebAuthnException, ValueError, TypeError, LookupError, ArithmeticError, RecursionError)


def _wrong() -> BadInput:
    return BadInput(gettext("This code does not fit. Look at it again, or use another way."))


def offer_totp() -> tuple[str, str]:
    """A new secret for an app, and the same sealed, to come back with the app's first code."""
    secret = pyotp.random_base32()
    return secret, seal("totp offer", secret)


def totp_address(secret: str) -> str:
    """What an app reads from a QR code; it names the portal, never the person."""
    return pyotp.TOTP(secret).provisioning_uri(name="account", issuer_name=f"Wayhouse {current().city}")


def add_totp(opened: Session, account_id: int, sealed: str, code: str) -> None:
    """Add an app, once it shows that it has the secret.

    Raises:
        BadInput: it does not, or took too long.
    """
    secret = unseal("totp offer", sealed, OFFER_LIFE)
    step = _step_of(secret, code) if secret else None
    if step is None:
        raise _wrong()
    kept = seal("totp", secret).encode()
    opened.get_one(Account, account_id).guarded = True
    opened.add(Factor(account_id=account_id, kind="totp", secret=kept, last_used=step, added_on=db.today()))


def _step_of(secret: str, code: str) -> int | None:
    """The time step to which *code* belongs: this one, or a neighbour."""
    plain, now = tokens.plain_name(code), int(time.time()) // STEP
    totp = pyotp.TOTP(secret)
    return next((step for step in (now, now - 1, now + 1) if totp.verify(plain, for_time=step * STEP)), None)


def _use_totp(opened: Session, account_id: int, code: str) -> bool:
    apps = select(Factor).where(Factor.account_id == account_id, Factor.kind == "totp")
    for factor in opened.scalars(apps.with_for_update()):  # of two who send the same code at once, one waits
        secret = unseal("totp", factor.secret.decode())  # None after a change of the portal's own secret
        step = _step_of(secret, code) if secret else None
        if step is not None and step > factor.last_used:  # a code that was seen over a shoulder does not work again
            factor.last_used = step
            return True
    return False


def use_written(opened: Session, account_id: int, code: str) -> None:
    """Use a code of an app or of a printed sheet.

    Raises:
        BadInput: it is neither, or was used.
    """
    if not _use_totp(opened, account_id, code) and not actions.use_code(opened, account_id, "second", code):
        raise _wrong()


def print_codes(opened: Session, account: Account) -> list[str]:
    """New printed codes, in the place of the old ones."""
    return actions.new_codes(opened, account, "second", PRINTED)


def _origin() -> tuple[str, str]:
    """The host that keys are bound to, and the origin that they answer to."""
    address = current().public_url or request.host_url
    parts = urlsplit(address)
    return parts.hostname or "", f"{parts.scheme}://{parts.netloc}"


def _of(account_id: int) -> list[PublicKeyCredentialDescriptor]:
    query = select(Factor.credential).where(Factor.account_id == account_id, Factor.credential.is_not(None))
    return [PublicKeyCredentialDescriptor(id=each) for each in db.session().scalars(query) if each]


def offer_key(account: Account) -> tuple[str, str]:
    """What a browser needs to make a passkey or use a USB key (JSON), and the sealed challenge."""
    host, _ = _origin()
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=f"Wayhouse {current().city}",
        user_name="account",
        user_id=account.ref.encode(),
        exclude_credentials=_of(account.id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return webauthn.options_to_json(options), _sealed("key offer", options.challenge)


def ask_key(account_id: int) -> tuple[str, str] | None:
    """What a browser needs to use a key that is known here, and the sealed challenge; None where there is none."""
    known = _of(account_id)
    if not known:
        return None
    options = webauthn.generate_authentication_options(
        rp_id=_origin()[0], allow_credentials=known, user_verification=UserVerificationRequirement.PREFERRED
    )
    return webauthn.options_to_json(options), _sealed("key question", options.challenge)


def _sealed(purpose: str, challenge: bytes) -> str:
    """A challenge that only this sign-in can answer: an answer that someone saw fits no other."""
    return seal(purpose, [session.binding(), bytes_to_base64url(challenge)])


def _challenge(purpose: str, sealed: str) -> bytes:
    found: Any = unseal(purpose, sealed, OFFER_LIFE)
    if not found or found[0] != session.binding():
        raise _wrong()
    return webauthn.base64url_to_bytes(str(found[1]))


def add_key(opened: Session, account_id: int, sealed: str, answer: str, name: str) -> None:
    """Add a passkey or USB key that a browser made.

    Raises:
        BadInput: its answer does not fit the question.
    """
    host, origin = _origin()
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=_challenge("key offer", sealed), expected_rp_id=host,
            expected_origin=origin,
        )  # fmt: skip
    except MISSHAPEN as error:
        raise _wrong() from error
    if opened.scalar(select(Factor.id).where(Factor.credential == made.credential_id)):
        raise _wrong()
    opened.get_one(Account, account_id).guarded = True
    opened.add(
        Factor(
            account_id=account_id, kind="passkey", name=name, credential=made.credential_id,
            secret=made.credential_public_key, last_used=made.sign_count, added_on=db.today(),
        )
    )  # fmt: skip


def use_key(opened: Session, account_id: int, sealed: str, answer: str) -> None:
    """Take a key's answer.

    Raises:
        BadInput: it does not fit the question, or is not a key of this account.
    """
    host, origin = _origin()
    try:
        wanted = webauthn.helpers.parse_authentication_credential_json(answer).raw_id
        known = select(Factor).where(Factor.account_id == account_id, Factor.credential == wanted)
        factor = opened.scalar(known.with_for_update())
        if factor is None:
            raise _wrong()
        used = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=_challenge("key question", sealed), expected_rp_id=host,
            expected_origin=origin, credential_public_key=factor.secret,
            credential_current_sign_count=factor.last_used,
        )  # fmt: skip
    except MISSHAPEN as error:
        raise _wrong() from error
    factor.last_used = used.new_sign_count


def remove(opened: Session, account_id: int, factor_id: int) -> None:
    """Drop one factor of *account_id*.

    Raises:
        BadInput: it is the last one of someone who works here.
    """
    account = opened.get_one(Account, account_id)
    left = select(Factor.id).where(Factor.account_id == account_id, Factor.id != factor_id)
    printed = select(OneTimeCode.account_id).where(
        OneTimeCode.account_id == account_id, OneTimeCode.purpose == "second"
    )
    account.guarded = opened.scalar(left.limit(1)) is not None or opened.scalar(printed.limit(1)) is not None
    if not account.guarded and standing.is_staff(account):
        raise BadInput(gettext("Whoever works here keeps a second step. Add another one before you remove this."))
    opened.execute(delete(Factor).where(Factor.id == factor_id, Factor.account_id == account_id))


def pass_session(opened: Session, session_id: int) -> AccountSession:
    """Note that the second factor was shown on a sign-in."""
    row = opened.get_one(AccountSession, session_id)
    row.passed = row.strong = True
    session.forget_reader()
    return row


def trust_device(opened: Session, account_id: int) -> str:
    """Remember a device for 30 days; return the token of its cookie."""
    secret = tokens.token()
    opened.add(TrustedDevice(token_hash=tokens.hashed(secret), account_id=account_id, expires_on=db.today() + LONG))
    return secret


def step_up(opened: Session, session_id: int) -> None:
    """Note that the reader proved again who they are: for ten minutes."""
    row = opened.get_one(AccountSession, session_id)
    row.stepped_up_until = db.now() + STEPPED_UP
    session.forget_reader()
