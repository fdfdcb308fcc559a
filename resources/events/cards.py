"""Events as pages show them: words chosen for the reader, times by the clocks of the event's zone."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select

from map import local
from map.areas import queries as areas
from map.places import cards as places
from portal import db
from portal.i18n import shown
from portal.languages import Said, best
from portal.settings import current
from portal.taxonomy import queries as taxonomy
from resources.events import dates, persian, rules, words
from resources.events.models import Event, EventText, Occurrence


@dataclass(frozen=True, slots=True)
class Card:
    """An event for the reader, at one of its dates: *starts* and *ends* are what clocks show there.

    *title* is in the language of *text*, the words that were chosen; *outdated* says that these are a translation of
    older words, *machine* that no person looked at them. *over* is that this date is, *dated* that
    it is one that the calendar shows.
    """

    event: Event
    url: str
    title: Said
    text: EventText
    starts: datetime.datetime
    ends: datetime.datetime
    original: datetime.datetime
    place: Said | None
    place_url: str
    where: Said | None
    shelf: taxonomy.Shelf
    ages: str
    cost: str
    languages: Sequence[str]
    cancelled: bool
    moved: bool
    note: str
    over: bool
    dated: bool

    @property
    def outdated(self) -> bool:
        """Whether the words are a translation of older ones."""
        return self.text.locale != self.event.language and self.text.based_on < self.event.wording

    @property
    def machine(self) -> bool:
        """Whether a machine translated the words, and nobody looked at them."""
        return self.text.origin == "machine" and self.text.review == "draft"

    @property
    def last_day(self) -> datetime.date:
        """The last day of this date, an all-day one's too."""
        return (self.ends - datetime.timedelta(microseconds=1)).date()

    @property
    def days(self) -> bool:
        """Whether it goes on over several days, rather than into the night."""
        return self.last_day > self.starts.date() and (self.event.all_day or self.ends - self.starts > _NIGHT)


_NIGHT = datetime.timedelta(hours=18)


def cards(rows: Sequence[Occurrence]) -> list[Card]:
    """Prepare *rows* of dates."""
    return [card(row.event, row) for row in rows]


def by_day(rows: Sequence[Occurrence]) -> Mapping[datetime.date, list[Card]]:
    """Prepare *rows* of dates, by the days on which they are."""
    days: dict[datetime.date, list[Card]] = defaultdict(list)
    for row in rows:
        days[row.day].append(card(row.event, row))
    return days


def card(event: Event, row: Occurrence | None = None) -> Card:
    """Prepare *event* at the date *row*; without one, at its first date."""
    text = words_of(event)
    zone = local.clocks(event.zone)
    if row:
        starts, ends = (local.at(each, zone).replace(tzinfo=None) for each in (row.starts_at, row.ends_at))
    else:
        first = dates.by_clocks(dates.Date(event.starts, event.starts, event.ends), event.zone)
        starts, ends = first.starts, first.ends
    place = event.place
    return Card(
        event=event,
        url=_url(event, row),
        title=Said(text.title, text.locale),
        text=text,
        starts=starts,
        ends=ends,
        original=row.original if row else event.starts,
        place=places.name(place) if place else None,
        place_url=url_for("places.show", slug=place.slug) if place else "",
        where=_where(event),
        shelf=taxonomy.shelves()[event.category_code],
        ages=words.ages(event.ages_from, event.ages_to),
        cost=str(words.COSTS.get(event.cost or "", "")),
        languages=sorted(each.language for each in event.languages),
        cancelled=event.cancelled or bool(row and row.cancelled),
        moved=bool(row and row.moved),
        note=(row.note if row else "") or event.note,
        over=bool(row and row.ends_at < db.now()),
        dated=row is not None,
    )


def _url(event: Event, row: Occurrence | None) -> str:
    return address(event.slug, row.original if row and event.rule else None)


def address(slug: str, original: datetime.datetime | None) -> str:
    """The address of the page of an event, at the date that would begin at *original*, or at its next one."""
    return url_for("events.show", slug=slug, at=spelled(original) if original else None, dates=persian.chosen())


def spelled(original: datetime.datetime) -> str:
    """How addresses name the date that would begin at *original*."""
    return f"{original:%Y-%m-%dT%H%M}"


def moment(text: str) -> datetime.datetime | None:
    """The moment that an address names, see `spelled`; None where it is none in which something could begin."""
    try:
        found = datetime.datetime.strptime(text, "%Y-%m-%dT%H%M")  # noqa: DTZ007 (what clocks there show)
    except ValueError:
        return None
    return found if rules.EARLIEST <= found.year <= rules.LATEST else None


def words_of(event: Event) -> EventText:
    """The words of *event* that the reader should see."""
    texts = {each.locale: each for each in event.texts}
    said = best({each.locale: each.title for each in event.texts}, shown().tag, event.language)
    return texts[said.tag] if said else EventText(locale=event.language, title=event.slug, text="", html="", bring="")


def _where(event: Event) -> Said | None:
    """The street or the district of *event*, where it names no place of ours."""
    if event.address:
        return Said(event.address, current().local_language or "mul")
    return areas.name(areas.all_areas()[event.area_id]) if event.area_id else None


def prepare(events: Sequence[Event]) -> list[Card]:
    """Prepare *events* as search and queue show them: each at its next date, or at its last one."""
    dates = _next_dates([event.id for event in events])
    return [card(event, dates.get(event.id)) for event in events]


def _next_dates(ids: Sequence[int]) -> dict[int, Occurrence]:
    coming = select(Occurrence.event_id, func.min(Occurrence.starts_at).label("first"))
    coming = coming.where(Occurrence.event_id.in_(ids), Occurrence.ends_at >= db.now()).group_by(Occurrence.event_id)
    first = coming.subquery()
    same = (Occurrence.event_id == first.c.event_id) & (Occurrence.starts_at == first.c.first)
    return {row.event_id: row for row in db.session().scalars(select(Occurrence).join(first, same))}
