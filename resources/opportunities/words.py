"""What the codes of opportunities are called, and what a form asks about money for each."""

import datetime
from dataclasses import dataclass
from typing import Any

from map import local
from portal.i18n import day, gettext, lazy, ngettext
from resources.opportunities.models import Opportunity

LISTED = datetime.timedelta(days=90)  # for which it is shown at first, and again when its provider says so
LONGEST = datetime.timedelta(days=183)
SOON = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class What:
    """A sort of opportunity: how it is called, its pictogram, and the category that it is of unless another fits."""

    label: Any
    icon: str
    category: str
    tile: str = "learn"


WHAT: dict[str, What] = {
    "course": What(lazy("Language course"), "language", "language-library"),
    "recognition": What(lazy("Recognition of papers and skills"), "papers", "jobs"),
    "apprenticeship": What(lazy("Apprenticeship"), "graduate", "jobs"),
    "training": What(lazy("Training"), "school", "jobs"),
    "job": What(lazy("Job"), "briefcase", "jobs"),
    "volunteering": What(lazy("Volunteering"), "hand", "associations", "community"),
    "mentoring": What(lazy("Mentoring programme"), "people", "associations", "community"),
    "microfinance": What(lazy("Microfinance"), "scales", "jobs"),
    "sport": What(lazy("Sport"), "soccer", "youth", "community"),
    "arts": What(lazy("Arts"), "gathering", "youth", "community"),
}
"""What an opportunity is."""
MENTORING = "mentoring"
SAYS_MONEY = {"job", "microfinance"}
"""What has to say in words what it pays, or costs in the end."""
NEVER_COSTS = {"job", "apprenticeship", "volunteering", MENTORING}
"""What nobody who takes part may have to pay for."""

MONEY: dict[str, Any] = {
    "pays": lazy("It pays"),
    "free": lazy("It costs nothing"),
    "costs": lazy("It costs something"),
}
"""Whether it pays those who take part, or they pay."""

STANDS: dict[str, Any] = {
    "draft": lazy("Not sent yet"),
    "pending": lazy("Waits for a person to read it"),
    "returned": lazy("Came back, to be changed"),
    "hidden": lazy("Hidden by a decision"),
    "closed": lazy("Closed"),
    "over": lazy("Over: nobody sees it any more"),
    "unchecked": lazy("Nobody sees it: the way to check it is not the organisation's own any more"),
    "gone": lazy("Nobody sees it: its organisation is not shown here at the moment"),
    "unverified": lazy("Nobody sees it: its organisation is not verified any more"),
    "soon": lazy("Ends soon"),
    "open": lazy("Open"),
}
"""How an opportunity stands, for whoever posted it."""


def stands(row: Opportunity, withheld: str = "") -> str:
    """How *row* stands, as a code of `STANDS`; *withheld* is what keeps others from seeing it though it is open."""
    today = local.today()
    if row.state != "published":
        return row.state
    if row.closed:
        return "closed"
    if row.expires_on < today or (row.deadline is not None and row.deadline < today):
        return "over"
    if withheld:
        return withheld
    return "soon" if row.expires_on <= today + SOON else "open"


def asked_for_money(what: str) -> str:
    """What *what* is asked, and said, about money."""
    if what == "microfinance":
        return gettext("What it costs in the end, with all interest and fees")
    return gettext("Pay") if what in {"job", "apprenticeship"} else gettext("Pay or cost")


def apply_by(deadline: datetime.date | None) -> str:
    """Until when people can apply, in words."""
    if deadline is None:
        return gettext("No deadline")
    left = (deadline - local.today()).days
    if left < 0:
        return gettext("The deadline was on %(day)s", day=day(deadline))
    if left == 0:
        return gettext("Apply today: it is the last day")
    said = ngettext("%(num)s day left", "%(num)s days left", left)
    return gettext("Apply by %(day)s · %(left)s", day=day(deadline), left=said)


def sorts() -> list[tuple[str, Any]]:
    """What there is, as (code, label)."""
    return [(code, each.label) for code, each in WHAT.items()]
