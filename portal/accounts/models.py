"""Accounts and what is true of them: sign-ins, second factors, roles, vetting, sanctions."""

import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Account(Base):
    """Someone who can sign in. *sign_in_name* is theirs alone; *pseudonym* is what others read.

    ``ref`` is the opaque reference that the log keeps. ``age_band`` is teen (to 17) or adult; it only restricts and
    is never shown. ``state`` is that of the pseudonym: published or hidden. ``guarded`` says that a second factor was
    set up, even where its last printed code is used. ``trusted_by`` let this account publish without waiting;
    ``inviter_id`` invited it.
    """

    __tablename__ = "account"
    __table_args__ = {"sqlite_autoincrement": True}  # what names it elsewhere must never come to mean another
    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(24), unique=True)
    sign_in_name: Mapped[str] = mapped_column(String(40), unique=True)
    pseudonym: Mapped[str] = mapped_column(String(40))
    skeleton: Mapped[str] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    age_band: Mapped[str] = mapped_column(String(5))
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="published")
    guarded: Mapped[bool] = mapped_column(default=False)
    created_on: Mapped[datetime.date]
    trusted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    grants: Mapped[list["RoleGrant"]] = relationship(
        foreign_keys="RoleGrant.account_id", cascade="all, delete-orphan", passive_deletes=True
    )
    sanctions: Mapped[list["Sanction"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    vettings: Mapped[list["Vetting"]] = relationship(
        foreign_keys="Vetting.account_id", cascade="all, delete-orphan", passive_deletes=True
    )
    reads: Mapped[list["ReadingLanguage"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    @property
    def author_id(self) -> int:
        """Whose it is, as every reviewed thing says: its own."""
        return self.id


class AccountSession(Base):
    """One sign-in on one device: only a hash of its token is kept. *passed* says that no second factor is missing."""

    __tablename__ = "account_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    signed_in_on: Mapped[datetime.date]
    expires_on: Mapped[datetime.date] = mapped_column(index=True)
    passed: Mapped[bool]
    strong: Mapped[bool] = mapped_column(default=False)
    stepped_up_until: Mapped[datetime.datetime | None]
    account: Mapped[Account] = relationship()


class TrustedDevice(Base):
    """A device on which the second factor is not asked for until *expires_on*."""

    __tablename__ = "trusted_device"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    expires_on: Mapped[datetime.date]


class Factor(Base):
    """A second factor. *kind* is totp, passkey or key (USB).

    ``secret`` is the sealed TOTP secret or the public key; ``last_used`` is the last TOTP step or signature count.
    """

    __tablename__ = "factor"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60), default="")
    credential: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_used: Mapped[int] = mapped_column(default=0)
    added_on: Mapped[datetime.date]


class OneTimeCode(Base):
    """A code that works once: *purpose* is recovery (for a password) or second (printed, for want of a phone).

    Only its hash is kept; the codes are 80 random bits, so a plain hash is enough.
    """

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_account", "account_id", "purpose"),)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(10))


class RoleGrant(Base):
    """A role that someone gave, within an opaque *scope*; roles given by two count once *seconded_by* is set."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(60), default="", index=True)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    standing: Mapped[bool]
    granted_on: Mapped[datetime.date]


class Vetting(Base):
    """That someone looked into a person who works with others, and until when that counts."""

    __tablename__ = "vetting"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    vetted_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    vetted_on: Mapped[datetime.date]
    expires_on: Mapped[datetime.date]


class ReadingLanguage(Base):
    """A language in which someone can review."""

    __tablename__ = "reading_language"
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)


class Sanction(Base):
    """What a decision does to someone for a while. *kind* is warn, slow, silence or suspend.

    It holds while ``starts_at <= now < ends_at`` and *lifted_at* is empty: no job ends it. ``scope`` is empty for
    everything, or ``flags``. ``decision_id`` is the moderation's, which stands above this floor.
    """

    __tablename__ = "sanction"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    scope: Mapped[str] = mapped_column(String(60), default="")
    decision_id: Mapped[int] = mapped_column(index=True)
    starts_at: Mapped[datetime.datetime]
    ends_at: Mapped[datetime.datetime]
    lifted_at: Mapped[datetime.datetime | None]


class Invitation(Base):
    """A one-use invitation to a role or a youth space; only the hash of its code is kept."""

    __tablename__ = "invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(60), default="")
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    expires_on: Mapped[datetime.date]
    used_on: Mapped[datetime.date | None]


class AccessReset(Base):
    """That someone gave a person their account back, in person. Staff accounts need a second helper.

    The code is handed over once it stands, and works for an hour; only its hash is kept.
    """

    __tablename__ = "access_reset"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), index=True)
    scope: Mapped[str] = mapped_column(String(60), default="")
    started_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    seconded_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime.datetime]
    used_on: Mapped[datetime.date | None]
