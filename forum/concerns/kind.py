"""How concerns show themselves to search, review and the rest."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from forum.concerns import deadlines, queries
from forum.concerns.cards import Card, cards
from forum.concerns.models import Concern, Milestone, Progress, Stage, StageChange
from portal.i18n import lazy
from portal.kinds import Document, Kind

Texts = dict[int, dict[str, list[str]]]


def _documents(rows: Sequence[Concern]) -> list[Document]:
    """Each with all that can be read on its page: also what the organisation says, since that is reported with it."""
    answers = _answers(rows)
    return [_document(row, answers[row.id]) for row in rows]


def _document(row: Concern, answers: dict[str, list[str]]) -> Document:
    texts = {tag: list(said) for tag, said in answers.items()}
    texts[row.language] = [row.text, *texts.get(row.language, [])]
    return Document(row.key, {row.language: row.title}, {tag: "\n\n".join(said) for tag, said in texts.items()})


def _answers(rows: Sequence[Concern]) -> Texts:
    """What organisations say about *rows*, by concern and language."""
    found: Texts = defaultdict(lambda: defaultdict(list))
    session = object_session(rows[0]) if rows else None
    if session is None:
        return found
    ids = [row.id for row in rows]
    parts: tuple[tuple[Any, Any], ...] = (
        (StageChange, StageChange.text), (Milestone, Milestone.title), (Progress, Progress.text),
    )  # fmt: skip
    for model, said in parts:
        query = select(model.concern_id, model.language, said).where(model.concern_id.in_(ids), said != "")
        for number, tag, text in session.execute(query.order_by(model.id)):
            found[number][tag].append(text)
    return found


def _prepare(rows: Sequence[Concern]) -> list[Card]:
    return cards(queries.found(rows))


def _form_url(row: Concern) -> str:
    """Where its author mends it; nowhere once it was answered."""
    return url_for("concerns.mend", number=row.id) if row.stage == Stage.RAISED else ""


def _remove(opened: Session, row: Concern) -> None:
    """Take the words of a concern away; where its organisation has said anything, that stays, under a bare head."""
    if row.milestones or row.progress or any(each.stage != Stage.RAISED for each in row.steps):
        row.title = row.text = row.html = ""
        row.author_id = None
    else:
        opened.delete(row)


KIND = Kind(
    name="concern",
    model=Concern,
    public=queries.public,
    url=lambda row: url_for("concerns.show", number=row.id),
    documents=_documents,
    prepare=_prepare,
    card_template="forum/concerns/card.html",
    changed=deadlines.begin,
    form_url=_form_url,
    by_author=queries.by_author,
    remove=_remove,
    label=lazy("Concern"),
)
