"""Reading opportunities. `public` is the one definition of what anyone may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from map import local
from map.areas.models import Area
from map.organisations.models import Organisation, OrganisationVerification
from map.places.models import Place
from portal import db
from portal.moderation.models import Decision
from resources.opportunities import checking
from resources.opportunities.filters import Wanted
from resources.opportunities.models import Opportunity, OpportunityLanguage, OpportunityText
from resources.opportunities.words import MENTORING

PAGE, FED, PACKED, OWN = 20, 100, 40, 60
ENDS = (func.coalesce(Opportunity.deadline, Opportunity.expires_on), Opportunity.id)
"""In which order they stand: what ends first before the rest."""


def is_open() -> ColumnElement[bool]:
    """Whether an opportunity is neither closed, nor expired, nor past its deadline."""
    today = local.today()
    in_time = or_(Opportunity.deadline.is_(None), Opportunity.deadline >= today)
    return and_(~Opportunity.closed, Opportunity.expires_on >= today, in_time)


def public() -> Select[Any]:
    """Every opportunity that anyone may see: published, open, and nothing withholds it."""
    return select(Opportunity).where(Opportunity.state == "published", is_open(), *_needed().values())


def _needed() -> dict[str, ColumnElement[bool]]:
    """What has to hold for others to see an opportunity, by how it stands (see `words.STANDS`) where it does not."""
    provider = exists().where(Organisation.id == Opportunity.organisation_id, Organisation.state == "published")
    return {"unchecked": checking.still_own(), "gone": provider, "unverified": _answered_for()}


def _answered_for() -> ColumnElement[bool]:
    """Whether someone answers for an opportunity: its organisation, verified, or a person who looked at it.

    For mentoring nothing but a verified organisation will do.
    """
    said = OrganisationVerification.organisation_id == Opportunity.organisation_id
    verified = select(func.count()).where(said).correlate(Opportunity).scalar_subquery() >= 2
    same = (Decision.kind == "opportunity") & (Decision.target_id == Opportunity.id)
    looked = exists().where(same, ~Decision.provisional, Decision.id > Opportunity.vouched_after)
    return or_(verified, and_(Opportunity.what != MENTORING, or_(Opportunity.vouched_after.is_(None), looked)))


def is_public(opened: Session, row: Opportunity) -> bool:
    """Whether anyone may see *row*."""
    return opened.scalar(public().where(Opportunity.id == row.id)) is not None


def withheld(rows: Sequence[Opportunity]) -> dict[int, str]:
    """What keeps others from seeing *rows* though they may be published and open: codes of `words.STANDS`, by ids."""
    needed = _needed()
    columns = [condition.label(code) for code, condition in needed.items()]
    query = select(Opportunity.id, *columns).where(Opportunity.id.in_([row.id for row in rows]))
    found = db.session().execute(query).mappings().all() if rows else []
    missing = {each["id"]: [code for code in needed if not each[code]] for each in found}
    return {number: codes[0] for number, codes in missing.items() if codes}


def whole(query: Select[Any]) -> Select[Any]:
    """*query* over opportunities, with all that cards and pages show of one, loaded in two statements."""
    organisation = joinedload(Opportunity.organisation).joinedload(Organisation.verifications)
    return query.options(organisation, *_around(), selectinload(Opportunity.texts))


def brief(query: Select[Any]) -> Select[Any]:
    """*query* over opportunities, with what the copy to take along shows of one, loaded in one statement."""
    words = joinedload(Opportunity.texts).defer(OpportunityText.text).defer(OpportunityText.html)
    return query.options(joinedload(Opportunity.organisation), *_around(), words)


def _around() -> tuple[Any, ...]:
    place = joinedload(local.shown(Opportunity.place)).joinedload(Place.texts)
    return place, joinedload(Opportunity.languages)


def filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    """*query* over opportunities, narrowed to what is *wanted*."""
    if wanted.what:
        query = query.where(Opportunity.what == wanted.what)
    if wanted.area:
        query = query.where(Opportunity.area_id.in_(_area(wanted.area)))
    if wanted.organisation:
        named = select(Organisation.id).where(Organisation.slug == wanted.organisation)
        query = query.where(Opportunity.organisation_id.in_(named))
    if wanted.place:
        door = local.doors().where(Place.slug == wanted.place)
        query = query.where(Opportunity.place_id.in_(door.with_only_columns(Place.id)))
    if wanted.language:
        same = OpportunityLanguage.opportunity_id == Opportunity.id
        query = query.where(exists().where(same, OpportunityLanguage.language == wanted.language))
    if wanted.money:
        query = query.where(Opportunity.money == wanted.money)
    if wanted.age is not None:
        old_enough = or_(Opportunity.ages_from.is_(None), Opportunity.ages_from <= wanted.age)
        query = query.where(old_enough, or_(Opportunity.ages_to.is_(None), Opportunity.ages_to >= wanted.age))
    return query


def _area(slug: str) -> Select[Any]:
    return select(Area.id).where(Area.slug == slug)


def count(wanted: Wanted) -> int:
    """How many opportunities match."""
    query = filtered(public(), wanted).with_only_columns(func.count(), maintain_column_froms=True)
    return int(db.session().execute(query).scalar_one())


def page(wanted: Wanted, size: int = PAGE) -> Sequence[Opportunity]:
    """One page of what is *wanted*, what ends first before the rest."""
    query = _by_end(filtered(public(), wanted)).limit(size).offset(size * (wanted.page - 1))
    return db.session().scalars(whole(query)).unique().all()


def _by_end(query: Select[Any]) -> Select[Any]:
    return query.order_by(*ENDS)


def near(area: str) -> Sequence[Opportunity]:
    """The open opportunities of the district *area*, and those of the whole city; without *area*, all: a few."""
    here = [or_(Opportunity.area_id.in_(_area(area)), Opportunity.area_id.is_(None))] if area else []
    return first_of(PACKED, *here)


def first_of(most: int, *conditions: ColumnElement[bool]) -> Sequence[Opportunity]:
    """The first *most* that *conditions* hold for, what ends first before the rest, in brief."""
    return db.session().scalars(brief(_by_end(public().where(*conditions)).limit(most))).unique().all()


def by_slug(slug: str) -> Opportunity | None:
    """The public opportunity called *slug*."""
    found: Opportunity | None = db.session().scalars(whole(public().where(Opportunity.slug == slug))).unique().first()
    return found


def any_of(slug: str) -> Select[Any]:
    """The opportunity called *slug*, public or not: for those who posted it."""
    return select(Opportunity).where(Opportunity.slug == slug)


def by_id(number: int) -> Opportunity | None:
    """The opportunity *number*, public or not: only for those who review it."""
    query = whole(select(Opportunity).where(Opportunity.id == number))
    found: Opportunity | None = db.session().scalars(query).unique().first()
    return found


def by_author(account_id: int) -> Select[Any]:
    """All opportunities that someone posted, the newest first."""
    return whole(select(Opportunity).where(Opportunity.author_id == account_id)).order_by(Opportunity.id.desc())


def held_in() -> list[str]:
    """Every language in which an opportunity that anyone may see is held, as tags."""
    seen = OpportunityLanguage.opportunity_id.in_(public().with_only_columns(Opportunity.id))
    query = select(OpportunityLanguage.language).where(seen).distinct()
    return list(db.session().scalars(query.order_by(OpportunityLanguage.language)))
