"""How organisations show themselves to search, review and the rest."""

from collections.abc import Sequence

from flask import url_for

from map.organisations import queries
from map.organisations.models import Organisation
from portal.i18n import lazy
from portal.kinds import Document, Kind


def _documents(rows: Sequence[Organisation]) -> list[Document]:
    return [
        Document(
            f"organisation:{row.id}",
            {row.language: row.name},
            {tag: text for tag, text in ((row.language, row.about), ("und", row.website)) if text},
        )
        for row in rows
    ]


KIND = Kind(
    name="organisation",
    model=Organisation,
    public=queries.public,
    url=lambda row: url_for("organisations.show", slug=row.slug),
    documents=_documents,
    prepare=list,
    card_template="map/organisation_card.html",
    scope=lambda row: row.scope,
    exempt=lambda row: row.verified,
    verified=lambda row: row.verified,
    form_url=lambda row: url_for("organisations.mend", number=row.id),
    by_author=queries.by_author,
    label=lazy("Organisation"),
)
