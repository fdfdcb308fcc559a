"""Keeping pages and feedback."""

import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import db
from portal.errors import BadInput
from portal.i18n import reader
from portal.languages import LANGUAGES
from portal.pages.models import Feedback, PageText
from portal.pages.queries import PAGES

CONTENT = Path(__file__).parent / "content"
KEPT = datetime.timedelta(days=180)


def _read(path: Path) -> PageText:
    page, _, tag = path.stem.partition(".")
    if page not in PAGES or tag not in LANGUAGES:
        raise BadInput(f"{path}: the name has to be PAGE.LANGUAGE.md, with PAGE one of {', '.join(PAGES)}.")
    opening, head, body = ([*path.read_text(encoding="utf-8").split("---\n", 2), "", ""])[:3]
    facts = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    if opening or "title" not in facts:
        raise BadInput(f"{path}: it has to begin with ---, a line “title: …”, and ---.")
    origin = facts.get("origin", "human")
    return PageText(
        page=page, locale=tag, title=facts["title"], body=body.strip(), origin=origin, changed_on=db.today()
    )


def load(session: Session, folder: Path = CONTENT, *, replace: bool = False) -> int:
    """Take in every PAGE.LANGUAGE.md of *folder*; what is there stays unless *replace*. Return how many were taken.

    Raises:
        BadInput: a file that is not such a page; nothing is taken then.
    """
    have = set(session.execute(select(PageText.page, PageText.locale)))
    texts = [_read(path) for path in sorted(folder.glob("*.md"))]
    taken = [text for text in texts if replace or (text.page, text.locale) not in have]
    for text in taken:
        session.merge(text)
    return len(taken)


def keep_feedback(session: Session, about: str, text: str, contact: str) -> None:
    """Keep what a reader wrote."""
    session.add(Feedback(about=about, locale=reader().tag, text=text, contact=contact, sent_on=db.today()))


def forget_old(_keys: object = None) -> None:
    """Delete feedback that is older than the privacy notice says."""
    with db.transaction() as session:
        session.execute(delete(Feedback).where(Feedback.sent_on < db.today() - KEPT))
