"""How sessions show themselves to search, review and the rest."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session

from forum.sessions import cards, queries
from forum.sessions.models import DialogueSession
from portal.i18n import lazy
from portal.kinds import Document, Kind


def _documents(rows: Sequence[DialogueSession]) -> list[Document]:
    return [_document(row) for row in rows]


def _document(row: DialogueSession) -> Document:
    """All that people wrote of *row*; topics on its agenda speak for themselves."""
    written = [row.text, *(each.title for each in row.agenda), row.minutes, *(each.text for each in row.decisions)]
    texts = {row.language: "\n\n".join(each for each in written if each)}
    named = "\n".join(each for each in (row.facilitator, row.online) if each)
    return Document(f"session:{row.id}", {row.language: row.title}, texts | ({"und": named} if named else {}))


def _public() -> Select[Any]:
    return queries.whole(queries.public())


def _remove(opened: Session, row: DialogueSession) -> None:
    """Take away what who convened a session wrote; what others added and what came of it stays, with its times."""
    topics = [each for each in row.agenda if each.topic_id]
    if topics or row.minutes or row.decisions:
        row.text = row.html = row.facilitator = row.online = ""
        row.agenda, row.author_id = topics, None
    else:
        opened.delete(row)


KIND = Kind(
    name="session",
    model=DialogueSession,
    public=_public,
    url=lambda row: url_for("sessions.show", number=row.id),
    documents=_documents,
    prepare=cards.cards,
    card_template="forum/sessions/card.html",
    form_url=lambda row: url_for("sessions.change", number=row.id),
    by_author=queries.by_author,
    remove=_remove,
    label=lazy("Session"),
)
