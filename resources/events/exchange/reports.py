"""What became of a calendar that was read, in numbers and sentences."""

from dataclasses import dataclass, field
from typing import Any

from resources.events.exchange.entries import Remark

MOST_TOLD = 100  # sentences of a report


@dataclass(slots=True)
class Report:
    """What became of a calendar: how many events were *taken*, *changed*, or stayed as they were (*unchanged*).

    *cancelled* and *returned* are among the changed; *over* were not taken, since nobody can join them (any more).
    *kept* says what stayed as people here changed it, *skipped* what was left out, *notes* what was mended.
    """

    taken: int = 0
    changed: int = 0
    unchanged: int = 0
    cancelled: int = 0
    returned: int = 0
    over: int = 0
    kept: list[Remark] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Count what became of another part, too."""
        for name in COUNTED + TOLD:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def plain(self) -> dict[str, Any]:
        """The report as JSON can keep it, with so many sentences that one can still read them."""
        counted = {name: getattr(self, name) for name in COUNTED}
        lists = {
            name: [[each.line, each.name, each.why] for each in getattr(self, name)[:MOST_TOLD]] for name in TOLD
        }
        return counted | lists


COUNTED = ("taken", "changed", "unchanged", "cancelled", "returned", "over")
TOLD = ("kept", "skipped", "notes")
