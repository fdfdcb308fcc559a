"""An event as its calendar says it, as it said it before, and as it is here: what people changed here stays.

All three are plain values by field, such as JSON can keep; *times* go together, *changes* are looked at date by date.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from portal.text import prose
from resources.events.exchange.entries import Entry
from resources.events.models import Event, EventChange, EventLanguage, EventText

Values = dict[str, Any]
WORDS = ("title", "text", "bring")
SAID = {*WORDS, "where", "online", "responsible", "price"}
"""What is said in words that a person looks at."""
SHAPE = {"where", "online", "times", "changes"}
"""What those who follow an event have to know."""


def values(entry: Entry, where: list[Any]) -> Values:
    """What *entry* says, field by field; *where* is the id of its place, if it is one of ours, and its address."""
    said = {
        "title": entry.title, "text": entry.text, "where": where, "online": entry.online,
        "times": [_stamp(entry.starts), _stamp(entry.ends), entry.zone, entry.all_day, entry.rule],
        "changes": {_stamp(each.original): _change(each) for each in entry.changes},
        "bring": entry.bring, "cost": entry.cost, "price": entry.price, "responsible": entry.responsible,
        "languages": sorted(entry.languages) if entry.languages is not None else None,
        "ages": list(entry.ages) if entry.ages is not None else None,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def present(event: Event) -> Values:
    """What *event* says here, field by field."""
    text = source(event)
    return {
        "title": text.title, "text": text.text, "bring": text.bring, "where": [event.place_id, event.address],
        "online": event.online,
        "times": [_stamp(event.starts), _stamp(event.ends), event.zone, event.all_day, event.rule],
        "changes": {_stamp(each.original): _change(each) for each in event.changes},
        "cost": event.cost or "", "price": event.price, "responsible": event.responsible,
        "languages": sorted(each.language for each in event.languages), "ages": [event.ages_from, event.ages_to],
    }  # fmt: skip


def source(event: Event) -> EventText:
    """The words of *event* that came from its calendar; those of other languages are translations."""
    own = [each for each in event.texts if each.locale == event.language]
    found = next((each for each in [*event.texts, *own] if each.origin == "imported"), own[0] if own else None)
    if found is None:
        found = EventText(locale=event.language, title="", text="", html="", bring="", origin="imported")
        event.texts.append(found)
    return found


def merged(here: Values, before: Values, there: Values) -> tuple[Values, list[str]]:
    """What of *there* is to be taken, and the fields in which people here said something else since *before*."""
    taken, kept = Values(), list[str]()
    for name, value in there.items():
        if name == "changes":
            continue
        if name in before and here[name] != before[name]:
            if here[name] != value:
                kept.append(name)
        elif here[name] != value:
            taken[name] = value
    begins = (taken if "times" in taken else here)["times"][0]
    dates, earlier, later = (_by_day(each, begins) for each in (here, before, there))
    for at in {*dates, *earlier, *later}:
        _merge_date(at, dates, earlier.get(at), later.get(at), kept)
    if dates != here["changes"]:
        taken["changes"] = dates
    return taken, kept


def _by_day(said: Values, begins: str) -> Values:
    """What *said* tells of single dates, for a series that *begins* at another hour: each stays with its day."""
    clock = datetime.datetime.fromisoformat(begins).time()
    starts, ends = (datetime.datetime.fromisoformat(each) for each in said["times"][:2])
    changes = said.get("changes", {})
    if starts.time() == clock:
        return dict(changes)
    return dict(_at_hour(at, each, starts.time(), clock, ends - starts) for at, each in changes.items())


def _at_hour(
    at: str, change: list[Any], before: datetime.time, clock: datetime.time, length: datetime.timedelta
) -> tuple[str, list[Any]]:
    """The *change* of the date *at* once its series, which began at *before*, begins at *clock*.

    Times that it has of its own stay; where they are those of the series, they go along with it.
    """
    original = datetime.datetime.fromisoformat(at)
    extra, cancelled, silent, starts, ends, note = change
    if extra or original.time() != before:
        return at, change
    if starts in {None, at} and ends in {None, _stamp(original + length)}:
        starts = ends = None
    moved = datetime.datetime.combine(original.date(), clock)
    return moved.isoformat(), [extra, cancelled, silent, starts, ends, note]


def _merge_date(at: str, dates: Values, before: Any, there: Any, kept: list[str]) -> None:
    """Decide in *dates* on what differs at one date: it is kept where it is not what it was *before*."""
    if dates.get(at) == there:
        return
    if dates.get(at) != before:
        kept.extend(["changes"] if "changes" not in kept else [])
    elif there is None:
        del dates[at]
    else:
        dates[at] = there


def take(event: Event, taken: Mapping[str, Any]) -> None:
    """Let *event* say what was *taken*."""
    for name, value in taken.items():
        _TAKE[name](event, value)
    if set(taken) & set(WORDS):
        text = source(event)
        event.wording += 1
        text.html, text.based_on = prose(text.text), event.wording


def _stamp(moment: datetime.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(stamp: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(stamp) if stamp else None


def _change(each: Any) -> list[Any]:
    return [each.extra, each.cancelled, each.silent, _stamp(each.starts), _stamp(each.ends), each.note]


def _take_word(name: str) -> Callable[[Event, Any], None]:
    return lambda event, value: setattr(source(event), name, value)


def _take_fact(name: str) -> Callable[[Event, Any], None]:
    return lambda event, value: setattr(event, name, value)


def _take_where(event: Event, value: list[Any]) -> None:
    event.place_id, event.address = value


def _take_times(event: Event, value: list[Any]) -> None:
    starts, ends, event.zone, event.all_day, event.rule = value
    event.starts, event.ends = datetime.datetime.fromisoformat(starts), datetime.datetime.fromisoformat(ends)


def _take_changes(event: Event, value: Mapping[str, list[Any]]) -> None:
    """Put the changes of single dates in the place of those that are there; rows of the same date stay rows."""
    rows = {_stamp(each.original): each for each in event.changes}
    event.changes = [rows.get(at) or EventChange(original=datetime.datetime.fromisoformat(at)) for at in value]
    for row, at in zip(event.changes, value, strict=True):
        row.extra, row.cancelled, row.silent, starts, ends, row.note = value[at]
        row.starts, row.ends = _read(starts), _read(ends)


def _take_languages(event: Event, value: list[str]) -> None:
    rows = {each.language: each for each in event.languages}
    event.languages = [rows.get(tag) or EventLanguage(language=tag) for tag in value]


def _take_ages(event: Event, value: list[int | None]) -> None:
    event.ages_from, event.ages_to = value


def _take_cost(event: Event, value: str) -> None:
    event.cost = value or None


_TAKE: dict[str, Callable[[Event, Any], None]] = {
    **{name: _take_word(name) for name in WORDS},
    **{name: _take_fact(name) for name in ("online", "price", "responsible")},
    "where": _take_where, "times": _take_times, "changes": _take_changes, "languages": _take_languages,
    "ages": _take_ages, "cost": _take_cost,
}  # fmt: skip
