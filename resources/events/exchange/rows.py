"""Reads tables of events (CSV): one a row, in columns whose names stand in the first row. What is wrong is named."""

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Mapping

from map import local
from portal.errors import BadInput
from portal.i18n import gettext, lazy
from portal.languages import is_language
from portal.settings import current
from portal.text import clean, is_address
from resources.events import dates, rules
from resources.events.exchange.components import LARGEST
from resources.events.exchange.entries import (
    LONGEST_LINE,
    LONGEST_REF,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Ages,
    Calendar,
    Entry,
    Remark,
)
from resources.events.exchange.wording import says_something
from resources.events.words import AGES

MOST, _MOST_COLUMNS, _OLDEST = 1_000, 100, 120
COLUMNS = {
    "title": lazy("What it is called. Needed."),
    "starts": lazy("When it begins: 2026-12-01 18:00, or only a day for the whole day. Needed."),
    "ends": lazy("When it ends: 2026-12-01 20:00 or 20:00; for whole days, the last one. Empty: after an hour."),
    "place": lazy("The name of a place here, or a street."),
    "online": lazy("The address, with https://, at which people can join online."),
    "ages": lazy("For whom: all, children, teens, young, adults, older; or 13-17, or 18+."),
    "responsible": lazy("Who is responsible, for all to read. Empty: as the form says."),
    "text": lazy("What people should know."),
    "bring": lazy("What to bring along."),
    "cost": lazy("free, or what it costs."),
    "languages": lazy("The languages in which it is held, such as: en ar fi."),
    "repeat": lazy("daily, weekly, fortnightly, monthly; or a rule such as FREQ=MONTHLY;BYDAY=1TU. Empty: once."),
    "until": lazy("The last day on which it can take place, where it repeats."),
    "ref": lazy("A name of your own for the row, so that the same row of a newer table changes it."),
}
_LETTERS = {"title": LONGEST_TITLE, "place": LONGEST_LINE, "responsible": LONGEST_TITLE, "bring": LONGEST_LINE,
            "online": 500, "cost": 100, "text": LONGEST_TEXT, "ref": LONGEST_REF}  # fmt: skip
_REPEATS = {
    "": "", "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.(\d\d?)\.(\d{4})", re.ASCII)
_CLOCK = re.compile(r"(\d\d?)[:.](\d\d)(?::00)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,3})?\s*(?:-|–|\+)\s*(\d{1,3})?", re.ASCII)
_HOUR, _DAYS = datetime.timedelta(hours=1), datetime.timedelta(days=1)
Row = Mapping[str, str]


def template() -> bytes:
    """An empty table: its first row. It begins with a mark by which spreadsheets know its letters."""
    return ("\ufeff" + ",".join(COLUMNS) + "\r\n").encode()


def read(data: bytes) -> Calendar:
    """The table that *data* holds.

    Raises:
        BadInput: it is none, or passes a limit; with words for whoever brought it.
    """
    rows = _rows(data)
    entries, problems = dict[str, Entry](), list[Remark]()
    for number, row in rows:
        try:
            entry = _entry(number, row)
            if entry.ref in entries:
                raise BadInput(gettext("The same stands in an earlier row."))
            entries[entry.ref] = entry
        except BadInput as error:
            problems.append(Remark(number, row["title"][:LONGEST_TITLE], str(error)))
    return Calendar("", list(entries.values()), problems, _unknown(data), frozenset(entries))


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise BadInput(gettext("This table is larger than 5 MB. Bring it in parts."))
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        raise BadInput(gettext("Save the table as “CSV UTF-8”: its letters cannot be read.")) from error


def _header(text: str) -> tuple[list[str], str]:
    """The names of the columns, and by what they are parted."""
    first = text.lstrip().partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return [each.strip().strip('"').lower() for each in first.split(mark, _MOST_COLUMNS)[:_MOST_COLUMNS]], mark


def _unknown(data: bytes) -> list[Remark]:
    why = gettext("This column is not known, and was not read.")
    names = [each for each in _header(_text(data))[0] if each and each not in COLUMNS]
    return [Remark(1, clean(each)[:LONGEST_TITLE], why) for each in names]


def _rows(data: bytes) -> list[tuple[int, Row]]:
    """The rows that say something, with their numbers as spreadsheets show them."""
    text = _text(data)
    header, mark = _header(text)
    if not {"title", "starts"} <= set(header):
        raise BadInput(gettext("The first row has to name the columns, “title” and “starts” among them."))
    found = list[tuple[int, Row]]()
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=mark), 1):
            if number == 1 or not any(each.strip() for each in cells):
                continue
            if len(found) >= MOST:
                raise BadInput(gettext("This table has more than 1,000 rows. Bring it in parts."))
            named = dict(zip(header, map(clean, cells), strict=False))
            found.append((number, {name: named.get(name, "") for name in COLUMNS}))
    except csv.Error as error:
        raise BadInput(gettext("This is no table (CSV): a cell of it has no end, or is too long.")) from error
    return found


def _entry(number: int, row: Row) -> Entry:
    """One row.

    Raises:
        BadInput: something in it cannot be read, or cannot be so.
    """
    if not says_something(row["title"]):
        raise BadInput(gettext("It has no title."))
    long = next((name for name, letters in _LETTERS.items() if len(row[name]) > letters), "")
    if long:
        raise BadInput(gettext("This is too long: %(column)s.", column=long))
    if row["online"] and not is_address(row["online"], ("https",)):
        raise BadInput(gettext("The address online has to begin with https://."))
    starts, ends, all_day = _times(row["starts"], row["ends"])
    rule = _rule(row, starts)
    dates.check(dates.Series(starts, ends, current().time_zone, rule), local.today())
    cost, price = _cost(row["cost"])
    return Entry(
        _ref(row), _line(row["title"]), starts, ends, current().time_zone, text=row["text"],
        address=_line(row["place"]), online=row["online"], all_day=all_day, rule=rule, line=number,
        bring=_line(row["bring"]), cost=cost, price=price, languages=_languages(row["languages"]),
        ages=_ages(row["ages"]), responsible=_line(row["responsible"]) or None,
    )  # fmt: skip


def _ref(row: Row) -> str:
    """What names a row: its own name, or its title and beginning."""
    return row["ref"] or hashlib.sha256(f"{row['title']}\n{row['starts']}".encode()).hexdigest()


def _line(text: str) -> str:
    return " ".join(text.split())


def _times(begin: str, end: str) -> tuple[datetime.datetime, datetime.datetime, bool]:
    """From when until when, and whether it is whole days."""
    day, clock = _moment(begin)
    if day is None:
        raise BadInput(gettext("When it begins cannot be read. Write it as 2026-12-01 18:00."))
    last, until = _moment(end)
    if end and last is None and until is None:
        raise BadInput(gettext("When it ends cannot be read. Write it as 2026-12-01 20:00."))
    _check_years(day, last or day)
    if clock is None:
        first = _midnight(day)
        return first, _midnight(last or day) + _DAYS, True
    starts = datetime.datetime.combine(day, clock)
    if dates.is_skipped(starts, current().time_zone):
        raise BadInput(gettext("Clocks skip this hour on that day. Choose an earlier or a later one."))
    if until is None:
        return starts, starts + _HOUR, False
    if last is None and dates.SIX < until < clock:
        raise BadInput(gettext("It ends before it begins. If it ends on another day, write that day, too."))
    ends = datetime.datetime.combine(last or day, until)
    return starts, ends + _DAYS if last is None and until < clock else ends, False


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.min)


def _check_years(first: datetime.date, last: datetime.date) -> None:
    """Refuse days with which nothing can be reckoned.

    Raises:
        BadInput: one is such.
    """
    if not rules.EARLIEST <= first.year <= rules.LATEST:
        raise BadInput(gettext("This begins too long ago, or too far ahead."))
    if last.year > rules.LATEST + 1:
        raise BadInput(gettext("One date can last a month at the most. For more, let it repeat."))


def _moment(text: str) -> tuple[datetime.date | None, datetime.time | None]:
    """The day and the time of day that *text* names, as far as it does."""
    said, _, rest = text.replace("T", " ").strip().partition(" ")
    day, clock = _day(said), _clock(rest)
    if day is None and not rest:
        clock = _clock(said)
    return (day, clock) if not rest or clock else (None, None)


def _day(text: str) -> datetime.date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    parts = [int(each) for each in found.groups() if each]
    try:
        return datetime.date(*parts) if found[1] else datetime.date(*reversed(parts))
    except ValueError:
        return None


def _clock(text: str) -> datetime.time | None:
    found = _CLOCK.fullmatch(text.strip())
    try:
        return datetime.time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _rule(row: Row, starts: datetime.datetime) -> str:
    said = row["repeat"]
    rule = _REPEATS.get(said.lower(), said)
    if rule and row["until"]:
        until = _day(row["until"])
        if until is None:
            raise BadInput(gettext("Until when it repeats cannot be read. Write it as 2026-12-24."))
        rule = f"{rule.rstrip(';')};UNTIL={until:%Y%m%d}T235959"
    return rules.checked(rule, starts)


def _cost(said: str) -> tuple[str | None, str | None]:
    if said.lower() in {"", "free", "0"}:
        return "free" if said else None, "" if said else None
    return "paid", "" if said.lower() == "paid" else _line(said)


def _languages(said: str) -> tuple[str, ...] | None:
    tags = tuple(dict.fromkeys(re.split(r"[\s,;]+", said.lower().strip()))) if said else ()
    if not all(map(is_language, tags)):
        raise BadInput(gettext("One of its languages is not known. Write them as: en ar fi."))
    return tags or None


def _ages(said: str) -> Ages | None:
    if not said:
        return None
    if said.lower() in AGES:
        return AGES[said.lower()]
    found = _SPAN.fullmatch(said)
    first, last = (int(each) if each else None for each in found.groups()) if found else (None, None)
    if (first is None and last is None) or max(first or 0, last or 0) > _OLDEST:
        raise BadInput(gettext("For whom it is cannot be read. Write it as all, teens, 13-17 or 18+."))
    if first is not None and last is not None and last < first:
        raise BadInput(gettext("The ages run backwards."))
    return first, last
