"""How events show themselves to search, review, followers and the rest."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session

from map.areas import queries as areas
from portal.i18n import lazy
from portal.kinds import Document, Kind
from portal.notices import following
from portal.taxonomy import queries as taxonomy
from resources.events import cards, laying, queries
from resources.events.following import tell_changed
from resources.events.models import Event


def _documents(events: Sequence[Event]) -> list[Document]:
    return [_document(event) for event in events]


def _document(event: Event) -> Document:
    """What anyone may read of *event*; whom staff call is not among it."""
    texts = {each.locale: "\n\n".join(part for part in (each.text, each.bring) if part) for each in event.texts}
    facts = [event.address, event.responsible, event.note, event.price, *(each.note for each in event.changes)]
    return Document(
        key=f"event:{event.id}",
        names={each.locale: each.title for each in event.texts},
        texts={locale: said for locale, said in texts.items() if said} | {"": "\n".join(filter(None, facts))},
        categories=(event.category_code,),
        languages=[each.language for each in event.languages],
        area=areas.all_areas()[event.area_id].slug if event.area_id else "",
    )


def _searchable() -> Select[Any]:
    """What is not over: what was, nobody can join."""
    return queries.whole(queries.coming())


def _changed(opened: Session, event: Event) -> None:
    """Lay its dates out, and tell those who follow it, a kind of help or a district what is new there."""
    _settle(event)
    laying.lay(opened, event)
    if event.state == "published" and event.untold:
        event.untold = False
        tell_changed(opened, event, event.author_id)
    if event.state == "published" and event.version == 1 and not event.calendar_id:
        following.news(opened, _keys(event), "followed", f"/events/{event.slug}", by=event.author_id)


def _settle(event: Event) -> None:
    """Let the source words be in the event's language, also where a reviewer said that it is another one."""
    if event.texts and event.language not in {each.locale for each in event.texts}:
        source = min(event.texts, key=lambda each: (each.origin == "machine", -each.based_on))
        source.locale = event.language


def _keys(event: Event) -> list[str]:
    shelf = taxonomy.shelves().get(event.category_code)
    tile = [f"category:{shelf.tile}"] if shelf else []
    area = [f"area:{areas.all_areas()[event.area_id].slug}"] if event.area_id else []
    return [f"category:{event.category_code}", *tile, *area]


KIND = Kind(
    name="event",
    model=Event,
    public=lambda: queries.whole(queries.public()),
    url=lambda event: url_for("events.show", slug=event.slug),
    documents=_documents,
    prepare=cards.prepare,
    card_template="events/card.html",
    searchable=_searchable,
    changed=_changed,
    form_url=lambda event: url_for("event_posting.change", slug=event.slug),
    by_author=queries.by_author,
    areas=lambda: dict(areas.named()),
    label=lazy("Event"),
    leads=True,
)
