"""Places as pages show them: words chosen for the reader, hours evaluated now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import phonenumbers
from flask import url_for

from map.areas import queries as areas
from map.places import queries
from map.places.models import Place
from portal import db, hours
from portal.geo import Point
from portal.i18n import clock, gettext, ngettext, number, reader, shown, weekday
from portal.languages import Said, best
from portal.settings import current
from portal.taxonomy import queries as taxonomy


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to tap, *dial*, and to read, *written*."""

    dial: str
    written: str


@dataclass(frozen=True, slots=True)
class Card:
    """A place for the reader: the same words in list, map, search and calling."""

    place: Place
    url: str
    name: Said
    about: Said | None
    shelf: taxonomy.Shelf
    now: hours.Now
    state_words: str
    phones: Sequence[Phone]
    languages: Sequence[str]
    point: Point | None
    distance: str
    where: Said | None

    @property
    def stale(self) -> bool:
        """Whether nobody has looked at what we know for a year."""
        return self.place.source_date < db.today() - timedelta(days=365)


def card(found: queries.Found) -> Card:
    """Prepare one place."""
    place = found.place
    now = hours.at(place.hours, place.time_zone, current().country, db.now())
    return Card(
        place=place,
        url=url_for("places.show", slug=place.slug),
        name=name(place),
        about=best({each.locale: each.about for each in place.texts}, shown().tag, current().local_language),
        shelf=taxonomy.shelves()[place.category_code],
        now=now,
        state_words=state_words(now, has_phone=bool(place.phones)),
        phones=[phone(each.number, current().country) for each in place.phones],
        languages=sorted(each.language for each in place.languages),
        point=found.point,
        distance=distance(found.metres),
        where=where(place),
    )


def name(place: Place) -> Said:
    """What the reader should see *place* called; a place without a name is called by its category."""
    return called({each.locale: each.name for each in place.texts}, place.category_code)


def called(names: Mapping[str, str], category_code: str) -> Said:
    """What the reader should see a place of these *names* (by locale) called."""
    said = best(names, shown().tag, current().local_language)
    return said or taxonomy.shelves()[category_code].label


def where(place: Place) -> Said | None:
    """The street of *place*, or its district, in the language that the city writes it."""
    if place.address:
        return Said(place.address, current().local_language or "mul")
    return areas.name(areas.all_areas()[place.area_id]) if place.area_id else None


@lru_cache(maxsize=4096)
def phone(dial: str, country: str) -> Phone:
    """A number as people of *country* write it."""
    try:
        parsed = phonenumbers.parse(dial, country or None)
    except phonenumbers.NumberParseException:
        return Phone(dial, dial)
    home = phonenumbers.region_code_for_number(parsed) == country
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return Phone(dial, phonenumbers.format_number(parsed, style) if dial.startswith("+") else dial)


def state_words(now: hours.Now, *, has_phone: bool) -> str:
    """Whether a place is open and until when, in words."""
    if now.state == "unknown":
        return gettext("Hours unknown: call first") if has_phone else gettext("Hours unknown")
    if now.change is None or now.local is None:
        return gettext("Open day and night") if now.state == "open" else gettext("Closed for now")
    if now.state == "open":
        return gettext("Open until %(time)s", time=clock(now.change))
    return _opens(now.change, now.local)


def _opens(change: datetime, local: datetime) -> str:
    if change.date() == local.date():
        return gettext("Opens today %(time)s", time=clock(change))
    if change.date() == local.date() + timedelta(days=1):
        return gettext("Opens tomorrow %(time)s", time=clock(change))
    return gettext("Opens %(day)s %(time)s", day=weekday(change.date()), time=clock(change))


def distance(metres: float | None) -> str:
    """How far, in words; rounded, since the reader's own place is."""
    if metres is None:
        return ""
    if metres < 950:
        hundreds = max(100, round(metres / 100) * 100)
        return ngettext("about %(num)s metre away", "about %(num)s metres away", hundreds)
    return gettext("about %(number)s km away", number=number(round(metres / 1000, 1)))


def for_call() -> tuple[list[Card], list[Card], list[Card]]:
    """The lines to call, as (open now in the reader's language, open now with interpreters, the others)."""
    rows = db.session().scalars(queries.with_words(queries.lines())).all()
    cards = [card(queries.Found(row)) for row in rows]
    mine = [each for each in cards if each.now.state == "open" and reader().tag in each.languages]
    helped = [each for each in cards if each.now.state == "open" and each.place.interpreters and each not in mine]
    return mine, helped, [each for each in cards if each not in mine and each not in helped]
