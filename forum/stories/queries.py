"""Reading stories. `public` is the one definition of what anyone may see; who tells a story is never read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from forum.stories.models import Story
from portal import db

PAGE = 20


def public() -> Select[Any]:
    """Every story that anyone may see."""
    return select(Story).where(Story.state == "published", Story.withdrawn_on.is_(None))


def page(number: int) -> Sequence[Story]:
    """One page of stories and one more, the newest first."""
    query = public().order_by(Story.id.desc()).limit(PAGE + 1).offset(PAGE * (number - 1))
    return db.session().scalars(query).all()


def one(number: int) -> Story | None:
    """The story *number*, where anyone may see it."""
    found: Story | None = db.session().scalar(public().where(Story.id == number))
    return found


def own(number: int, account_id: int) -> Select[Any]:
    """The story *number* of *account_id*, unless it was taken back."""
    return by_author(account_id).where(Story.id == number, Story.withdrawn_on.is_(None))


def by_author(account_id: int) -> Select[Any]:
    """All stories that someone told, also those that they took back."""
    return select(Story).where(Story.author_id == account_id).order_by(Story.id.desc())
