"""The monthly numbers of the public account: only whole months, and nothing from which a small number follows."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, extract, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal import db
from portal.moderation.models import Appeal, Decision
from portal.moderation.words import ACTIONS, OUTCOMES, RULES, SOURCES, WAITS

FLOOR = 10
MONTHS = 24
Shown = dict[str, int | None]
"""Numbers as they are published; None stands for one that is not shown."""

DECISIONS = ("rule", "action", "kind", "language", "source", "wait")
"""The breakdowns of one month's decisions: they share a total."""
ALWAYS: dict[str, Collection[str]] = {
    "rule": RULES, "action": ACTIONS, "source": SOURCES, "wait": WAITS, "appeal": OUTCOMES,
}  # fmt: skip
"""The rows that a table has even where they are zero, those that matter most first."""
ELSEWHERE = {"rule": {"none", "name"}, "action": {"approve", "keep", "name"}}
"""What these two tell of each other: where something was approved or kept, no rule was broken."""


@dataclass(frozen=True, slots=True)
class Month:
    """The public account of one month: totals, and counts by breakdown in *tables*; None is not shown.

    ``provisional`` is how often reports of several members hid something until a person looked.
    """

    first: datetime.date
    decisions: int | None
    appeals: int | None
    provisional: int | None
    tables: dict[str, Shown]

    @property
    def code(self) -> str:
        """The month as addresses and files write it, such as 2026-10."""
        return f"{self.first:%Y-%m}"


def months(session: Session) -> list[Month]:
    """The whole months since the first that has a number, at most the last 24, newest first; one statement."""
    until = db.today().replace(day=1)
    found: dict[datetime.date, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.execute(_counted(_back(until, MONTHS), until)):
        found[datetime.date(int(row.year), int(row.month), 1)][row.breakdown][row.name] = int(row.many)
    oldest = min(found, default=until)
    listed = [_back(until, back) for back in range(1, MONTHS + 1)]
    return [_published(first, found[first]) for first in listed if first >= oldest]


def _back(first: datetime.date, months: int) -> datetime.date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return datetime.date(year, month + 1, 1)


def _published(first: datetime.date, counted: Mapping[str, dict[str, int]]) -> Month:
    named = {name: _in_order(name, counted.get(name, {})) for name in (*DECISIONS, "appeal")}
    decisions = _together({name: named[name] for name in DECISIONS})
    appeals = _together({"appeal": named["appeal"]})
    provisional = suppressed(counted.get("provisional", {})).get("provisional", 0)
    total = sum(named["rule"].values()) if decisions else None
    filed = sum(named["appeal"].values()) if appeals else None
    return Month(first, total, filed, provisional, decisions | appeals)


def _in_order(breakdown: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in dict.fromkeys((*ALWAYS.get(breakdown, ()), *sorted(counts)))}


def _together(breakdowns: Mapping[str, dict[str, int]]) -> dict[str, Shown]:
    """Breakdowns of one total, as they are published: none of them where one would forbid to tell the total."""
    if any(_hidden(counts, FLOOR, ()) is None for counts in breakdowns.values()):
        return {}
    return {name: suppressed(counts, FLOOR, ELSEWHERE.get(name, ())) for name, counts in breakdowns.items()}


def suppressed(counts: Mapping[str, int], floor: int = FLOOR, elsewhere: Collection[str] = ()) -> Shown:
    """*counts* without those under *floor*, and without others as long as one could be worked out from the total.

    Which others is fixed by their order, the last first: choosing the smallest would tell how large they can be.
    *elsewhere* names those that can be known from another table. None means: under *floor*, or hidden for one that
    is. Where even the total would tell something, nothing is shown.
    """
    hidden = _hidden(counts, floor, elsewhere)
    return {name: None if hidden is None or name in hidden else many for name, many in counts.items()}


def _hidden(counts: Mapping[str, int], floor: int, elsewhere: Collection[str]) -> set[str] | None:
    """Which of *counts* are not shown while their total is; None where that may not be shown either."""
    hidden = {name for name, many in counts.items() if 0 < many < floor}
    rest = sorted((name for name, many in counts.items() if many >= floor), key=lambda name: name not in elsewhere)
    while rest and (_tells(counts, hidden, floor) or _tells(counts, hidden.difference(elsewhere), floor)):
        hidden.add(rest.pop())
    return None if _tells(counts, hidden, floor) else hidden


def _tells(counts: Mapping[str, int], hidden: Collection[str], floor: int) -> bool:
    """Whether the sum of the *hidden*, which follows from the total, is small or tells what each of them is."""
    many, together = len(hidden), sum(counts[name] for name in hidden)
    return many == 1 or 0 < together < floor or together in {many, many * (floor - 1)} - {0}


def _counted(since: datetime.date, until: datetime.date) -> CompoundSelect[*tuple[Any, ...]]:
    """How many decisions and appeals there were, by breakdown and month; each table is read once."""
    cube = _decisions(since, until).cte("cube")
    lasting = [_part(name, cube.c[name], cube.c).where(~cube.c.provisional) for name in DECISIONS]
    provisional = _part("provisional", literal("provisional"), cube.c).where(cube.c.provisional)
    appeals = _appeals(since, until).subquery("filed")
    return union_all(*lasting, provisional, _part("appeal", appeals.c.appeal, appeals.c))


def _part(breakdown: str, name: ColumnElement[str], columns: Any) -> Select[*tuple[Any, ...]]:
    sums = select(
        literal(breakdown).label("breakdown"),
        columns.year,
        columns.month,
        name.label("name"),
        func.sum(columns.many).label("many"),
    )
    return sums.group_by(columns.year, columns.month, "name")


def _decisions(since: datetime.date, until: datetime.date) -> Select[*tuple[Any, ...]]:
    waited = Decision.waited_days
    wait = case((waited < 1, "same_day"), (waited <= 2, "days_1_2"), (waited <= 7, "days_3_7"), else_="over_7_days")
    dimensions = (
        *_year_and_month(Decision.decided_on),
        Decision.rule,
        Decision.action,
        Decision.kind,
        Decision.language,
        Decision.source,
        wait.label("wait"),
        Decision.provisional,
    )
    counted = select(*dimensions, func.count().label("many"))
    return counted.where(Decision.decided_on >= since, Decision.decided_on < until).group_by(*dimensions)


def _appeals(since: datetime.date, until: datetime.date) -> Select[*tuple[Any, ...]]:
    dimensions = (*_year_and_month(Appeal.filed_on), Appeal.status.label("appeal"))
    counted = select(*dimensions, func.count().label("many"))
    return counted.where(Appeal.filed_on >= since, Appeal.filed_on < until).group_by(*dimensions)


def _year_and_month(day: Any) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return extract("year", day).label("year"), extract("month", day).label("month")
