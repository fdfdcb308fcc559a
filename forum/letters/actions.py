"""Writing to the team of a space, and answering; at least two people read what comes in."""

from sqlalchemy.orm import Session

from forum.letters import queries
from forum.letters.models import Letter, Message
from forum.spaces import queries as spaces
from forum.spaces.models import Space
from portal import db
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.errors import Refused
from portal.i18n import gettext, reader
from portal.moderation.reviewed import State
from portal.notices import actions as notices

READERS = 2


def has_readers(opened: Session, space: Space, member: Account) -> bool:
    """Whether at least two people of the team of *space* would read a letter of *member*."""
    return len(set(queries.team(opened, space)) - {member.id}) >= READERS


def write(opened: Session, space: Space, member: Account, subject: str, text: str) -> Letter:
    """Begin a letter of *member* to the team of *space*.

    Raises:
        Refused: fewer than two people would read it.
    """
    if not has_readers(opened, space, member):
        raise Refused(
            gettext(
                "This space has no team of two now, and nobody reads letters alone. Your words are kept: try another."
            )
        )
    letter = Letter(space_id=space.id, member_id=member.id, subject=subject, sent_on=db.today())
    opened.add(letter)
    opened.flush()
    add(opened, letter, member, text)
    return letter


def add(opened: Session, letter: Letter, by: Account, text: str) -> Message:
    """Add a message of the member, or of the team.

    Raises:
        Refused: *by* is neither.
    """
    from_team = by.id != letter.member_id
    if from_team and not spaces.tends(by, letter.space):
        raise Refused(gettext("Only the member and the team of the space write here."))
    message = Message(
        letter=letter, author_id=by.id, text=text, from_team=from_team, language=language_of(text, reader().tag),
        state=State.PUBLISHED, locked=False, written_on=db.today(),
    )  # fmt: skip
    opened.add(message)
    letter.answered = from_team
    told = [letter.member_id] if from_team else queries.team(opened, letter.space)
    for each in sorted({each for each in told if each} - {by.id}):
        notices.tell(opened, each, "letter", f"/forum/letters/{letter.id}")
    return message
