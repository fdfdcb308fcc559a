"""What was read of a calendar, in whatever form it came: its entries, and what is to be said of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.i18n import gettext

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 120, 5_000, 300
LONGEST_REF = 255
Ages = tuple[int | None, int | None]


@dataclass(slots=True)
class Change:
    """What is different at one date, see `resources.events.dates.Change`."""

    original: datetime.datetime
    extra: bool = False
    cancelled: bool = False
    silent: bool = False
    starts: datetime.datetime | None = None
    ends: datetime.datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar, its times as clocks in *zone* show them; *ref* names it there.

    *text* is Markdown. What stands below *categories* only tables say; None or empty: the calendar's own holds.
    """

    ref: str
    title: str
    starts: datetime.datetime
    ends: datetime.datetime
    zone: str
    text: str = ""
    address: str = ""
    online: str = ""
    all_day: bool = False
    rule: str = ""
    changes: Sequence[Change] = ()
    cancelled: bool = False
    sequence: int = 0
    categories: tuple[str, ...] = ()
    line: int = 0
    bring: str | None = None
    cost: str | None = None
    price: str | None = None
    languages: tuple[str, ...] | None = None
    ages: Ages | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of an entry, called *name*, which begins at *line*; without a line, of the whole calendar.

    *why* is a sentence of our catalogs: the worker keeps it in English, and it is said in the reader's language.
    """

    line: int
    name: str
    why: str

    def said(self) -> str:
        """The whole sentence for the reader."""
        why = gettext(self.why)
        if not self.line:
            return why
        return gettext("Line %(line)s, “%(name)s”: %(why)s", line=self.line, name=self.name, why=why)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar holds: *problems* say what was left out, *notes* what was mended.

    *refs* name all its entries, also those that were left out and the *over* ones, which nobody can join any more.
    """

    name: str
    entries: Sequence[Entry]
    problems: Sequence[Remark] = ()
    notes: Sequence[Remark] = ()
    refs: frozenset[str] = field(default=frozenset())
    over: int = 0
