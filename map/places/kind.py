"""How places show themselves to search and the other shared floors."""

import datetime
from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, joinedload

from map.areas import queries as areas
from map.places import cells, queries
from map.places.cards import Card, card
from map.places.models import Place, PlaceOpen
from portal.i18n import lazy
from portal.kinds import Document, Kind
from portal.notices import following
from portal.taxonomy import queries as taxonomy


def _documents(places: Sequence[Place]) -> list[Document]:
    return [
        Document(
            key=f"place:{place.id}",
            names={each.locale: each.name for each in place.texts},
            texts={each.locale: each.about for each in place.texts if each.about} | {"": place.address},
            categories=(place.category_code,),
            languages=[each.language for each in place.languages],
            area=areas.all_areas()[place.area_id].slug if place.area_id else "",
        )
        for place in places
    ]


def _prepare(places: Sequence[Place]) -> list[Card]:
    return [card(queries.Found(place)) for place in places]


def _public() -> Select[Any]:
    return queries.with_words(queries.public())


def _searchable() -> Select[Any]:
    """The same, with what search draws in one statement instead of four: a page of search asks several kinds."""
    parts = (Place.texts, Place.phones, Place.languages)
    return queries.public().options(*map(joinedload, parts))


def _by_author(account_id: int) -> Select[Any]:
    return queries.with_words(select(Place).where(Place.author_id == account_id).order_by(Place.id.desc()))


def _exempt(place: Place) -> bool:
    """Flags alone never hide a hotline, nor what a verified organisation runs: someone may need it tonight."""
    return place.category_code == queries.HOTLINE or (place.organisation is not None and place.organisation.verified)


def _changed(opened: Session, place: Place) -> None:
    """Keep the map's squares true, and tell those who follow a kind of help or a district what is new there."""
    cells.follow(opened, place)
    if place.state == "published":
        following.news(opened, _keys(place), "followed", f"/places/{place.slug}", by=place.author_id)


def _keys(place: Place) -> list[str]:
    """By what those follow whom *place* concerns: its kind of help, the tile of that, its district."""
    shelf = taxonomy.shelves().get(place.category_code)
    tile = [f"category:{shelf.tile}"] if shelf else []
    area = [f"area:{place.area.slug}"] if place.area else []
    return [f"category:{place.category_code}", *tile, *area]


def _is_open(moment: datetime.datetime) -> ColumnElement[bool]:
    return exists().where(PlaceOpen.place_id == Place.id, PlaceOpen.opens <= moment, PlaceOpen.closes > moment)


def _form_url(place: Place) -> str:
    return url_for("suggest.mend", number=place.id)


KIND = Kind(
    name="place",
    model=Place,
    public=_public,
    url=lambda place: url_for("places.show", slug=place.slug),
    documents=_documents,
    prepare=_prepare,
    card_template="map/card.html",
    exempt=_exempt,
    changed=_changed,
    form_url=_form_url,
    by_author=_by_author,
    searchable=_searchable,
    is_open=_is_open,
    areas=lambda: dict(areas.named()),
    label=lazy("Place"),
    leads=True,
)
