"""What readers can write to us."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.i18n import lazy
from portal.security import SafeForm
from portal.text import cleaned


class FeedbackForm(SafeForm):
    """A message about a page, with a contact only if its writer wants an answer."""

    about = HiddenField(filters=[cleaned, lambda text: text[:200]])
    text = TextAreaField(
        lazy("What should we know?"),
        filters=[cleaned],
        validators=[
            DataRequired(lazy("Write a few words first.")),
            Length(max=4000, message=lazy("This is too long: at most 4,000 letters.")),
        ],
    )
    contact = StringField(
        lazy("How can we answer you? (you may leave this empty)"),
        filters=[cleaned],
        validators=[Length(max=200, message=lazy("This is too long: at most 200 letters."))],
    )
