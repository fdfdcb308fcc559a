"""How messages of letters show themselves to review: only those who can read one can report it."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from forum.letters import queries
from forum.letters.models import Message
from portal.kinds import Document, Kind


def _documents(rows: Sequence[Message]) -> list[Document]:
    return [Document(f"letter:{row.id}", {}, {row.language: row.text}) for row in rows]


def _remove(opened: Session, message: Message) -> None:
    """Take a message away; what its member called the letter goes with their words."""
    if message.author_id == message.letter.member_id:
        message.letter.subject = ""
    opened.delete(message)


KIND = Kind(
    name="letter",
    model=Message,
    public=queries.public_messages,
    readable=queries.readable_messages,
    url=lambda row: url_for("letters.show", number=row.letter_id),
    documents=_documents,
    prepare=list,
    card_template="forum/letters/card.html",
    scope=lambda row: row.letter.space.scope,
    guarded=lambda row: row.letter.space.guarded,
    by_author=queries.of_author,
    remove=_remove,
)
