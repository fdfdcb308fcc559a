"""Who can help with an offer: lines to call now, places, guides; asked in two statements and what they load."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from map.places import queries as places
from map.places.cards import Card, card
from map.places.models import Place
from portal import db
from portal.i18n import reader
from resources.guides import queries as guides
from resources.guides.models import Guide
from resources.guides.queries import Leaf

CATEGORIES = ("violence", "legal-help", "safe-space")
GUIDES = ("is-this-offer-real", "someone-keeps-my-passport")
FEW = 2  # places of each category
LINES = 3


@dataclass(frozen=True, slots=True)
class Help:
    """Lines that are open now, those that speak with the reader first; places, the most fitting first; guides."""

    lines: Sequence[Card]
    places: Sequence[Card]
    guides: Sequence[Leaf]


def find() -> Help:
    """Help for the reader."""
    free_first = (case((Place.cost == "free", 0), else_=1), Place.id)
    rank = func.row_number().over(partition_by=Place.category_code, order_by=free_first).label("rank")
    ranked = places.public().where(Place.category_code.in_(CATEGORIES)).with_only_columns(Place.id, rank).subquery()
    few = select(ranked.c.id).where(ranked.c.rank <= FEW)
    wanted = or_(Place.category_code == places.HOTLINE, Place.id.in_(few))
    query = places.with_words(places.public().where(wanted).order_by(Place.id))
    cards = [card(places.Found(row)) for row in db.session().scalars(query)]
    doors = [each for each in cards if each.place.category_code != places.HOTLINE]
    doors.sort(key=lambda each: CATEGORIES.index(each.place.category_code))
    return Help(_to_call(cards), doors, guides.leaves(select(Guide.id).where(Guide.slug.in_(GUIDES))))


def _to_call(cards: Sequence[Card]) -> list[Card]:
    """Open lines that speak the reader's language, those with interpreters, others; not the emergency number."""
    opened = [each for each in cards if each.place.category_code == places.HOTLINE and each.now.state == "open"]
    mine = [each for each in opened if reader().tag in each.languages]
    helped = [each for each in opened if each.place.interpreters and each not in mine]
    others = [each for each in opened if each not in mine and each not in helped]
    return [each for each in mine + helped + others if each.phones and not each.place.emergency][:LINES]
