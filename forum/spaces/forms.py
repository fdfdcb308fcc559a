"""What an administrator enters about a space."""

import re
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, ValidationError

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, lazy
from portal.security import SafeForm
from portal.text import cleaned

SLUG = re.compile(r"[a-z][a-z0-9-]{1,58}[a-z0-9]")
TAKEN = frozenset({"ask", "asked", "letters", "post", "topic", "spaces", "sessions"})
READING = [
    SelectChoice("public", lazy("Everyone")),
    SelectChoice("members", lazy("Those who have an account")),
    SelectChoice("youth", lazy("Young people who were invited")),
]
WRITING = [
    SelectChoice("anyone", lazy("Everyone")),
    SelectChoice("members", lazy("Those who have an account")),
    SelectChoice("team", lazy("Its team")),
]
WAITS = [
    SelectChoice("first", lazy("First contributions")),
    SelectChoice("all", lazy("All of them")),
    SelectChoice("none", lazy("None")),
]


class SpaceForm(SafeForm):
    """A space, with its words in the language of the page."""

    slug = StringField(lazy("The end of its address, in Latin letters"), validators=[DataRequired(NEEDED)])
    name = StringField(
        lazy("Its name"), filters=[cleaned], validators=[DataRequired(NEEDED), Length(max=80, message=TOO_LONG)]
    )
    purpose = TextAreaField(
        lazy("What is it for?"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=400, message=TOO_LONG)],
    )
    rules = TextAreaField(lazy("Its rules"), filters=[cleaned], validators=[Length(max=1000, message=TOO_LONG)])
    languages = StringField(
        lazy("Languages that its team reads, such as en ar"),
        filters=[cleaned],
        validators=[Length(max=200, message=TOO_LONG)],
    )
    reading = SelectField(lazy("Who may read it?"), choices=READING)
    writing = SelectField(lazy("Who may open topics?"), choices=WRITING)
    waits = SelectField(lazy("Which posts are read before others can?"), choices=WAITS)
    indexed = BooleanField(lazy("Search may find its topics"))
    fed = BooleanField(lazy("It has an Atom feed"))
    closed = BooleanField(lazy("It takes no new topics or answers"))

    def validate_slug(self, field: Any) -> None:
        """Refuse an end of an address that means something else here.

        Raises:
            ValidationError: with words for the reader.
        """
        if not SLUG.fullmatch(field.data or "") or field.data in TAKEN:
            raise ValidationError(gettext("Choose another: small Latin letters, digits and hyphens."))
