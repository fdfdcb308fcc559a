"""How stories show themselves to search, review and the rest: by the name that their teller chose for them."""

from collections.abc import Sequence

from flask import url_for

from forum.stories import queries
from forum.stories.models import Story
from portal.i18n import gettext, lazy
from portal.kinds import Document, Kind


def _documents(rows: Sequence[Story]) -> list[Document]:
    return [_document(row) for row in rows]


def _document(row: Story) -> Document:
    if row.withdrawn_on:
        return Document(f"story:{row.id}", {"": gettext("A story that was taken back")})
    return Document(f"story:{row.id}", {row.language: row.title}, {row.language: row.text, "und": row.told_as})


def _form_url(row: Story) -> str:
    return "" if row.withdrawn_on else url_for("stories.mend", number=row.id)


KIND = Kind(
    name="story",
    model=Story,
    public=queries.public,
    url=lambda row: url_for("stories.show", number=row.id),
    documents=_documents,
    prepare=list,
    card_template="forum/stories/card.html",
    form_url=_form_url,
    outlives=False,  # nobody else could withdraw it
    by_author=queries.by_author,
    label=lazy("Story"),
)
