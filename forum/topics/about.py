"""What a topic is about: any thing of the portal, by its key; and the topics that are shown on such a thing."""

import re
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from forum.topics import queries
from portal import db
from portal.i18n import shown
from portal.kinds import Kind, kind_of
from portal.languages import Said, best
from portal.moderation import targets
from portal.settings import current

AT_MOST = 3
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class About:
    """A thing that a topic is about: its name, its address, and where to say that its entry is wrong."""

    title: Said
    url: str
    wrong_url: str


def thing(opened: Session, key: str) -> tuple[Kind, Any] | None:
    """The thing that *key* names, such as ``place:12``, with its kind; None where the reader may see none."""
    name, _, number = key.partition(":")
    row = targets.readable(opened, name, int(number)) if _NUMBER.fullmatch(number) else None
    return (kind_of(name), row) if row is not None else None


def described(key: str) -> About | None:
    """The thing that *key* names, where the reader may see it."""
    found = thing(db.session(), key)
    if found is None:
        return None
    kind, row = found
    wrong = url_for("flags.flag", kind=kind.name, number=row.id, harm="wrong")
    names = targets.said(kind, row)["names"]
    title = best(names, shown().tag, current().local_language) or Said(key, "en")
    return About(title, kind.url(row), wrong)


def panel(kind: str, number: int) -> dict[str, Any]:
    """What people asked about a thing, for its page."""
    if kind == "topic":
        return {"topics": (), "total": 0, "key": ""}
    key = f"{kind}:{number}"
    topics, total = queries.about(key, AT_MOST)
    return {"topics": topics, "total": total, "key": key}
