"""The queue: one item a thing, opened anew when it changes, claimed by one person for half an hour."""

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, false, or_, select, true, update
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account, ReadingLanguage, RoleGrant, Sanction, Vetting
from portal.i18n import gettext
from portal.kinds import Kind, all_kinds
from portal.moderation import targets
from portal.moderation.models import Flag, ReviewItem
from portal.permissions import EVERY_KIND, REVIEWS, TABLE, VETTED, Permission
from portal.posting import Moved

CLAIM = datetime.timedelta(minutes=30)


def open_item(
    opened: Session, kind: Kind, row: Any, reason: str, *, urgency: int = 0, route: str = "space"
) -> ReviewItem:
    """The item of *row*, open, with its words of now; asking again adds the reason and never lowers the urgency."""
    said = targets.said(kind, row)
    query = select(ReviewItem).where(ReviewItem.kind == kind.name, ReviewItem.target_id == row.id)
    item = opened.scalar(query.with_for_update())
    if item is None:
        item = ReviewItem(kind=kind.name, target_id=row.id, status="new", version=0, urgency=0, reasons="")
        opened.add(item)
    if item.status != "open":
        item.status, item.opened_on, item.reasons, item.route, item.urgency = "open", db.today(), "", route, 0
    changed = item.snapshot != said
    item.snapshot, item.fingerprint = said, targets.fingerprint(said)
    item.author_id, item.language = row.author_id, targets.language_of(row)
    item.scope, item.guarded = kind.scope(row), kind.guarded(row)
    item.reasons = " ".join(dict.fromkeys([*item.reasons.split(), *reason.split()]))
    item.urgency = max(item.urgency, urgency)
    item.route = "space" if "space" in {route, item.route} else route
    item.version += 1
    if changed:
        item.claimed_by = item.claim_expires_at = None
    opened.flush()
    return item


def correct_language(opened: Session, kind: Kind, row: Any, language: str) -> None:
    """Say in which language *row* is, where it was guessed wrongly: those who read that language review it."""
    row.language = language
    targets.follow(opened, kind, row)
    same = (ReviewItem.kind == kind.name) & (ReviewItem.target_id == row.id)
    opened.execute(update(ReviewItem).where(same).values(language=language))


def _read_by_someone(kind: str) -> Exists:
    """Whether someone reads an item's language who may work on it: of its scope and route, no author, no flagger."""
    able = [role for role, kinds in REVIEWS.items() if {kind, EVERY_KIND} & kinds]
    overseeing = [role for role in able if Permission.OVERSEE in TABLE[role]]
    flagged = exists().where(Flag.item_id == ReviewItem.id, Flag.reporter_id == ReadingLanguage.account_id)
    suspended = exists().where(
        Sanction.account_id == ReadingLanguage.account_id, Sanction.kind == "suspend", Sanction.lifted_at.is_(None),
        Sanction.starts_at <= db.now(), Sanction.ends_at > db.now(),
    )  # fmt: skip
    vetted = exists().where(
        Vetting.account_id == ReadingLanguage.account_id, Vetting.vetted_on <= db.today(),
        Vetting.expires_on > db.today(),
    )  # fmt: skip
    return exists().where(
        ReadingLanguage.language == ReviewItem.language,
        RoleGrant.account_id == ReadingLanguage.account_id,
        RoleGrant.standing,
        RoleGrant.role.in_(able),
        RoleGrant.scope.in_(("", ReviewItem.scope)),
        or_(and_(RoleGrant.role.not_in(VETTED), ~ReviewItem.guarded), vetted),
        or_(ReviewItem.route == "space", RoleGrant.role.in_(overseeing)),
        or_(ReviewItem.author_id.is_(None), ReviewItem.author_id != ReadingLanguage.account_id),
        ~flagged,
        ~suspended,
    )


def _of_kind(account: Account, kind: str) -> ColumnElement[bool]:
    """The items of *kind* that *account* may see and read, or that nobody reads."""
    scopes = {each.scope for each in standing.reviewing(account, kind)}
    if not scopes:
        return false()
    here = ReviewItem.scope.in_(scopes) if "" not in scopes else ReviewItem.kind == kind
    reads = standing.reads(account)
    language = or_(ReviewItem.language.in_(reads), ReviewItem.language == "", ~_read_by_someone(kind))
    return and_(ReviewItem.kind == kind, here, language)


def visible(account: Account) -> Select[ReviewItem]:
    """The items that *account* may work on: never their own, never what they flagged."""
    routes = ["space"]
    if oversees(account):
        routes.append("ombudsperson")
    flagged = exists().where(Flag.item_id == ReviewItem.id, Flag.reporter_id == account.id)
    return select(ReviewItem).where(
        or_(*(_of_kind(account, kind) for kind in all_kinds())),
        ReviewItem.route.in_(routes),
        true() if standing.vetted(account, db.today()) else ~ReviewItem.guarded,
        or_(ReviewItem.author_id.is_(None), ReviewItem.author_id != account.id),
        ~flagged,
    )


def _free(account: Account) -> ColumnElement[bool]:
    """The items that nobody else holds."""
    return or_(
        ReviewItem.claimed_by.is_(None), ReviewItem.claimed_by == account.id, ReviewItem.claim_expires_at < db.now()
    )


def waiting(account: Account) -> Select[ReviewItem]:
    """The open items for *account* that nobody else holds, the most urgent first."""
    query = visible(account).where(ReviewItem.status == "open", _free(account))
    return query.order_by(ReviewItem.urgency.desc(), ReviewItem.id)


def one(opened: Session, account: Account, item_id: int) -> ReviewItem | None:
    """The item, where *account* may work on it."""
    return opened.scalars(visible(account).where(ReviewItem.id == item_id)).first()


def is_held(item: ReviewItem) -> bool:
    """Whether someone claimed *item*, and the half hour is not over."""
    return item.claim_expires_at is not None and item.claim_expires_at > db.now()


def holds(account: Account, item: ReviewItem) -> bool:
    """Whether it is *account* who holds *item*."""
    return item.claimed_by == account.id and is_held(item)


def claim(opened: Session, account: Account, item_id: int, version: int) -> None:
    """Take an item for half an hour.

    Raises:
        Moved: it changed, was decided, or someone else holds it.
    """
    open_ = and_(ReviewItem.status == "open", _free(account))
    same = and_(ReviewItem.id == item_id, ReviewItem.version == version, open_)
    taken = (
        update(ReviewItem)
        .where(same)
        .values(claimed_by=account.id, claim_expires_at=db.now() + CLAIM, version=version + 1)
    )
    if one(opened, account, item_id) is None or not opened.execute(taken.returning(ReviewItem.id)).all():
        raise Moved(gettext("This moved meanwhile: someone else took it, or it changed. Look at it again."))


def release(opened: Session, account: Account, item_id: int) -> None:
    """Give an item back to the queue."""
    mine = and_(ReviewItem.id == item_id, ReviewItem.claimed_by == account.id)
    opened.execute(
        update(ReviewItem).where(mine).values(claimed_by=None, claim_expires_at=None, version=ReviewItem.version + 1)
    )


def oversees(account: Account) -> bool:
    """Whether *account* sees what went past a space's moderators."""
    return Permission.OVERSEE in standing.permissions(account, strong=True)


def flags(account: Account, item: ReviewItem) -> list[Flag]:
    """The flags of *item* that *account* may see: not those that went past the moderators, nor their own."""
    routes = {"space", "ombudsperson"} if oversees(account) else {"space"}
    return [each for each in item.flags if each.route in routes and each.reporter_id != account.id]


def reasons(account: Account, item: ReviewItem) -> list[str]:
    """Why *item* waits, as *account* may know it."""
    return [each for each in item.reasons.split() if each != "past" or oversees(account)]


def needs_translator(account: Account, item: ReviewItem) -> bool:
    """Whether *item* is in a language that *account* does not read: it came to all, since nobody does."""
    return bool(item.language) and item.language not in standing.reads(account)
