"""Writing guides, translating them, arranging their tree: checked, kept and published in one transaction."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
from portal.log import chain
from portal.moderation import contributing, targets
from portal.moderation.contributing import Waits
from portal.moderation.reviewed import State
from portal.notices import following
from portal.posting import Moved
from resources.facts import differences
from resources.guides import blocks
from resources.guides.kind import GUIDE, TEXT
from resources.guides.models import Guide, GuideSituation, GuideText, Origin

REVIEWED_EVERY = datetime.timedelta(days=182)
DEEPEST = 6  # guides within guides


@dataclass(frozen=True, slots=True)
class Words:
    """What a guide says in one language."""

    title: str
    summary: str
    body: str

    @classmethod
    def of(cls, text: GuideText) -> "Words":
        """The words of one version."""
        return cls(text.title, text.summary, text.body)


def create(opened: Session, author: Account, slug: str, language: str, words: Words) -> Guide:
    """Begin a guide in *language*; it can be read at once, and a second person reads it afterwards.

    Raises:
        BadInput: there is a guide of that name.
    """
    if opened.scalar(select(Guide.id).where(Guide.slug == slug)):
        raise BadInput(gettext("There is a guide with this address. Choose another."))
    guide = Guide(slug=slug, author_id=author.id, language=language, written_on=db.today(), locked=False,
                  state=State.PUBLISHED, **_just_reviewed())  # fmt: skip
    opened.add(guide)
    opened.flush()
    _publish(opened, author, guide, words, minor=False)
    _tell_followers(opened, guide)
    return guide


def edit(opened: Session, author: Account, guide: Guide, seen: int, words: Words, *, minor: bool) -> None:
    """Put *words* in the place of the source; *seen* is the id of the version that its writer saw.

    Raises:
        Moved: someone else changed it meanwhile.
        Refused: the guide is hidden or locked.
    """
    contributing.check_open(guide)
    source = shown(opened, guide.id, guide.language)
    if source is not None and source.id != seen:
        raise Moved(gettext("Someone changed this guide meanwhile. Your words are kept: look at both, then send."))
    if source is None or Words.of(source) != words:
        same = source is not None and blocks.critical(source.body) == blocks.critical(words.body)
        _publish(opened, author, guide, words, minor=minor and same)  # whom to call is never a small thing
    guide.reviewed_on, guide.review_due = _just_reviewed().values()


def _publish(opened: Session, author: Account, guide: Guide, words: Words, *, minor: bool) -> None:
    row = _version(guide, guide.language, words, Origin.HUMAN, author.id)
    row.minor = minor
    opened.add(row)
    opened.flush()
    contributing.submit(opened, TEXT, row, author, [words.title, words.summary, words.body], Waits.AFTER)
    chain.append(opened, "guide", actor=author.ref, target=f"guide:{guide.id}")


def translate(
    opened: Session, author: Account, guide: Guide, language: str, based_on: int, words: Words,
    origin: Origin = Origin.HUMAN, held: str = "",
) -> GuideText:  # fmt: skip
    """Keep a translation of the version *based_on* of the source; it waits for a second person who reads *language*.

    *held* says what an import found strange in it.

    Raises:
        BadInput: *language* is that of the source, or *based_on* is no version of it.
        Refused: the guide is hidden or locked, or *author* is slowed.
    """
    contributing.check_open(guide)
    base = opened.get(GuideText, based_on)
    if language == guide.language or base is None or (base.guide_id, base.language) != (guide.id, guide.language):
        raise BadInput(gettext("This is not the guide that you translated. Open it again, and paste your words."))
    row = _waiting(opened, guide, language, author.id) or _version(guide, language, words, origin, author.id)
    row.title, row.summary, row.body = words.title, words.summary, words.body
    held = held or " · ".join(differences(base.body, words.body))
    row.based_on_id, row.origin, row.held, row.version = based_on, origin, held[:500], (row.version or 0) + 1
    opened.add(row)
    opened.flush()
    contributing.submit(opened, TEXT, row, author, [words.title, words.summary, words.body], Waits.ALL)
    return row


def _waiting(opened: Session, guide: Guide, language: str, author_id: int) -> GuideText | None:
    """What the same person sent before and nobody has decided on: it is mended, not sent twice."""
    same = (GuideText.guide_id == guide.id) & (GuideText.language == language) & (GuideText.author_id == author_id)
    waits = GuideText.state.in_([State.PENDING, State.RETURNED])
    return opened.scalars(select(GuideText).where(same, waits).order_by(GuideText.id.desc()).limit(1)).first()


def _version(guide: Guide, language: str, words: Words, origin: str, author_id: int | None) -> GuideText:
    return GuideText(
        guide_id=guide.id, language=language, title=words.title, summary=words.summary, body=words.body,
        origin=origin, author_id=author_id, written_on=db.today(), state=State.DRAFT, locked=False,
        minor=False, shown=False, brought=False, version=0,
    )  # fmt: skip


def shown(opened: Session, guide_id: int, language: str) -> GuideText | None:
    """The words that readers see of a guide in *language*."""
    same = (GuideText.guide_id == guide_id) & (GuideText.language == language) & GuideText.shown
    return opened.scalars(select(GuideText).where(same)).first()


def arrange(
    opened: Session, guide: Guide, parent_id: int | None, position: int, category: str, situations: Sequence[str]
) -> None:
    """Move *guide* in the tree, and say where else it is found; no translation is outdated by that.

    Raises:
        BadInput: it would stand within itself, or too deep.
    """
    check_parent(opened, guide, parent_id)
    guide.parent_id, guide.position, guide.category_code = parent_id, position, category or None
    guide.situations = [GuideSituation(code=code) for code in situations]
    targets.follow(opened, GUIDE, guide)


def check_parent(opened: Session, guide: Guide, parent_id: int | None) -> None:
    """Refuse a place in the tree where *guide* would hold itself, or stand too deep.

    Raises:
        BadInput: it would.
    """
    above, deep = parent_id, 0
    while above is not None:
        deep += 1
        if above == guide.id or deep > DEEPEST:
            raise BadInput(gettext("A guide cannot stand within itself. Choose another place for it."))
        above = opened.scalar(select(Guide.parent_id).where(Guide.id == above))


def next_position(opened: Session, parent_id: int | None) -> int:
    """The place after the last guide that stands under *parent_id*."""
    last = opened.scalar(select(func.max(Guide.position)).where(Guide.parent_id.is_not_distinct_from(parent_id)))
    return (last or 0) + 1


def confirm(opened: Session, by: Account, guide: Guide) -> None:
    """Note that someone read *guide* anew and found it right as it is: nothing else changes."""
    guide.reviewed_on, guide.review_due = _just_reviewed().values()
    chain.append(opened, "guide", actor=by.ref, target=f"guide:{guide.id}")


def _just_reviewed() -> dict[str, datetime.date]:
    return {"reviewed_on": db.today(), "review_due": db.today() + REVIEWED_EVERY}


def _tell_followers(opened: Session, guide: Guide) -> None:
    if guide.category_code:
        keys = [f"category:{guide.category_code}"]
        following.news(opened, keys, "followed", f"/guides/{guide.slug}", by=guide.author_id)
