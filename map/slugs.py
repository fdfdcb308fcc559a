"""Addresses that people can read aloud: from names, in plain Latin letters, each once."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.taxonomy.folding import fold

_OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 100


def slugged(name: str) -> str:
    """*name* in small Latin letters, digits and hyphens; empty where it has none."""
    return _OTHER.sub("-", fold(name)).strip("-")[:LONGEST].strip("-")


class Slugs:
    """Makes slugs for the rows of one table, and remembers which are taken."""

    def __init__(self, session: Session, model: Any, reserved: Iterable[str] = ()) -> None:
        """*reserved* are addresses that mean something else already."""
        self.taken: set[str] = {*session.scalars(select(model.slug)), *reserved}
        self.fallback: str = model.__tablename__

    def make(self, name: str) -> str:
        """A free slug for *name*; a name with no Latin letter is called after its table."""
        base = slugged(name) or self.fallback
        slug, number = base, 1
        while slug in self.taken:
            number += 1
            slug = f"{base}-{number}"
        self.taken.add(slug)
        return slug
