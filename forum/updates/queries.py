"""Reading updates. `public` is the one definition of what anyone may see; `lasting` are those that still count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from forum.updates.models import Update
from map import local
from map.areas.models import Area
from map.organisations import queries as organisations
from map.organisations.models import Organisation
from map.places.filters import Wanted
from map.places.models import Place
from portal import db

PAGE, FED = 20, 50


def public() -> Select[Any]:
    """Every update that anyone may see, also when it is over."""
    return select(Update).where(Update.state == "published")


def lasting() -> Select[Any]:
    """The public updates that are not over."""
    return public().where(Update.ends_on >= db.today())


def with_words(query: Select[Any]) -> Select[Any]:
    """*query*, with all that a card shows of an update loaded in the same statement."""
    seen = organisations.public().with_only_columns(Organisation.id)
    return query.options(
        joinedload(Update.author),
        joinedload(Update.area).joinedload(Area.texts),
        joinedload(local.shown(Update.place)).joinedload(Place.texts),
        joinedload(Update.organisation.and_(Organisation.id.in_(seen))),
    )


def _all(query: Select[Any]) -> Sequence[Update]:
    return db.session().scalars(with_words(query)).unique().all()


def one(number: int) -> Update | None:
    """The public update *number*, also when it is over."""
    return next(iter(_all(public().where(Update.id == number))), None)


def newest(limit: int) -> Sequence[Update]:
    """The newest updates that last."""
    return _all(lasting().order_by(Update.id.desc()).limit(limit))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of updates: *rows*, how many match, and how many more there are in other languages or elsewhere."""

    rows: Sequence[Update]
    total: int
    in_other_languages: int
    elsewhere: int
    languages: Sequence[str]


def listed(wanted: Wanted) -> Listed:
    """The updates that last and match the area and language of *wanted*; with what these filters hide."""
    counts = _counts()
    here = {key: many for key, many in counts.items() if wanted.area in {"", key[1]}}
    mine = {key: many for key, many in counts.items() if wanted.language in {"", key[0]}}
    total = sum(many for key, many in here.items() if key in mine)
    return Listed(
        rows=_page(wanted) if total else (),
        total=total,
        in_other_languages=sum(here.values()) - total,
        elsewhere=sum(mine.values()) - total,
        languages=sorted({language for language, _area in counts}),
    )


def of_area(slug: str, most: int) -> Sequence[Update]:
    """The newest updates for the district *slug*, at the most *most*."""
    here = lasting().where(Update.area_id.in_(select(Area.id).where(Area.slug == slug)))
    return _all(here.order_by(Update.id.desc()).limit(most))


def _counts() -> dict[tuple[str, str], int]:
    """How many updates last, by language and area."""
    query = lasting().outerjoin(Area, Area.id == Update.area_id)
    grouped = query.with_only_columns(Update.language, Area.slug, func.count()).group_by(Update.language, Area.slug)
    return {(language, slug or ""): many for language, slug, many in db.session().execute(grouped)}


def _page(wanted: Wanted) -> Sequence[Update]:
    query = lasting()
    if wanted.area:
        query = query.where(Update.area_id.in_(select(Area.id).where(Area.slug == wanted.area)))
    if wanted.language:
        query = query.where(Update.language == wanted.language)
    return _all(query.order_by(Update.id.desc()).limit(PAGE).offset(PAGE * (wanted.page - 1)))


def by_author(account_id: int) -> Select[Any]:
    """All updates that someone wrote."""
    query = select(Update).where(Update.author_id == account_id).order_by(Update.id.desc())
    return query.options(joinedload(Update.area))
