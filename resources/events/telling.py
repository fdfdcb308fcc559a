"""What calendars tell of an event, put together from the columns of many; whom staff call is not among it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row

from map.areas import queries as areas
from map.places.cards import called
from portal.addresses import address
from portal.geo import Point
from portal.i18n import language_name, lazy, shown
from portal.languages import Said, chain
from portal.settings import current
from portal.taxonomy import queries as taxonomy
from resources.events import words
from resources.events.dates import Series
from resources.events.exchange.writing import Entry

Texts = Mapping[int, Mapping[str, Row[Any]]]
"""The words of events, by id and locale."""
Rows = Mapping[int, Sequence[Row[Any]]]
Names = Mapping[int, Mapping[str, str]]
"""What places are called, by id and locale."""
_SLUG = "SLUG"
_LABELS = {
    "ages": lazy("For whom"), "cost": lazy("Cost"), "languages": lazy("Languages"), "bring": lazy("Bring along"),
    "online": lazy("Online"), "host": lazy("Held by"),
}  # fmt: skip


class Teller:
    """Tells of events in the language of the page; what many of them share is said once.

    *texts*, *languages* and *changes* are rows by event, *places* the names of places.
    """

    def __init__(self, texts: Texts, languages: Rows, changes: Rows, places: Names) -> None:
        self.texts, self.languages, self.changes, self.places = texts, languages, changes, places
        self.address = address("events.show", slug=_SLUG)
        self.tag, self.local, self.country = shown().tag, current().local_language or "mul", current().country
        self.chain, self.shelves = chain(self.tag), taxonomy.shelves()
        self.label = {name: str(said) for name, said in _LABELS.items()}
        self.costs = {code: str(said) for code, said in words.COSTS.items()}
        self.ages, self.language, self.place = cache(words.ages), cache(language_name), cache(self._place)

    def entry(self, row: Row[Any]) -> Entry:
        """One event as calendars show it."""
        title, about = self._words(row)
        return Entry(
            uid=row.uid,
            version=row.version,
            changed_on=row.changed_on,
            series=Series(row.starts, row.ends, row.zone, row.rule, self.changes.get(row.id, ())),
            all_day=row.all_day,
            cancelled=row.cancelled,
            title=title,
            about=about,
            where=self._where(row),
            category=self.shelves[row.category_code].label,
            url=self.address.replace(_SLUG, row.slug),
            note=row.note,
            point=None if row.latitude is None else Point(row.latitude, row.longitude),
            free_in=self.country if row.skips_holidays else "",
        )

    def _words(self, row: Row[Any]) -> tuple[Said, Said]:
        """The title of an event, and what it is about with the facts, in one language."""
        texts = self.texts.get(row.id, {})
        tag = next((each for each in (*self.chain, row.language) if each in texts), None)
        if tag is None:
            return Said(row.slug, row.language), Said("", row.language)
        text = texts[tag]
        facts = "\n".join(self._facts(row, text.bring))
        return Said(text.title, tag), Said(f"{text.text}\n\n{facts}" if text.text else facts, tag)

    def _facts(self, row: Row[Any], bring: str) -> list[str]:
        """What one needs to know before going, a line for each."""
        label, cost = self.label, self.costs.get(row.cost, "")
        facts = [f"{label['ages']}: {self.ages(row.ages_from, row.ages_to)}"]
        if cost or row.price:
            facts.append(f"{label['cost']}: {' · '.join(filter(None, (cost, row.price)))}")
        if held := self.languages.get(row.id):
            facts.append(f"{label['languages']}: {', '.join([self.language(each.language) for each in held])}")
        rest = (("bring", bring), ("online", row.online), ("host", row.organisation))
        return facts + [f"{label[name]}: {said}" for name, said in rest if said]

    def _where(self, row: Row[Any]) -> Said | None:
        """The place with its street, or the street or district; online where that is all."""
        if row.place_id:
            return self.place(row.place_id, row.place_category, row.street)
        if row.address:
            return Said(row.address, self.local)
        if row.area_id:
            return areas.name(areas.all_areas()[row.area_id])
        return Said(self.label["online"], self.tag) if row.online else None

    def _place(self, number: int, category: str, street: str) -> Said:
        name = called(self.places.get(number, {}), category)
        return Said(f"{name.words}, {street}" if street else name.words, name.tag)
