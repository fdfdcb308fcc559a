"""The way of everything that people write: held, waiting, or read at once; mended and sent again, no word lost."""

import datetime
import hashlib
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Field

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import Refused
from portal.i18n import gettext
from portal.kinds import Kind
from portal.moderation import holds, queue, targets, trust
from portal.moderation.models import ReviewItem, WatchedWord
from portal.moderation.reviewed import State
from portal.posting import Moved
from portal.security import limiter
from portal.settings import current
from portal.text import clean

NEW = datetime.timedelta(days=14)  # for which an account's links are held
SLOWED = 3600  # seconds between two things of someone who is slowed


class Waits(StrEnum):
    """What waits for a person before others can read it; what is held, waits but where it is read after."""

    ALL = "all"
    FIRST = "first"
    NONE = "none"
    AFTER = "after"
    """Nothing waits, not even what is held; a person reads all of it afterwards."""


def found(opened: Session, author: Account | None, raw: Sequence[str]) -> list[holds.Hold]:
    """What in the texts, as they were typed, makes them wait for a person."""
    watched = opened.execute(select(WatchedWord.kind, WatchedWord.folded)).all()
    return holds.find(
        "\n".join(raw),
        country=current().country,
        new_account=author is None or db.today() - author.created_on < NEW,
        words=[folded for kind, folded in watched if kind == "word"],
        hosts=[folded for kind, folded in watched if kind == "host"],
    )


def digest(raw: Sequence[str]) -> str:
    """What a form carries to show that its writer saw the notice about these very words."""
    said = "\0".join(map(clean, raw))  # as the form shows them again
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def check_open(row: Any) -> None:
    """Refuse a change to what is hidden or locked.

    Raises:
        Refused: it is; the message says so.
    """
    if row.state == State.HIDDEN or row.locked:
        raise Refused(
            gettext("This is closed by a decision. Your words are kept here; you can object in your account.")
        )


def check_version(field: Field, present: str) -> None:
    """Refuse a change to what was changed since *field*, which holds the version that its writer saw, was shown.

    Raises:
        Moved: it was; *field* then holds the *present* version, so that the words can be sent again.
    """
    if field.data != present:
        field.data = present
        raise Moved(gettext("You changed this in another window meanwhile. Look at both, then send again."))


def count_change(field: Field, row: Any) -> None:
    """Give *row*, which is about to be changed, its next version; *field* holds the one that was shown.

    Raises:
        Moved: it was changed meanwhile.
    """
    check_version(field, str(row.version))
    row.version += 1


def submit(
    opened: Session,
    kind: Kind,
    row: Any,
    author: Account | None,
    raw: Sequence[str],
    waits: Waits = Waits.FIRST,
) -> list[holds.Hold]:
    """Let what *author* (None: a stranger) wrote or mended in *row* be read, or wait; return what is held in it.

    Raises:
        Refused: it is hidden or locked, or its author is slowed and wrote within the hour.
    """
    check_open(row)
    if author and standing.held_by(author, "slow") and limiter.storage.incr(f"slowed:{author.ref}", SLOWED) > 1:
        raise Refused(gettext("For now you can send one thing an hour. Your words are kept here."))
    held = found(opened, author, raw)
    reasons = list(dict.fromkeys(f"hold-{each.reason}" for each in held))
    if waits in {Waits.ALL, Waits.AFTER}:
        reasons.append(waits)
    elif author is None or (waits == Waits.FIRST and not trust.trusted(opened, author)):
        reasons.append("first")
    row.state = State.PENDING if reasons and waits != Waits.AFTER else State.PUBLISHED
    opened.flush()
    if reasons or _is_open(opened, kind, row):
        queue.open_item(opened, kind, row, " ".join(reasons))
    targets.follow(opened, kind, row)
    return held


def _is_open(opened: Session, kind: Kind, row: Any) -> bool:
    same = (ReviewItem.kind == kind.name) & (ReviewItem.target_id == row.id) & (ReviewItem.status == "open")
    return opened.scalar(select(ReviewItem.id).where(same)) is not None
