"""The public account of moderation: what was decided, month by month, and the published heads of the log."""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from babel import dates
from flask import Blueprint, abort, make_response, render_template, request
from werkzeug.wrappers import Response

from portal import db
from portal.i18n import babel_locale, language_name, lazy, shown
from portal.log import chain
from portal.moderation import numbers, words
from portal.permissions import Permission, requires

bp = Blueprint("transparency", __name__, url_prefix="/<locale:lang>")

HEADS_OF_DAYS = 30
HIDDEN = "hidden"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTH, HEIGHT, WIDEST = 320, 100, 40
TITLES: words.Labels = {
    "rule": lazy("Which rule it was about"),
    "action": lazy("What was decided"),
    "kind": lazy("What it was about"),
    "language": lazy("In which language"),
    "source": lazy("How it came up"),
    "wait": lazy("How long it waited"),
    "appeal": lazy("What became of objections"),
}
LABELS: dict[str, words.Labels] = {
    "rule": words.RULES,
    "action": words.ACTIONS,
    "kind": words.KINDS,
    "source": words.SOURCES,
    "wait": words.WAITS,
    "appeal": words.OUTCOMES,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A month in the chart, in units of its drawing; *height* is None where its number is not shown."""

    x: float
    width: float
    height: float | None
    many: int | None

    @property
    def middle(self) -> float:
        """Where a word about it stands."""
        return round(self.x + self.width / 2, 1)


@bp.get("/transparency")
@requires(Permission.ANYONE)
def show() -> str:
    """One month in tables, all months as a chart, and the heads of the log."""
    months = numbers.months(db.session())
    chosen = _chosen(months, request.args.get("month"))
    heads = db.session().scalars(chain.published(HEADS_OF_DAYS)).all()
    return render_template(
        "moderation/transparency.html", months=months, chosen=chosen, heads=heads,
        tables=_tables(chosen) if chosen else [], bars=_bars(months), month_name=_month_name,
    )  # fmt: skip


@bp.get("/transparency.csv")
@requires(Permission.ANYONE)
def download() -> Response:
    """The numbers of all months, by their codes."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("month", "breakdown", "name", "count"))
    for month in numbers.months(db.session()):
        table.writerows((month.code, breakdown, _cell(name), _count(many)) for breakdown, name, many in _lines(month))
    answer = make_response(written.getvalue())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="transparency.csv"'
    return answer


def _chosen(months: list[numbers.Month], code: str | None) -> numbers.Month | None:
    """The month that was asked for, or the newest; a month that has no account is not found."""
    found = next((month for month in months if code in {None, month.code}), None)
    if found is None and code is not None:
        abort(404)
    return found


def _lines(month: numbers.Month) -> Iterator[tuple[str, str, int | None]]:
    yield "total", "decisions", month.decisions
    yield "total", "appeals", month.appeals
    for breakdown, counts in month.tables.items():
        yield from ((breakdown, name, many) for name, many in counts.items())
    yield "action", "provisional", month.provisional


def _count(many: int | None) -> str:
    return HIDDEN if many is None else str(many)


def _cell(name: str) -> str:
    """*name*, so that no spreadsheet takes it for a formula."""
    return f"'{name}" if name.startswith(FORMULA) else name


def _tables(month: numbers.Month) -> list[tuple[Any, list[tuple[Any, int | None]]]]:
    """The tables of *month* as a title and rows, each in words."""
    return [(title, rows) for breakdown, title in TITLES.items() if (rows := list(_rows(breakdown, month)))]


def _rows(breakdown: str, month: numbers.Month) -> Iterator[tuple[Any, int | None]]:
    for name, many in month.tables.get(breakdown, {}).items():
        yield language_name(name) if breakdown == "language" else words.label(LABELS[breakdown], name), many
    if breakdown == "action" and month.provisional != 0:
        yield words.PROVISIONAL, month.provisional


def _bars(months: list[numbers.Month]) -> list[Bar]:
    """The bars of the chart, oldest first, in the direction in which the reader reads."""
    most = max((month.decisions or 0 for month in months), default=0) or 1
    slot = WIDTH / max(len(months), 1)
    width = round(min(WIDEST, slot * 0.8), 1)
    bars = []
    for place, month in enumerate(reversed(months)):
        x = round(slot * place + (slot - width) / 2, 1)
        height = None if month.decisions is None else round(HEIGHT * month.decisions / most, 1)
        bars.append(Bar(x if shown().direction == "ltr" else WIDTH - x - width, width, height, month.decisions))
    return bars


def _month_name(first: datetime.date) -> str:
    return dates.format_skeleton("yMMMM", first, locale=babel_locale())
