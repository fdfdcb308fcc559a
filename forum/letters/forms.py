"""What a member and the team of a space write to each other."""

from wtforms import StringField, TextAreaField

from forum.topics.wording import LONGEST_TEXT, LONGEST_TITLE
from portal.i18n import lazy
from portal.moderation.wording import at_most, says_something
from portal.security import SafeForm
from portal.text import cleaned


class MessageForm(SafeForm):
    """One message."""

    text = TextAreaField(
        lazy("What do you want to say?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something],
        render_kw={"rows": 6},
    )


class LetterForm(SafeForm):
    """A new letter."""

    subject = StringField(
        lazy("What is it about?"), filters=[cleaned], validators=[at_most(LONGEST_TITLE), says_something]
    )
    text = TextAreaField(
        lazy("What do you want to say?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something],
        render_kw={"rows": 6},
    )
