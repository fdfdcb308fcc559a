"""Reading what moderation keeps."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal import db
from portal.accounts.models import Account
from portal.kinds import Kind
from portal.moderation import deciding, queue
from portal.moderation.models import Appeal, DataRequest, Decision, ReviewItem, WatchedWord

PAGE = 50
BREAK = 20


def waiting(account: Account) -> tuple[Sequence[ReviewItem], int]:
    """The first items that wait for *account*, and how many there are."""
    query = queue.waiting(account)
    total = db.session().execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    return db.session().scalars(query.limit(PAGE).options(selectinload(ReviewItem.flags))).all(), int(total)


def waiting_ids(account: Account) -> list[int]:
    """The ids of the first items that wait for *account*, in order."""
    return [item.id for item in db.session().scalars(queue.waiting(account).limit(PAGE))]


def seen_today(account_id: int) -> int:
    """How many things someone decided about today: after some, a break is proposed."""
    query = select(func.count()).where(Decision.decided_by == account_id, Decision.decided_on == db.today())
    return int(db.session().execute(query).scalar_one())


def account(account_id: int | None) -> Account | None:
    """An account, or None where its owner left."""
    return db.session().get(Account, account_id) if account_id else None


def past(author_id: int | None, item_id: int) -> Sequence[Decision]:
    """What was decided about an author before, so that another moderator can judge; without the present item."""
    if author_id is None:
        return []
    query = deciding.of_author(author_id).where(Decision.item_id != item_id).limit(10)
    return db.session().scalars(query).all()


def of_author(author_id: int) -> Sequence[Decision]:
    """The decisions about what someone wrote, with what became of their objections."""
    query = deciding.of_author(author_id).options(selectinload(Decision.appeals))
    return db.session().scalars(query).all()


def decision(decision_id: int) -> Decision | None:
    """One decision, with its item and appeal."""
    wanted = select(Decision).where(Decision.id == decision_id)
    return db.session().scalar(wanted.options(selectinload(Decision.appeals), selectinload(Decision.item)))


def row_of(kind: Kind, target_id: int) -> Any:
    """The thing of *kind* with this id, public or not: for its author and for reviewers."""
    return db.session().scalars(select(kind.model).where(kind.model.id == target_id)).first()


def item_of(kind: str, target_id: int) -> ReviewItem | None:
    """The item of a thing."""
    wanted = select(ReviewItem).where(ReviewItem.kind == kind, ReviewItem.target_id == target_id)
    return db.session().scalar(wanted.options(selectinload(ReviewItem.decisions)))


def appeal(query: Select[Appeal], appeal_id: int) -> Appeal | None:
    """One appeal among those of *query*."""
    return db.session().scalars(query.where(Appeal.id == appeal_id)).first()


def watched() -> Sequence[WatchedWord]:
    """Every watched word and host."""
    return db.session().scalars(select(WatchedWord).order_by(WatchedWord.language, WatchedWord.written)).all()


def requests() -> Sequence[DataRequest]:
    """Those who ask about data on themselves, unanswered first."""
    query = select(DataRequest).order_by(DataRequest.answered_on.is_not(None), DataRequest.id.desc())
    return db.session().scalars(query.limit(PAGE)).all()
