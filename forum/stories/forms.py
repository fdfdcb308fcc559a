"""What people enter to tell a story."""

from wtforms import BooleanField, HiddenField

from forum.stories.words import CONSENT
from portal.i18n import lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.text import cleaned

LONGEST_TITLE, LONGEST_NAME, LONGEST_TEXT = 120, 60, 10_000


class StoryForm(ComposeForm):
    """A story, the name that its teller takes for it, and their consent."""

    title = RawString(
        lazy("In one line: what went well?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    told_as = RawString(
        lazy("A name for you in this story: not your own, and not the one that you have here"),
        filters=[cleaned],
        validators=[at_most(LONGEST_NAME), says_something],
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )
    text = RawText(
        lazy("Your story"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 12},
    )
    consent = BooleanField(CONSENT)
    version = HiddenField(default="0")
