"""What differs at single dates of a series: left out (EXDATE), added (RDATE), moved or cancelled (RECURRENCE-ID)."""

import datetime
from collections.abc import Iterator, Sequence

from map import local
from portal.errors import BadInput
from portal.i18n import gettext
from resources.events.dates import MOST_CHANGES
from resources.events.exchange import moments, wording
from resources.events.exchange.clocks import Zones
from resources.events.exchange.components import Component, Property
from resources.events.exchange.entries import LONGEST_LINE, LONGEST_TITLE, Change
from resources.events.exchange.spans import Span, span

Changes = dict[datetime.datetime, Change]
_FARTHEST = datetime.timedelta(days=366)
"""How far a date may be moved: for one that is, all dates from there to here are looked through."""


def listed(said: Component, overrides: Sequence[Component], whole: Span, zones: Zones) -> Changes:
    """The dates that the series *said*, whose first date is *whole*, leaves out or adds, by when they begin.

    Raises:
        BadInput: these and *overrides* are too many, or one of them cannot be read.
    """
    rows = [each for each in said.properties if each.name in {"EXDATE", "RDATE"} and each.value.strip()]
    if sum(each.value.count(",") + 1 for each in rows) + len(overrides) > MOST_CHANGES:
        raise BadInput(gettext("It has more than 1,000 exceptions. Let the series end there, and begin another."))
    found = {each.original: each for row in rows if row.name == "RDATE" for each in _added(row, whole, zones)}
    for row in rows:
        for value in row.value.split(",") if row.name == "EXDATE" else ():
            original = _original(moments.one(row, value, zones), whole)
            found[original] = Change(original, silent=True)
    return found


def _added(row: Property, whole: Span, zones: Zones) -> Iterator[Change]:
    """The dates of an RDATE; each may be a period, which says how long it is."""
    for value in row.value.split(","):
        begin, _, length = value.strip().partition("/")
        original = _original(moments.one(row, begin, zones), whole)
        ends = original + whole.length
        if length.lstrip("+").upper().startswith("P"):
            ends = original + moments.duration(length)
        elif length:
            ends = moments.seen(moments.one(row, length, zones), whole.zone)
        if ends <= original:
            raise BadInput(gettext("It ends before it begins."))
        yield Change(original, extra=True, ends=None if ends == original + whole.length else ends)


def _original(moment: moments.Moment, whole: Span) -> datetime.datetime:
    """The date of the series that *moment* names, as clocks of its zone show it.

    A day alone means the date of that day. Where clocks skip the hour of a date, its moment in UTC still names it.
    """
    seen = moments.seen(moment, whole.zone)
    usual = datetime.datetime.combine(seen.date(), whole.starts.time())
    same = whole.all_day or moment.day or usual == seen
    same = same or local.utc(usual, whole.zone) == local.utc(seen, whole.zone)
    return usual if same else seen


def original(override: Component, whole: Span, zones: Zones) -> datetime.datetime:
    """Which date of a series *override* is about.

    Raises:
        BadInput: that cannot be read, or it is about all that follow, too.
    """
    named = override.first("RECURRENCE-ID")
    if named is None:
        raise BadInput(gettext("It does not say which date it is about."))
    if named.parameters.get("RANGE"):
        raise BadInput(gettext("It changes one date and all that follow at once (RANGE), which we cannot read."))
    return _original(moments.moment(named, zones), whole)


def override(
    found: Changes, at: datetime.datetime, said: Component, master: Component, whole: Span, zones: Zones
) -> None:
    """Note in *found* what *said* says of the date of *master* that would begin *at*.

    Raises:
        BadInput: when it takes place instead cannot be read.
    """
    extra = at in found and found[at].extra
    if is_cancelled(said):
        found[at] = Change(at, extra=extra, cancelled=True)
        return
    own = span(said, zones, whole.zone, repeats=True)
    if abs(own.starts - at) > _FARTHEST:
        raise BadInput(gettext("One of its dates is moved by more than a year."))
    change = Change(
        at,
        extra=extra,
        starts=None if own.starts == at else own.starts,
        ends=None if own.ends == own.starts + whole.length else own.ends,
        note=_note(said, master),
    )
    if change.starts or change.ends or change.note or extra:
        found[at] = change


def is_cancelled(said: Component) -> bool:
    """Whether *said* says that it does not take place."""
    return said.value("STATUS").upper() == "CANCELLED"


def _note(said: Component, master: Component) -> str:
    """What one date is called, and where it is, so far as that is not what the series says."""
    longest = {"SUMMARY": LONGEST_TITLE, "LOCATION": LONGEST_LINE}
    pairs = (
        (wording.line(said.value(name), most), wording.line(master.value(name), most))
        for name, most in longest.items()
    )
    return " · ".join(here for here, usual in pairs if here and here != usual)[:LONGEST_LINE]
