"""The way of everything that people write: held, waiting, or read at once; mended and sent again, no word lost."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import Refused
from portal.i18n import gettext
from portal.kinds import Kind
from portal.moderation import holds, queue, targets, trust
from portal.moderation.models import ReviewItem, WatchedWord
from portal.moderation.reviewed import State
from portal.security import limiter
from portal.settings import current

NEW = 14  # days for which an account's links are held
SLOWED = 3600  # seconds between two things of someone who is slowed


def found(opened: Session, author: Account, raw: Sequence[str]) -> list[holds.Hold]:
    """What in the texts, as they were typed, makes them wait for a person."""
    watched = opened.execute(select(WatchedWord.kind, WatchedWord.folded)).all()
    return holds.find(
        "\n".join(raw),
        country=current().country,
        new_account=(db.today() - author.created_on).days < NEW,
        words=[folded for kind, folded in watched if kind == "word"],
        hosts=[folded for kind, folded in watched if kind == "host"],
    )


def digest(raw: Sequence[str]) -> str:
    """What a form carries to show that its writer saw the notice about these very words."""
    return hashlib.sha256("\0".join(raw).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def check_open(row: Any) -> None:
    """Refuse a change to what is hidden or locked.

    Raises:
        Refused: it is; the message says so.
    """
    if row.state == State.HIDDEN or row.locked:
        raise Refused(
            gettext("This is closed by a decision. Your words are kept here; you can object in your account.")
        )


def submit(opened: Session, kind: Kind, row: Any, author: Account, raw: Sequence[str]) -> list[holds.Hold]:
    """Let what *author* wrote or mended in *row* be read, or wait for a person; return what made it wait.

    Raises:
        Refused: it is hidden or locked, or its author is slowed and wrote within the hour.
    """
    check_open(row)
    if standing.held_by(author, "slow") and limiter.storage.incr(f"slowed:{author.ref}", SLOWED) > 1:
        raise Refused(gettext("For now you can send one thing an hour. Your words are kept here."))
    held = found(opened, author, raw)
    reasons = [f"hold-{each.reason}" for each in held]
    if not trust.trusted(opened, author):
        reasons.append("first")
    row.state = State.PENDING if reasons else State.PUBLISHED
    opened.flush()
    if reasons or _is_open(opened, kind, row):
        queue.open_item(opened, kind, row, " ".join(reasons))
    targets.follow(opened, kind, row)
    return held


def _is_open(opened: Session, kind: Kind, row: Any) -> bool:
    same = (ReviewItem.kind == kind.name) & (ReviewItem.target_id == row.id) & (ReviewItem.status == "open")
    return opened.scalar(select(ReviewItem.id).where(same)) is not None
