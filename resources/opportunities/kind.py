"""How opportunities show themselves to search, followers, review and the rest."""

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
from resources.opportunities import cards, queries, translations
from resources.opportunities.models import Opportunity


def _documents(rows: Sequence[Opportunity]) -> list[Document]:
    return [_document(row) for row in rows]


def _document(row: Opportunity) -> Document:
    """All that people wrote of *row*, and how it is checked: reviewers look at that, too."""
    parts = {each.locale: (each.text, each.requirements, each.pay) for each in row.texts}
    texts = {locale: "\n\n".join(filter(None, said)) for locale, said in parts.items()}
    facts = (row.organisation.name, row.online, row.check_url, row.check_phone)
    return Document(
        key=f"opportunity:{row.id}",
        names={each.locale: each.title for each in row.texts},
        texts={locale: said for locale, said in texts.items() if said} | {"und": "\n".join(filter(None, facts))},
        categories=(row.category_code,),
        languages=[each.language for each in row.languages],
        area=areas.all_areas()[row.area_id].slug if row.area_id else "",
    )


def _public() -> Select[Any]:
    return queries.whole(queries.public())


def _changed(opened: Session, row: Opportunity) -> None:
    """Keep its first words under its language, and tell once those who follow its kind of help or its district."""
    translations.settle(row)
    if not row.announced and queries.is_public(opened, row):
        row.announced = True
        following.news(opened, _keys(row), "followed", f"/opportunities/{row.slug}", by=row.author_id)


def _keys(row: Opportunity) -> list[str]:
    shelf = taxonomy.shelves().get(row.category_code)
    tile = [f"category:{shelf.tile}"] if shelf else []
    area = [f"area:{areas.all_areas()[row.area_id].slug}"] if row.area_id else []
    return [f"category:{row.category_code}", *tile, *area]


KIND = Kind(
    name="opportunity",
    model=Opportunity,
    public=_public,
    url=lambda row: url_for("opportunities.show", slug=row.slug),
    documents=_documents,
    prepare=cards.cards,
    card_template="opportunities/card.html",
    changed=_changed,
    form_url=lambda row: url_for("opportunity_posting.change", slug=row.slug),
    by_author=queries.by_author,
    areas=lambda: dict(areas.named()),
    label=lazy("Opportunity"),
)
