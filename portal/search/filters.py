"""What a search is narrowed to, as its address says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.errors import unknown_filter
from portal.kinds import all_kinds
from portal.languages import is_language
from portal.taxonomy import queries as taxonomy

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_AREA = re.compile(r"[a-z0-9-]{1,120}")
_PAGE = re.compile(r"[1-9][0-9]?")
FACETS = ("kind", "category", "language", "area")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; empty means any."""

    q: str = ""
    kind: str = ""
    category: str = ""
    language: str = ""
    area: str = ""
    open_now: bool = False
    page: int = 1

    def args(self, **changes: Any) -> dict[str, Any]:
        """The query string of this choice, with *changes* made to it, and back on the first page."""
        wanted = replace(self, **({"page": 1} | changes))
        args = {"q": wanted.q} | {name: getattr(wanted, name) for name in FACETS}
        args |= {"open": "now" if wanted.open_now else "", "page": str(wanted.page) if wanted.page > 1 else ""}
        return {name: value for name, value in args.items() if value}

    def facets(self) -> list[list[str]]:
        """What the engine narrows by; a tile stands for all of its categories."""
        found = [[f"{name}:{getattr(self, name)}"] for name in FACETS if name != "category" and getattr(self, name)]
        if self.category:
            found.append([f"category:{code}" for code in taxonomy.codes_of(self.category)])
        if self.open_now:
            found.append([f"kind:{kind.name}" for kind in all_kinds().values() if kind.is_open] or ["kind:"])
        return found


def _allowed(args: Mapping[str, str], name: str, *, ok: bool) -> str:
    value = args.get(name, "")
    if value and not ok:
        raise unknown_filter(name)
    return value


def read(args: Mapping[str, str], q: str) -> Wanted:
    """Read the filters of a query string.

    Raises:
        BadInput: a value that is not one of ours; the message is for the reader.
    """
    language, page = args.get("language", ""), args.get("page", "")
    return Wanted(
        q=q,
        kind=_allowed(args, "kind", ok=args.get("kind", "") in all_kinds()),
        category=_allowed(args, "category", ok=args.get("category", "") in taxonomy.shelves()),
        language=_allowed(args, "language", ok=bool(_LANGUAGE.fullmatch(language)) and is_language(language)),
        area=_allowed(args, "area", ok=bool(_AREA.fullmatch(args.get("area", "")))),
        open_now=_allowed(args, "open", ok=args.get("open", "") == "now") == "now",
        page=int(_allowed(args, "page", ok=bool(_PAGE.fullmatch(page))) or "1"),
    )
