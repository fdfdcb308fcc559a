"""Reading organisations. `public` is the one definition of what anyone may see."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from map.organisations.models import Organisation
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account

PAGE = 60


def public() -> Select[Any]:
    """Every organisation that anyone may see, with who verified it."""
    query = select(Organisation).where(Organisation.state == "published")
    return query.options(selectinload(Organisation.verifications))


def page(number: int) -> list[Organisation]:
    """One page of organisations, by name."""
    query = public().order_by(Organisation.name).limit(PAGE + 1).offset(PAGE * (number - 1))
    return list(db.session().scalars(query))


def by_slug(slug: str) -> Organisation | None:
    """The public organisation called *slug*."""
    found: Organisation | None = db.session().scalar(public().where(Organisation.slug == slug))
    return found


def of_account(opened: Session, account: Account) -> list[Organisation]:
    """The public organisations that *account* belongs to or holds an office in, by name."""
    ids = [int(each.partition(":")[2]) for each in standing.organisations(account)]
    if not ids:
        return []
    return list(opened.scalars(public().where(Organisation.id.in_(ids)).order_by(Organisation.name)))


def by_author(account_id: int) -> Select[Any]:
    """All that someone told of organisations."""
    return select(Organisation).where(Organisation.author_id == account_id).order_by(Organisation.id.desc())
