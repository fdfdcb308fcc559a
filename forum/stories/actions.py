"""Telling a story, changing it, and taking it back: at once, with every word of it."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum.stories.forms import StoryForm
from forum.stories.kind import KIND
from forum.stories.models import Story
from forum.stories.words import VERSION
from portal import db
from portal.accounts.models import Account
from portal.accounts.names import skeleton
from portal.detecting import language_of
from portal.errors import BadInput
from portal.i18n import gettext
from portal.moderation import contributing, targets
from portal.moderation.contributing import Waits
from portal.moderation.models import ReviewItem
from portal.moderation.reviewed import State
from portal.outbox.queue import promise
from portal.text import prose


def tell(opened: Session, author: Account, form: StoryForm, tag: str) -> Story:
    """Keep a story of *author*, who reads the page in *tag*; a person reads it before others can.

    Raises:
        BadInput: consent is missing, or it is told under the name of a member.
        Refused: *author* is slowed and wrote within the hour.
    """
    row = Story(author_id=author.id, written_on=db.today(), state="draft", locked=False)
    _say(opened, author, row, form, tag)
    opened.add(row)
    opened.flush()
    contributing.submit(opened, KIND, row, author, form.texts(), Waits.ALL)
    return row


def mend(opened: Session, author: Account, row: Story, form: StoryForm, tag: str) -> None:
    """Change one's story, consent anew, and send it again.

    Raises:
        BadInput: consent is missing, or it is told under the name of a member.
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, or *author* is slowed and wrote within the hour.
    """
    contributing.check_open(row)
    contributing.count_change(form.version, row)
    _say(opened, author, row, form, tag)
    contributing.submit(opened, KIND, row, author, form.texts(), Waits.ALL)


def _say(opened: Session, author: Account, row: Story, form: StoryForm, tag: str) -> None:
    if not form.consent.data:
        raise BadInput(gettext("Tick at the end that you agree. Without that we cannot show your story to others."))
    row.title, row.text, row.told_as = form.title.data or "", form.text.data or "", form.told_as.data or ""
    _check_name(opened, author, row.told_as)
    row.html = prose(row.text)
    row.language = language_of(f"{row.title} {row.text}", tag)
    row.consented_on, row.consent = db.today(), VERSION


def _check_name(opened: Session, author: Account, name: str) -> None:
    """Refuse a name that looks like that of a member: the author's own would tell whose story it is."""
    looks = skeleton(name)[:80]
    if looks == author.skeleton:
        raise BadInput(gettext("Take another name for this story, so that nobody can tell that it is yours."))
    if opened.scalar(select(Account.id).where(Account.skeleton == looks)):
        raise BadInput(gettext("Someone has this name, or one that looks like it. Choose another."))


def as_written(row: Story) -> dict[str, Any]:
    """The words of *row* as its author wrote them, for the form; they consent anew."""
    return {name: getattr(row, name) for name in ("title", "told_as", "text", "version")}


def withdraw(opened: Session, row: Story) -> None:
    """Take a story back: its words are gone from here, from review, and soon from the index and the journal."""
    row.title = row.text = row.html = row.told_as = ""
    row.state, row.withdrawn_on = State.DRAFT, db.today()
    same = (ReviewItem.kind == KIND.name) & (ReviewItem.target_id == row.id)
    blank = update(ReviewItem).where(same).values(
        snapshot={}, fingerprint="", status="decided", claimed_by=None, claim_expires_at=None,
        version=ReviewItem.version + 1,
    )  # fmt: skip
    opened.execute(blank)
    targets.follow(opened, KIND, row)
    promise(opened, "scrub", ["now"])
