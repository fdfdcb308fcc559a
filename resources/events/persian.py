"""Days of the Persian (solar Hijri) calendar, as Iran and Afghanistan count them, in the language of the page."""

import datetime

import jdatetime
from flask import has_request_context, request

from portal.i18n import lazy, shown

_MONTHS = {
    "fa": (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
    "prs": ("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"),
}  # fmt: skip
"""The months as Persian and as Dari name them: the same days, other names."""
_ELSEWHERE = (
    lazy("Farvardin"), lazy("Ordibehesht"), lazy("Khordad"), lazy("Tir"), lazy("Mordad"), lazy("Shahrivar"),
    lazy("Mehr"), lazy("Aban"), lazy("Azar"), lazy("Dey"), lazy("Bahman"), lazy("Esfand"),
)  # fmt: skip


def chosen() -> str | None:
    """The part ``dates`` of the query string that carries on the reader's choice of these days; None without one."""
    return "persian" if has_request_context() and request.args.get("dates") == "persian" else None


def said(date: datetime.date) -> str:
    """*date* in the Persian calendar, such as 4 Azar 1405, in the digits that the page's other dates have."""
    there = jdatetime.date.fromgregorian(date=date)
    months = _MONTHS.get(shown().tag, _ELSEWHERE)
    return f"{there.day} {months[there.month - 1]} {there.year}"
