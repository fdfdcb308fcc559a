"""Opportunities as pages show them: words chosen for the reader, each with its language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from map.areas import queries as areas
from map.places import cards as places
from portal.i18n import reader
from portal.languages import Said, best
from portal.settings import current
from resources.events import words as events
from resources.opportunities import words
from resources.opportunities.models import Opportunity, OpportunityText


@dataclass(frozen=True, slots=True)
class Card:
    """An opportunity for the reader, in the words of *text*.

    *sort* is what it is, *stands* how it stands for whoever posted it, *withheld* what keeps others from seeing it
    though it may be open (both are codes of `words.STANDS`); *outdated* says that the words are a
    translation of older ones, *machine* that a machine made them and no person looked, *instead* that they are not in
    the reader's language. *pay* and *requirements* stand in for those that a translation lacks.
    """

    row: Opportunity
    url: str
    text: OpportunityText
    title: Said
    sort: words.What
    stands: str
    withheld: str
    apply_by: str
    place: Said | None
    place_url: str
    area: Said | None
    ages: str
    money: str
    money_label: str
    pay: Said | None
    requirements: Said | None
    languages: Sequence[str]
    phone: places.Phone | None

    @property
    def outdated(self) -> bool:
        """Whether the words are a translation of older ones."""
        return 0 < self.text.based_on < self.row.wording

    @property
    def machine(self) -> bool:
        """Whether a machine made the words, and no person looked at them."""
        return self.text.origin == "machine" and self.text.review == "draft"

    @property
    def instead(self) -> bool:
        """Whether the words are not in the reader's language."""
        return self.text.locale != reader().tag

    @property
    def editions(self) -> list[str]:
        """The other languages in which it can be read."""
        return sorted(each.locale for each in self.row.texts if each.locale != self.text.locale)


def cards(rows: Sequence[Opportunity]) -> list[Card]:
    """Prepare *rows*, which anyone may see."""
    return [card(row) for row in rows]


def card(row: Opportunity, read: str = "", withheld: str = "") -> Card:
    """Prepare one opportunity, in the language *read* where it has words in that."""
    texts = {each.locale: each for each in row.texts}
    text = texts.get(read) or words_of(row, texts)
    bounded = row.ages_from is not None or row.ages_to is not None
    return Card(
        row=row,
        url=url_for("opportunities.show", slug=row.slug),
        text=text,
        title=Said(text.title, text.locale),
        sort=words.WHAT[row.what],
        stands=words.stands(row, withheld),
        withheld=withheld,
        apply_by=words.apply_by(row.deadline),
        place=places.name(row.place) if row.place else None,
        place_url=url_for("places.show", slug=row.place.slug) if row.place else "",
        area=areas.name(areas.all_areas()[row.area_id]) if row.area_id else None,
        ages=events.ages(row.ages_from, row.ages_to) if bounded else "",
        money=str(words.MONEY.get(row.money or "", "")),
        money_label=words.asked_for_money(row.what),
        pay=_said({each.locale: each.pay for each in row.texts}, text.locale, row.language),
        requirements=_said({each.locale: each.requirements for each in row.texts}, text.locale, row.language),
        languages=sorted(each.language for each in row.languages),
        phone=places.phone(row.check_phone, current().country) if row.check_phone else None,
    )


def words_of(row: Opportunity, texts: Mapping[str, OpportunityText]) -> OpportunityText:
    """Which of *texts* (by locale) the reader of *row* should see."""
    said = best({each.locale: each.title for each in texts.values()}, reader().tag, row.language)
    return texts[said.tag] if said else OpportunityText(locale=row.language, title=row.slug, text="", html="")


def _said(said: Mapping[str, str], *tags: str) -> Said | None:
    """Those of the words *said* (by locale) that are in the first of *tags* in which there are any."""
    return next((Said(said[tag], tag) for tag in tags if said.get(tag)), None)
