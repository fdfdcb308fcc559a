"""What a reader looks for among concerns: the same filters for the list, the board and the files."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters that are on; empty means any. *area* and *organisation* are slugs."""

    stage: str = ""
    area: str = ""
    phase: str = ""
    organisation: str = ""
    language: str = ""
    overdue: bool = False
    page: int = 1

    def args(self, **changes: Any) -> dict[str, Any]:
        """The query string of this choice, with *changes* made to it, and back on the first page."""
        wanted = replace(self, **({"page": 1} | changes))
        said = {
            "stage": wanted.stage,
            "area": wanted.area,
            "phase": wanted.phase,
            "organisation": wanted.organisation,
            "language": wanted.language,
            "overdue": "yes" if wanted.overdue else "",
            "page": str(wanted.page) if wanted.page > 1 else "",
        }
        return {name: value for name, value in said.items() if value}
