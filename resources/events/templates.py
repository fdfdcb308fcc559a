"""Beginnings for events that are held everywhere: a title and a few words in many languages, drafted by machine."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.languages import Said, best

FILE = Path(__file__).parent / "templates.toml"


@lru_cache(maxsize=1)
def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def all_templates(tag: str) -> list[tuple[str, str]]:
    """Every template as (code, title), for readers of the language *tag*."""
    titles = {code: best(each["title"], tag) for code, each in _read().items()}
    return [(code, said.words) for code, said in titles.items() if said]


def filled(code: str, tag: str) -> dict[str, Any]:
    """What the form begins with for the template *code*, in the language *tag*; nothing where there is none."""
    found = _read().get(code)
    if found is None:
        return {}
    said: dict[str, Said | None] = {name: best(found[name], tag) for name in ("title", "text")}
    words = {name: each.words for name, each in said.items() if each}
    return words | {name: found[name] for name in ("category", "ages", "begins", "ends") if name in found}
