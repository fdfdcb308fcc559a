"""Fill the words of checks and lessons from the shipped files; what people changed or checked stays as it is.

A file ``PART.LANGUAGE.toml`` holds the words of one part in one language, as tables of texts; the key of a text is
its path, such as ``flag.fee.why``. Files other than English ones are drafts of a machine.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.languages import LANGUAGES, SOURCE
from resources.wordings.models import Wording

DATA = Path(__file__).parent / "data"
HUMAN, MACHINE = "human", "machine"
DRAFT, CHECKED = "draft", "checked"


def digest(text: str) -> str:
    """What tells one English text from another."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@lru_cache
def shipped(part: str, locale: str) -> Mapping[str, str]:
    """The texts of *part* in *locale* by key, in the order of the file; none where there is no such file."""
    path = DATA / f"{part}.{locale}.toml"
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")))) if path.exists() else {}


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, said in table.items():
        if isinstance(said, str):
            yield before + name, said
        else:
            yield from _flat(said, f"{before}{name}.")


def parts() -> list[str]:
    """Everything that has words of its own: a check, a lesson."""
    return sorted(path.name.split(".")[0] for path in DATA.glob(f"*.{SOURCE}.toml"))


def load(opened: Session) -> int:
    """Add what the table lacks, and renew what is still as it was shipped; return how many rows it has touched."""
    have = {(row.part, row.key, row.locale): row for row in opened.scalars(select(Wording))}
    return sum(_keep(opened, row, have.get((row.part, row.key, row.locale))) for row in _rows())


def _rows() -> Iterator[Wording]:
    for part in parts():
        english = shipped(part, SOURCE)
        for locale in LANGUAGES:
            said = shipped(part, locale)
            yield from (_row(part, locale, key, place, said, english) for place, key in enumerate(english))


def _row(
    part: str, locale: str, key: str, position: int, said: Mapping[str, str], english: Mapping[str, str]
) -> Wording:
    origin = HUMAN if locale == SOURCE else MACHINE
    made_from = digest(english[key])
    return Wording(
        part=part, key=key, locale=locale, position=position, text=said.get(key, ""), origin=origin, review=DRAFT,
        made_from=made_from,
    )  # fmt: skip


def _keep(opened: Session, fresh: Wording, have: Wording | None) -> bool:
    if have is None:
        if fresh.text:
            opened.add(fresh)
        return bool(fresh.text)
    untouched = have.changed_on is None and have.review == DRAFT
    if untouched and fresh.text and (have.text, have.made_from) != (fresh.text, fresh.made_from):
        have.text, have.made_from, have.position = fresh.text, fresh.made_from, fresh.position
        return True
    return False
