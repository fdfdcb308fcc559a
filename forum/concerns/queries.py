"""Reading concerns. `public` is the one definition of what anyone may see."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, exists, func, literal, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from forum.concerns.models import Concern, ConcernSupport, Milestone, Stage
from forum.concerns.wanted import Wanted
from map.areas.models import Area
from map.organisations.models import Organisation
from portal import db
from portal.accounts.models import RoleGrant
from portal.i18n import gettext
from portal.moderation.reviewed import State
from portal.permissions import TABLE, Permission
from portal.posting import Moved

PAGE = 20
COLUMN = 10  # concerns of a stage that the board shows
UNANSWERED = (Stage.RAISED, Stage.CONSIDERING)
UNDER_WAY = (Stage.ACCEPTED, Stage.DOING)
OFFICE = "organisation:"


class Found(NamedTuple):
    """A concern, and since when something about it is overdue, if it is."""

    concern: Concern
    overdue: datetime.date | None = None


class Counted(NamedTuple):
    """How many concerns match, and how many more would in other languages."""

    shown: int
    in_other_languages: int


def _shown() -> Select[Any]:
    seen = (Concern.state == State.PUBLISHED) & (Organisation.state == State.PUBLISHED)
    return select(Concern).join(Concern.organisation).where(seen)


def public() -> Select[Any]:
    """Every concern that anyone may see, with the organisation that it is put to."""
    return _shown().options(contains_eager(Concern.organisation))


def by_author(account_id: int) -> Select[Any]:
    """All concerns that someone raised."""
    return select(Concern).where(Concern.author_id == account_id).order_by(Concern.id.desc())


def overdue_since() -> ColumnElement[datetime.date | None]:
    """Since when a concern is overdue, by its answer or the first milestone that was missed; empty if it is not."""
    missed = select(func.min(Milestone.due_on)).where(
        Milestone.concern_id == Concern.id, Milestone.done_on.is_(None), Milestone.due_on < db.today()
    )
    late = and_(Concern.stage.in_(UNANSWERED), Concern.answer_due < db.today())
    return case(
        (Concern.locked, None),
        (late, Concern.answer_due),
        (Concern.stage.in_(UNDER_WAY), missed.correlate(Concern).scalar_subquery()),
        else_=None,
    )


def matching(wanted: Wanted) -> Select[Any]:
    """The public concerns that are wanted."""
    query = _shown()
    for column, value in (
        (Concern.stage, wanted.stage), (Concern.phase, wanted.phase), (Organisation.slug, wanted.organisation),
        (Concern.language, wanted.language),
    ):  # fmt: skip
        query = query.where(column == value) if value else query
    if wanted.area:
        query = query.where(Concern.area_id.in_(select(Area.id).where(Area.slug == wanted.area)))
    return query.where(overdue_since().is_not(None)) if wanted.overdue else query


def _found(query: Select[Any]) -> list[Found]:
    rows = db.session().execute(query.options(contains_eager(Concern.organisation)).add_columns(overdue_since()))
    return [Found(*row) for row in rows]


def page(wanted: Wanted) -> list[Found]:
    """One page of concerns, newest first, and one more where there is a next page."""
    ids = matching(wanted).with_only_columns(Concern.id).order_by(Concern.id.desc())
    ids = ids.limit(PAGE + 1).offset(PAGE * (wanted.page - 1))
    return _found(_shown().where(Concern.id.in_(ids)).order_by(Concern.id.desc()))


def count(wanted: Wanted) -> Counted:
    """How many match, and how many the filter by language hides."""
    anyhow = replace(wanted, language="")
    mine = func.sum(case((Concern.language == wanted.language, 1), else_=0)) if wanted.language else func.count()
    row = db.session().execute(matching(anyhow).with_only_columns(func.count(Concern.id), mine)).one()
    return Counted(int(row[1] or 0), int(row[0] - (row[1] or 0)))


def board(wanted: Wanted) -> dict[str, tuple[int, list[Found]]]:
    """For each stage how many concerns match, and the newest of them."""
    counted = matching(wanted).with_only_columns(Concern.stage, func.count(Concern.id)).group_by(Concern.stage)
    counts = {str(stage): int(many) for stage, many in db.session().execute(counted)}
    place = func.row_number().over(partition_by=Concern.stage, order_by=Concern.id.desc()).label("place")
    ranked = matching(wanted).with_only_columns(Concern.id, place).subquery()
    newest = select(ranked.c.id).where(ranked.c.place <= COLUMN)
    columns: dict[str, tuple[int, list[Found]]] = {stage: (counts.get(stage, 0), []) for stage in Stage}
    for found in _found(_shown().where(Concern.id.in_(newest)).order_by(Concern.id.desc())):
        columns[found.concern.stage][1].append(found)
    return columns


def one(number: int) -> Found | None:
    """One public concern, with all that its page shows."""
    parts = (selectinload(Concern.steps), selectinload(Concern.milestones), selectinload(Concern.progress))
    query = _shown().where(Concern.id == number).options(joinedload(Concern.author), *parts)
    return next(iter(_found(query)), None)


def found(rows: Sequence[Concern]) -> list[Found]:
    """*rows*, each with since when it is overdue."""
    query = select(Concern.id, overdue_since()).where(Concern.id.in_([row.id for row in rows]))
    since: dict[int, datetime.date | None] = dict(db.session().execute(query).all()) if rows else {}
    return [Found(row, since.get(row.id)) for row in rows]


def about(key: str) -> Sequence[Concern]:
    """The public concerns that grew out of *key*, such as ``topic:12``, newest first."""
    query = _shown().where(Concern.about == key).order_by(Concern.id.desc())
    return db.session().scalars(query.limit(PAGE)).all()


def inbox(scopes: Collection[str], number: int) -> list[Found]:
    """What is put to the organisations of *scopes* and not closed: unanswered first, by what is due; and one more."""
    query = _shown().where(Concern.stage.not_in([Stage.DONE, Stage.DECLINED]))
    if "" not in scopes:
        own = [int(each.removeprefix(OFFICE)) for each in scopes if each.startswith(OFFICE)]
        query = query.where(Concern.organisation_id.in_(own))
    first = case({Stage.RAISED: 0, Stage.CONSIDERING: 1}, value=Concern.stage, else_=2)
    ordered = query.order_by(first, Concern.answer_due, Concern.id)
    return _found(ordered.limit(PAGE + 1).offset(PAGE * (number - 1)))


def supports(account_id: int, concern_id: int) -> bool:
    """Whether someone supports a concern."""
    return db.session().get(ConcernSupport, (concern_id, account_id)) is not None


def _answer_for() -> ColumnElement[bool]:
    able = [role for role, may in TABLE.items() if Permission.ANSWER in may]
    return and_(RoleGrant.standing, RoleGrant.role.in_(able))


def responders(opened: Session, organisation_ids: Iterable[int]) -> Sequence[int]:
    """The accounts that answer for these organisations."""
    scopes = [f"{OFFICE}{each}" for each in organisation_ids]
    query = select(RoleGrant.account_id).where(_answer_for(), RoleGrant.scope.in_(scopes))
    return opened.scalars(query.distinct().order_by(RoleGrant.account_id)).all()


def answering() -> Sequence[Organisation]:
    """The organisations to which a concern can be put: public ones for which someone answers here."""
    scope = literal(OFFICE) + cast(Organisation.id, String)
    asked = exists().where(_answer_for(), RoleGrant.scope == scope)
    query = select(Organisation).where(Organisation.state == State.PUBLISHED, asked)
    return db.session().scalars(query.order_by(Organisation.name)).all()


def asked() -> Sequence[tuple[str, str]]:
    """The organisations to which public concerns are put, as (slug, name), by name."""
    put = exists().where(Concern.organisation_id == Organisation.id, Concern.state == State.PUBLISHED)
    query = select(Organisation.slug, Organisation.name).where(Organisation.state == State.PUBLISHED, put)
    return [(row[0], row[1]) for row in db.session().execute(query.order_by(Organisation.name))]


def languages() -> Sequence[str]:
    """The languages of public concerns, as tags."""
    query = _shown().with_only_columns(Concern.language).distinct()
    return [each for each in db.session().scalars(query.order_by(Concern.language)) if each]


def locked_row(opened: Session, number: int) -> Concern:
    """The public concern *number*, held until the transaction ends.

    Raises:
        Moved: others cannot read it any more.
    """
    query = public().where(Concern.id == number).with_for_update(of=Concern)
    row: Concern | None = opened.scalars(query).one_or_none()
    if row is None:
        raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
    return row
