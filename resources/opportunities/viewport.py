"""What a map shows of a rectangle: doors at which something is offered, or squares with a number."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from map.places import queries as places
from map.places.cards import called
from map.places.models import Place, PlaceText
from map.viewport import Cluster, Spots, located, said, spread
from portal import db
from portal.geo import Box, Point
from portal.i18n import reader
from portal.languages import Said, best
from resources.opportunities import queries
from resources.opportunities.filters import Wanted
from resources.opportunities.models import Opportunity, OpportunityText


@dataclass(frozen=True, slots=True)
class Spot:
    """A door with what is offered there and ends first; *more* is how many others there are."""

    point: Point
    slug: str
    title: Said
    what: str
    deadline: datetime.date | None
    place: Said
    place_slug: str
    more: int


def look(box: Box, zoom: int, wanted: Wanted) -> tuple[list[Spot], list[Cluster]]:
    """The doors in *box* where what is *wanted* is offered, or clusters of them."""
    alone, together = spread(_inside(box, wanted), box, zoom)
    return _drawn(alone, wanted), together


def _inside(box: Box, wanted: Wanted) -> Select[int, float, float]:
    """The public doors in *box* where what is *wanted* is offered, with where they are."""
    there = queries.filtered(queries.public(), wanted).where(Opportunity.place_id.is_not(None))
    offering = Place.id.in_(there.with_only_columns(Opportunity.place_id))
    return located(places.in_box(places.public().where(offering), box))


def _drawn(spots: Spots, wanted: Wanted) -> list[Spot]:
    """The doors at *spots*, each with what is offered there and ends first."""
    if not spots:
        return []
    rows = db.session().execute(_first(spots, wanted)).all()
    names = said(PlaceText.place_id, PlaceText.locale, PlaceText.name, spots)
    ids = {row.id for row in rows}
    titles = said(OpportunityText.opportunity_id, OpportunityText.locale, OpportunityText.title, ids)
    return [_spot(row, spots[row.place_id], titles[row.id], names[row.place_id]) for row in rows]


def _first(spots: Spots, wanted: Wanted) -> Select[Any]:
    """What ends first at each of *spots*, with how much is offered there."""
    ranked = func.row_number().over(partition_by=Opportunity.place_id, order_by=queries.ENDS)
    offered = func.count().over(partition_by=Opportunity.place_id)
    columns = (
        Opportunity.id, Opportunity.slug, Opportunity.what, Opportunity.deadline, Opportunity.language,
        Opportunity.place_id, Place.slug.label("place_slug"), Place.category_code.label("category"),
        ranked.label("rank"), offered.label("offered"),
    )  # fmt: skip
    there = queries.filtered(queries.public(), wanted).where(Opportunity.place_id.in_(spots))
    every = there.join(Place, Place.id == Opportunity.place_id).with_only_columns(*columns).subquery()
    return select(every).where(every.c.rank == 1)


def _spot(row: Any, point: Point, titles: Mapping[str, str], names: Mapping[str, str]) -> Spot:
    title = best(titles, reader().tag, row.language) or Said(row.slug, row.language)
    place = called(names, row.category)
    return Spot(point, row.slug, title, row.what, row.deadline, place, row.place_slug, row.offered - 1)
