"""How guides and their words show themselves to search, review and the rest."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import db
from portal.accounts.models import ReadingLanguage
from portal.i18n import lazy
from portal.kinds import Document, Kind
from portal.moderation import targets
from portal.moderation.models import Decision
from portal.moderation.reviewed import State
from resources.guides import cards, critical, queries
from resources.guides.models import Guide, GuideText


def _documents(guides: Sequence[Guide]) -> list[Document]:
    return [
        Document(
            f"guide:{guide.id}",
            {each.language: each.title for each in _shown(guide)},
            _texts(guide),
            (guide.category_code,) if guide.category_code else (),
        )
        for guide in guides
    ]


def _shown(guide: Guide) -> list[GuideText]:
    return [each for each in guide.texts if each.shown and each.state == State.PUBLISHED]


def _texts(guide: Guide) -> dict[str, str]:
    said = critical.sayable(_shown(guide), guide.language)
    return {each.language: f"{each.summary}\n\n{said[each.language]}" for each in _shown(guide)}


def _versions(rows: Sequence[GuideText]) -> list[Document]:
    return [Document(f"guide_text:{row.id}", {row.language: row.title}, _version(row)) for row in rows]


def _version(row: GuideText) -> dict[str, str]:
    """What a reviewer reads of a version: its words, those that they translate, and what differs strangely."""
    base = queries.version(row.based_on_id)
    original = {base.language: f"{base.summary}\n\n{base.body}"} if base else {}
    return {row.language: f"{row.summary}\n\n{row.body}"} | original | ({"und": row.held} if row.held else {})


def _text_changed(opened: Session, text: GuideText) -> None:
    """Let words that were let through take the place of those that readers saw; they were checked by who let them."""
    guide = opened.get_one(Guide, text.guide_id, with_for_update=True)  # one at a time takes the place of another
    same = (GuideText.guide_id == text.guide_id) & (GuideText.language == text.language)
    if text.state == State.PUBLISHED and not text.shown:
        opened.execute(update(GuideText).where(same, GuideText.id != text.id).values(shown=False))
        text.shown = True
        _note_reviewer(opened, text)
    if text.shown:
        targets.follow(opened, GUIDE, guide)


def _note_reviewer(opened: Session, text: GuideText) -> None:
    """Words count as checked where who let them through reads their language; others publish them unchecked."""
    same = (Decision.kind == TEXT.name) & (Decision.target_id == text.id) & (Decision.action == "approve")
    by = opened.scalar(select(Decision.decided_by).where(same).order_by(Decision.id.desc()).limit(1))
    if by is not None and opened.get(ReadingLanguage, (by, text.language)) is not None:
        text.reviewer_id, text.verified_on = by, db.today()


def _remove(opened: Session, text: GuideText) -> None:
    """Take away what readers never saw; what they rely on, or others translated, stays, without a name."""
    if text.state == State.PUBLISHED:
        text.author_id = None
    else:
        opened.delete(text)


def _form_url(text: GuideText) -> str:
    if text.language == text.guide.language:
        return url_for("guide_editing.edit", slug=text.guide.slug)
    return url_for("guide_translating.translate", slug=text.guide.slug, language=text.language)


GUIDE = Kind(
    name="guide",
    model=Guide,
    public=lambda: queries.with_texts(queries.public()),
    url=lambda guide: url_for("guides.show", slug=guide.slug),
    documents=_documents,
    prepare=cards.prepare,
    card_template="guides/card.html",
    exempt=lambda _guide: True,  # editors stand behind it: flags alone never hide what someone may need tonight
    label=lazy("Guide"),
    leads=True,
)
TEXT = Kind(
    name="guide_text",
    model=GuideText,
    public=queries.public_texts,
    searchable=lambda: queries.public_texts().where(GuideText.id < 0),
    url=lambda text: url_for("guides.show", slug=text.guide.slug),
    documents=_versions,
    prepare=list,
    card_template="guides/text_card.html",
    changed=_text_changed,
    form_url=_form_url,
    by_author=queries.by_author,
    remove=_remove,
)
