"""How places show themselves to search and the other shared floors."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from map.places import cells, queries
from map.places.cards import Card, card
from map.places.models import Place
from portal.kinds import Document, Kind


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
    changed=cells.follow,
    form_url=_form_url,
    by_author=_by_author,
)
