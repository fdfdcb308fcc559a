"""The lines of a calendar (RFC 5545, 3.1) as components with properties, within limits, each with its line number.

Not by icalendar's own parser: it lays out the rules of every time zone that a calendar brings, and remembers those
zones for the calendars of others; and one broken line costs it the whole file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.errors import BadInput
from portal.i18n import gettext

LARGEST = 5 * 1024 * 1024  # bytes
MOST_LINES, LONGEST, DEEPEST = 250_000, 200_000, 6
MOST_ENTRIES, _MOST_PARAMETERS = 2_000, 20
ROOT, EVENT = "VCALENDAR", "VEVENT"
_LOOKED_AT = {ROOT, EVENT, "VTIMEZONE", "STANDARD", "DAYLIGHT"}
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=((?:"[^"]*"|[^";:])*)')
_TIMES = {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE"}


class Property(NamedTuple):
    """A property: its parameters by their names in capitals, and its value as it stands there."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """A part of a calendar, from BEGIN to END; *whole* says that its END was found."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)
    whole: bool = False

    def all(self, name: str) -> list[Property]:
        """The properties called *name*."""
        return [each for each in self.properties if each.name == name]

    def first(self, name: str) -> Property | None:
        """The first property called *name* that says something."""
        return next((each for each in self.properties if each.name == name and each.value.strip()), None)

    def value(self, name: str) -> str:
        """The value of the first property called *name*; empty where there is none."""
        found = self.first(name)
        return found.value.strip() if found else ""


def calendars(data: bytes) -> list[Component]:
    """The calendars that *data* holds.

    Raises:
        BadInput: it is none, is not whole, or passes a limit; with words for whoever brought it.
    """
    if len(data) > LARGEST:
        raise BadInput(gettext("This calendar is larger than 5 MB. Export a shorter time of it."))
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    _check_begin(data)
    found = _Reader()
    for number, line in _unfolded(data):
        found.take(number, line)
    if found.open:
        raise BadInput(gettext("This calendar breaks off in the middle. Export or download it again."))
    return [each for each in found.calendars if each.name == ROOT]


def _check_begin(data: bytes) -> None:
    begin = data[:500].lower()
    if not data:
        raise BadInput(gettext("This calendar is empty."))
    if begin.startswith(b"begin:vcalendar"):
        return
    if b"<html" in begin or b"<!doctype" in begin:
        raise BadInput(gettext("This is a web page and no calendar. Look for an address that ends in .ics."))
    raise BadInput(gettext("This is no calendar. Calendars end in .ics and begin with BEGIN:VCALENDAR."))


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Each content line with its number. Lines are joined as bytes: a fold may part a letter."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"").split(b"\n")
    if len(lines) > MOST_LINES:
        raise BadInput(gettext("This calendar has too many lines. Export a shorter time of it."))
    begun, parts = 0, list[bytes]()
    for number, line in enumerate(lines, 1):
        if line[:1] in {b" ", b"\t"}:
            parts.append(line[1:])
        elif line:
            if parts:
                yield begun, _letters(b"".join(parts))
            begun, parts = number, [line]
    if parts:
        yield begun, _letters(b"".join(parts))


def _letters(line: bytes) -> str:
    """*line* as text: old programs write in the letters of Windows."""
    cut = line[:LONGEST]
    try:
        return cut.decode("utf-8")
    except UnicodeDecodeError:
        return cut.decode("utf-8", "replace") if len(line) > LONGEST else cut.decode("cp1252", "replace")


class _Reader:
    """Builds the components of a calendar, a line at a time."""

    def __init__(self) -> None:
        self.calendars: list[Component] = []
        self.open: list[Component] = []
        self.entries = 0

    def take(self, number: int, line: str) -> None:
        """Take one content line. What is none, or stands outside of everything, says nothing."""
        named = _NAME.match(line)
        name = named[0].upper() if named else ""
        if name in {"BEGIN", "END"}:
            inner = line.partition(":")[2].strip().upper()
            self._begin(inner, number) if name == "BEGIN" else self._end(inner)
        elif name and self.open and self.open[-1].name in _LOOKED_AT:
            self.open[-1].properties.append(_property(name, line))

    def _begin(self, name: str, number: int) -> None:
        if name == EVENT:
            self.entries += 1
            while self.open and self.open[-1].name != ROOT:  # an entry that does not end ends here
                self.open.pop()
        if self.entries > MOST_ENTRIES:
            raise BadInput(gettext("This calendar has more than 2,000 entries. Export a shorter time of it."))
        if len(self.open) >= DEEPEST:
            raise BadInput(gettext("This calendar is nested too deep to be read."))
        made = Component(name, number)
        (self.open[-1].inner if self.open else self.calendars).append(made)
        self.open.append(made)

    def _end(self, name: str) -> None:
        if name not in {each.name for each in self.open}:
            return
        while self.open:
            ended = self.open.pop()
            ended.whole = ended.name == name
            if ended.whole:
                return


def _property(name: str, line: str) -> Property:
    """One content line. Some programs leave the quotes off a zone that is called "(UTC+01:00) Amsterdam, Berlin"."""
    parameters, at = dict[str, str](), len(name)
    while len(parameters) < _MOST_PARAMETERS and (found := _PARAMETER.match(line, at)):
        parameters[found[1].upper()] = found[2].strip().strip('"')
        at = found.end()
    value = line[at:].partition(":")[2]
    if name in _TIMES and ":" in value:
        zone, _, value = line.rpartition(":")
        parameters["TZID"] = zone.partition("TZID=")[2].strip('"')
    return Property(name, parameters, value)
