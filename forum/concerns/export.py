"""Concerns as files: what anyone may see of them, without their authors, for sheets (CSV) and programs (JSON)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from forum.concerns import queries
from forum.concerns.models import Concern, Milestone, Stage, StageChange
from forum.concerns.wanted import Wanted
from map.areas.models import Area
from map.organisations.models import Organisation
from portal import db

Row = dict[str, Any]
CHUNK = 1_000
_FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\r")  # what sheets take for the beginning of a formula


def rows(wanted: Wanted) -> Iterator[Row]:
    """The concerns that are wanted, newest first, read some at a time."""
    address = url_for("concerns.index", _external=True)
    columns = _columns()
    query = queries.matching(wanted).outerjoin(Area, Area.id == Concern.area_id)
    query = query.with_only_columns(*(column.label(name) for name, column in columns.items()))
    found = db.session().execute(query.order_by(Concern.id.desc()).execution_options(yield_per=CHUNK))
    for row in found.mappings():
        said = dict(row)
        said["overdue"] = said["overdue"] is not None
        said["supporters"] = said["supporters"] or None
        yield said | {"address": f"{address}/{said['number']}"}


def _columns() -> dict[str, Any]:
    all_ = select(func.count(Milestone.id)).where(Milestone.concern_id == Concern.id).correlate(Concern)
    return {
        "number": Concern.id,
        "title": Concern.title,
        "language": Concern.language,
        "organisation": Organisation.name,
        "area": Area.slug,
        "phase": Concern.phase,
        "stage": Concern.stage,
        **{stage: _day(stage) for stage in Stage},
        "answer_due": Concern.answer_due,
        "overdue": queries.overdue_since(),
        "milestones_done": all_.where(Milestone.done_on.is_not(None)).scalar_subquery(),
        "milestones": all_.scalar_subquery(),
        "planned": Concern.planned,
        "spent": Concern.spent,
        "currency": Concern.currency,
        "supporters": Concern.supporters_shown,
    }


def _day(stage: str) -> Any:
    """The day on which a concern reached *stage*."""
    reached = select(func.min(StageChange.day)).where(
        StageChange.concern_id == Concern.id, StageChange.stage == stage
    )
    return reached.correlate(Concern).scalar_subquery()


def as_json(found: Iterable[Row]) -> str:
    """*found* as a JSON list; days as ISO 8601, null for what is not there."""
    return "[" + ",\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in found) + "]\n"


def as_csv(found: Iterable[Row]) -> str:
    """*found* as CSV (RFC 4180): the same columns, yes or no, nothing for what is not there."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(NAMES)
    table.writerows([_cell(row[name]) for name in NAMES] for row in found)
    return written.getvalue()


NAMES = (
    "number", "title", "language", "organisation", "area", "phase", "stage", *Stage, "answer_due", "overdue",
    "milestones_done", "milestones", "planned", "spent", "currency", "supporters", "address",
)  # fmt: skip


def _cell(value: Any) -> str:
    """*value* for a sheet, which must not take it for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = "" if value is None else str(value)
    return f"'{said}" if said.startswith(_FORMULA) else said
