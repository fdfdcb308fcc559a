"""The spaces that a portal starts with, and those that the demo adds, from a readable file."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.spaces.models import Space, SpaceText

FILE = Path(__file__).parent / "data" / "spaces.toml"
SETS = ("pictogram", "reading", "writing", "waits", "languages", "indexed", "fed")
SAYS = ("name", "purpose", "rules")


def load(opened: Session, *, whole: bool = False) -> None:
    """Add the spaces that a new portal starts with where there is none, or with *whole* all that are missing."""
    have = set(opened.scalars(select(Space.slug)))
    if have and not whole:
        return
    for position, said in enumerate(tomllib.loads(FILE.read_text(encoding="utf-8"))["space"]):
        if said["slug"] not in have and (whole or said.get("starts")):
            opened.add(_space(position, said))


def _space(position: int, said: dict[str, Any]) -> Space:
    """A space as the file says it; words that are not English are machine drafts."""
    locales = dict.fromkeys(locale for part in SAYS for locale in said.get(part, {}))
    texts = [
        SpaceText(locale=locale, origin="human" if locale == "en" else "machine", **_texts(said, locale))
        for locale in locales
    ]
    sets = {name: said[name] for name in SETS if name in said}
    return Space(slug=said["slug"], position=position, texts=texts, **sets)


def _texts(said: dict[str, Any], locale: str) -> dict[str, str]:
    return {part: said.get(part, {}).get(locale, "") for part in SAYS}
