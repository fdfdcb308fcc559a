"""How places show themselves to search and the other shared floors."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from map.places import cells, queries
from map.places.cards import Card, card
from map.places.models import Place
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
        )
        for place in places
    ]


def _prepare(places: Sequence[Place]) -> list[Card]:
    return [card(queries.Found(place)) for place in places]


def _public() -> Select[Any]:
    return queries.with_words(queries.public())


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
)
