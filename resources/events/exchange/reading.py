"""Reads calendars (iCalendar, RFC 5545): what can be read is taken, and what cannot is named with its reason."""

import dataclasses
import datetime
import hashlib
import re
import time
from collections.abc import Iterator, Sequence

from map import local
from portal.errors import BadInput
from portal.i18n import gettext
from portal.settings import current
from portal.text import is_address
from resources.events import dates, laying, rules
from resources.events.exchange import components, exceptions, moments, wording
from resources.events.exchange.clocks import Zones, check_time, known
from resources.events.exchange.components import EVENT, Component
from resources.events.exchange.entries import (
    LONGEST_LINE,
    LONGEST_REF,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Calendar,
    Change,
    Entry,
    Remark,
)
from resources.events.exchange.exceptions import Changes
from resources.events.exchange.spans import Span, span

PATIENCE = 3.0  # seconds of work, for all of a calendar
_MOST_CATEGORIES = 20
_PRIVATE = {"PRIVATE", "CONFIDENTIAL"}
_COMMA = re.compile(r"(?<!\\),")


def read(data: bytes) -> Calendar:
    """The calendar that *data* holds.

    Raises:
        BadInput: it is none, is not whole, passes a limit, or takes too long; with words for whoever brought it.
    """
    found = _Reading()
    for each in components.calendars(data):
        found.take(each)
    return found.result()


class _Reading:
    """One reading of a file: what was found so far."""

    def __init__(self) -> None:
        self.name = ""
        self.entries: list[Entry] = []
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []
        self.refs: set[str] = set()
        self.over = 0
        self.floating = False
        self.until = time.thread_time() + PATIENCE

    def result(self) -> Calendar:
        """All that was found."""
        if self.floating:
            why = gettext("Some times name no time zone: they are read as those of the city.")
            self.notes.append(Remark(0, "", why))
        problems = sorted(self.problems, key=lambda each: each.line)
        return Calendar(self.name, self.entries, problems, self.notes, frozenset(self.refs), self.over)

    def take(self, calendar: Component) -> None:
        """Take one calendar of the file."""
        named = calendar.value("X-WR-CALNAME") or calendar.value("NAME")
        self.name = self.name or wording.line(named, LONGEST_TITLE)
        brought = [each for each in calendar.inner if each.name == "VTIMEZONE"]
        zones = Zones(current().time_zone, known(calendar.value("X-WR-TIMEZONE")), brought, self.until)
        cancelled = calendar.value("METHOD").upper() == "CANCEL"
        for ref, said, overrides in self._series(each for each in calendar.inner if each.name == EVENT):
            check_time(self.until)
            self._try(ref, said, overrides, zones, cancelled=cancelled)
        for name in sorted(zones.strange):
            why = gettext("This time zone is not known: its times are read as those of the city.")
            self.notes.append(Remark(calendar.line, wording.line(name, LONGEST_TITLE), why))

    def _series(self, found: Iterator[Component]) -> Iterator[tuple[str, Component, list[Component]]]:
        """The entries, by what they are called in the calendar, each with what changes single dates of it."""
        masters, overrides = dict[str, Component](), dict[str, list[Component]]()
        for each in found:
            if each.first("RECURRENCE-ID"):
                overrides.setdefault(_ref(each), []).append(each)
                continue
            other = masters.setdefault(_ref(each), each)
            if other is not each:
                newer, older = (other, each) if _sequence(other) > _sequence(each) else (each, other)
                masters[_ref(each)] = newer
                self._tell(older, gettext("Its identifier (UID) stands twice. The newer one is taken."))
        yield from ((ref, said, overrides.pop(ref, [])) for ref, said in masters.items())
        for ref, alone in overrides.items():  # single dates of a series that is not in this calendar
            newest = sorted(alone, key=_sequence, reverse=True)
            yield from ((_short(f"{ref} {each.value('RECURRENCE-ID')}"), each, []) for each in newest)

    def _try(
        self, ref: str, said: Component, overrides: Sequence[Component], zones: Zones, *, cancelled: bool
    ) -> None:
        if said.value("CLASS").upper() in _PRIVATE:  # for us it is not there, or not any more
            self._tell(said, gettext("It is marked as private in its calendar."))
            return
        if ref in self.refs:  # in another calendar of the file: the two would change one event again and again
            self._tell(said, gettext("Its identifier (UID) stands twice. The first one is taken."))
            return
        self.refs.add(ref)
        try:
            entry = self._entry(ref, said, overrides, zones)
        except BadInput as error:
            self._tell(said, str(error))
        else:
            self.over += entry is None
            if entry:
                self.entries.append(dataclasses.replace(entry, cancelled=True) if cancelled else entry)

    def _tell(self, said: Component, why: str) -> None:
        self.problems.append(Remark(said.line, _name(said), why))

    def _entry(self, ref: str, said: Component, overrides: Sequence[Component], zones: Zones) -> Entry | None:
        """One entry, with what changes single dates of it; None where it is over."""
        _check(said)
        whole = span(said, zones, repeats=said.first("RRULE") is not None)
        rule = _rule(said, whole)
        changes = self._changes(said, overrides, whole, zones)
        dates.check(dates.Series(whole.starts, whole.ends, whole.zone, rule, changes), local.today())
        if _is_over(whole, rule, changes):
            return None
        self._note(said, whole)
        return Entry(
            ref, wording.line(said.value("SUMMARY"), LONGEST_TITLE), whole.starts, whole.ends, whole.zone,
            text=self._text(said), address=_address(said), online=wording.online(said), all_day=whole.all_day,
            rule=rule, changes=changes, cancelled=exceptions.is_cancelled(said), sequence=_sequence(said),
            categories=_categories(said), line=said.line,
        )  # fmt: skip

    def _changes(self, said: Component, overrides: Sequence[Component], whole: Span, zones: Zones) -> list[Change]:
        """What differs at single dates. One that is moved to where we cannot read is left out, and told of."""
        found: Changes = exceptions.listed(said, overrides, whole, zones)
        for each in sorted(overrides, key=_sequence):
            at = exceptions.original(each, whole, zones)
            try:
                exceptions.override(found, at, each, said, whole, zones)
            except BadInput as error:
                found[at] = Change(at, silent=True)
                self._tell(each, str(error))
        return [found[at] for at in sorted(found)]

    def _note(self, said: Component, whole: Span) -> None:
        """Say what is mended of an entry."""
        self.floating |= whole.floating
        for wrong, why in (
            (whole.mended, gettext("It says no end: here it lasts an hour.")),
            (whole.skipped, gettext("Clocks skip the hour in which it begins: here it begins after that.")),
            (_is_cut(said, "SUMMARY", LONGEST_TITLE), gettext("Its title is too long, and was cut.")),
            (_is_cut(said, "LOCATION", LONGEST_LINE), gettext("Its place is too long, and was cut.")),
        ):
            if wrong:
                self.notes.append(Remark(said.line, _name(said), why))

    def _text(self, said: Component) -> str:
        text = wording.text(said)
        if len(text) > LONGEST_TEXT:
            self.notes.append(Remark(said.line, _name(said), gettext("Its text is too long, and was cut.")))
        return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"


def _check(said: Component) -> None:
    """Refuse what does not end, or has no name.

    Raises:
        BadInput: it is so.
    """
    if not said.whole:
        raise BadInput(gettext("It has no end (END:VEVENT)."))
    if not wording.says_something(said.value("SUMMARY")):
        raise BadInput(gettext("It has no title."))


def _is_over(whole: Span, rule: str, changes: Sequence[Change]) -> bool:
    """Whether its last date is so long ago that nothing shows it any more."""
    since = datetime.datetime.combine(local.today() - laying.KEPT, datetime.time.min) - dates.LONGEST
    if max([whole.starts, *(each.starts or each.original for each in changes)]) >= since:
        return False
    return not rule or next(rules.moments(rule, whole.starts, since, rules.NEVER), None) is None


def _rule(said: Component, whole: Span) -> str:
    """The recurrence of *said*, whose end is told by the clocks of its zone.

    Raises:
        BadInput: there are several, or it is none that we take.
    """
    rows = [each for each in said.properties if each.name in {"RRULE", "EXRULE"} and each.value.strip()]
    if not rows:
        return ""
    if len(rows) > 1 or rows[0].name == "EXRULE":
        raise BadInput(gettext("It repeats by several rules at once, which we cannot read."))
    found = rules.parts(rows[0].value.replace(" ", ""))  # some programs write one after each comma
    if "UNTIL" in found:
        until = moments.written(found["UNTIL"])
        day = until.day or whole.all_day
        found["UNTIL"] = f"{until.clock:%Y%m%d}" if day else f"{moments.seen(until, whole.zone):%Y%m%dT%H%M%S}"
    return rules.checked(rules.joined(found), whole.starts)


def _ref(said: Component) -> str:
    """What names *said* in its calendar; where its identifier is missing: what and when it is."""
    uid = wording.unescaped(said.value("UID"))
    return _short(uid) if uid else _hashed(f"{said.value('DTSTART')} {said.value('SUMMARY')}")


def _short(ref: str) -> str:
    return ref if len(ref) <= LONGEST_REF else _hashed(ref)


def _hashed(ref: str) -> str:
    return hashlib.sha256(ref.encode()).hexdigest()


def _name(said: Component) -> str:
    return wording.line(said.value("SUMMARY") or said.value("UID"), LONGEST_TITLE)


def _sequence(said: Component) -> int:
    found = said.value("SEQUENCE")
    return int(found) if re.fullmatch("[0-9]{1,9}", found) else 0


def _is_cut(said: Component, name: str, longest: int) -> bool:
    return len(said.value(name)) > longest and wording.line(said.value(name), longest).endswith("…")


def _address(said: Component) -> str:
    found = wording.line(said.value("LOCATION"), LONGEST_LINE)
    return "" if is_address(found) else found


def _categories(said: Component) -> tuple[str, ...]:
    found = (
        wording.line(each, LONGEST_TITLE)
        for row in said.all("CATEGORIES")
        for each in _COMMA.split(row.value[:LONGEST_TEXT])
    )
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST_CATEGORIES]
