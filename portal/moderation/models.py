"""The tables of moderation: what waits, who flagged it, what was decided, who objected, and the log of it all."""

import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.db import Base


class ReviewItem(Base):
    """One thing that a person has to look at, whatever the number of reasons: *kind* and *target_id* name it.

    ``status`` is open or decided. ``urgency`` is 0 (in its turn), 1 (soon) or 2 (now). ``reasons`` says why it waits.
    ``snapshot`` holds the words as they were, by locale; ``fingerprint`` is equal for equal words. ``route`` is space
    or, for what goes past the space's moderators, ombudsperson. ``guarded`` things are shown to vetted people only.
    ``version`` grows with every change of the item.
    """

    __tablename__ = "review_item"
    __table_args__ = (UniqueConstraint("kind", "target_id", name="uq_review_item_target"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    language: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(60), default="")
    route: Mapped[str] = mapped_column(String(12), default="space")
    urgency: Mapped[int] = mapped_column(default=0)
    guarded: Mapped[bool] = mapped_column(default=False, server_default=false())
    status: Mapped[str] = mapped_column(String(10), index=True)
    reasons: Mapped[str] = mapped_column(Text, default="")
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    opened_on: Mapped[datetime.date]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    claim_expires_at: Mapped[datetime.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    flags: Mapped[list["Flag"]] = relationship(order_by="Flag.id", passive_deletes=True)
    decisions: Mapped[list["Decision"]] = relationship(order_by="Decision.id", passive_deletes=True)


class Flag(Base):
    """That someone says that a thing does harm. *outcome* is open, acted or left.

    A stranger's flag has no reporter, and a link (its hash is kept) by which its sender sees what became of it.
    """

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("item_id", "reporter_id", name="uq_flag_item_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(ReviewItem.id, ondelete="CASCADE"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    harm: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    route: Mapped[str] = mapped_column(String(12))
    counts: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(10), default="open")
    decision_id: Mapped[int | None]
    sent_on: Mapped[datetime.date]


class Decision(Base):
    """What a person decided about an item, under which rule, on which facts, with a note to its author.

    ``source`` is flag or own (initiative). ``before`` and ``after`` hold each field that the decision changed in the
    target, so that it can be reversed exactly. *decided_by* is empty only for the provisional hiding that several
    members' urgent flags bring about until a person looks (then *provisional* is set), and for those who left.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_target", "kind", "target_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey(ReviewItem.id, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    action: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(20))
    facts: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(5))
    provisional: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    decided_on: Mapped[datetime.date] = mapped_column(index=True)
    waited_days: Mapped[int]
    ends_at: Mapped[datetime.datetime | None]
    overruled_on: Mapped[datetime.date | None]
    item: Mapped[ReviewItem] = relationship(back_populates="decisions")
    appeals: Mapped[list["Appeal"]] = relationship(back_populates="decision", passive_deletes=True)

    @property
    def appeal(self) -> "Appeal | None":
        """The objection of its author."""
        return self.appeal_of("author")

    def appeal_of(self, party: str) -> "Appeal | None":
        """The objection of its author, or of who reported the thing."""
        return next((each for each in self.appeals if each.party == party), None)


class Appeal(Base):
    """An objection to a decision, once a *party* (author or reporter), and what another person answered.

    ``status`` is open, upheld, partly or rejected.
    """

    __tablename__ = "appeal"
    __table_args__ = (UniqueConstraint("decision_id", "party", name="uq_appeal_decision_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey(Decision.id, ondelete="CASCADE"))
    party: Mapped[str] = mapped_column(String(8))
    appellant_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(10), default="open", index=True)
    reply: Mapped[str] = mapped_column(Text, default="")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id, ondelete="SET NULL"))
    filed_on: Mapped[datetime.date]
    answered_on: Mapped[datetime.date | None]
    decision: Mapped[Decision] = relationship(back_populates="appeals")


class WatchedWord(Base):
    """A word, phrase or host that makes a text wait for a person. *kind* is word or host; *folded* is compared."""

    __tablename__ = "watched_word"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    language: Mapped[str] = mapped_column(String(12))
    written: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(120))


class DataRequest(Base):
    """Someone asks what others wrote about them; answered by an ombudsperson. *link_hash* is of the sender's link."""

    __tablename__ = "data_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    reply: Mapped[str] = mapped_column(Text, default="")
    sent_on: Mapped[datetime.date] = mapped_column(index=True)
    answered_on: Mapped[datetime.date | None]
