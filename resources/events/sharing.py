"""A date of an event as a plain text, for WhatsApp, SMS and copying."""

import unicodedata

from map import local
from portal.addresses import whole
from portal.i18n import clock, day, gettext, shown, weekday
from portal.languages import direction
from portal.settings import current
from resources.events.cards import Card

LRM, RLM, LRI, PDI = "\u200e", "\u200f", "\u2066", "\u2069"
_FROM_RIGHT = {"R", "AL"}


def share(card: Card) -> str:
    """What, when, where and a link, with the marks that phones need to show it in the right direction."""
    off = gettext("Does not take place") if card.cancelled else ""
    page = shown().tag
    lines = (
        (off, page),
        (card.title.words, card.title.tag),
        (f"{date(card)} · {isolated(times(card) + zone(card))}", page),
        (where(card), page),
    )
    said = [marked(words, tag) for words, tag in lines if words]
    return "\n".join([*said, "", whole(card.url)])


def date(card: Card) -> str:
    """On which days, in words."""
    first = f"{weekday(card.starts.date())} · {day(card.starts.date())}"
    return f"{first} – {weekday(card.last_day)} · {day(card.last_day)}" if card.days else first


def times(card: Card) -> str:
    """From when until when."""
    return gettext("All day") if card.event.all_day else f"{clock(card.starts)}–{clock(card.ends)}"


def zone(card: Card) -> str:
    """The zone of its clocks, in brackets, where they are not the city's."""
    there = local.clocks(card.event.zone)
    return f" ({there})" if there != current().time_zone else ""


def where(card: Card) -> str:
    """The place and its street, or the street or district, or that it is online."""
    street = card.event.place.address if card.event.place else ""
    name = card.place or card.where
    if name is None:
        return gettext("Online") if card.event.online else ""
    return ", ".join(part for part in (name.words, street) if part)


def isolated(words: str) -> str:
    """*words* that run from the left, kept together within a line that may run from the right."""
    return f"{LRI}{words}{PDI}" if shown().direction == "rtl" and words[:1].isdigit() else words


def marked(words: str, tag: str) -> str:
    """*words* in the language *tag*, with a mark before them where their first letter would turn the whole line."""
    kinds = (unicodedata.bidirectional(letter) for letter in words)
    first = next((kind in _FROM_RIGHT for kind in kinds if kind in _FROM_RIGHT | {"L"}), None)
    from_right = direction(tag) == "rtl"
    return words if first is from_right else f"{RLM if from_right else LRM}{words}"
