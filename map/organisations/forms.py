"""What people enter about an organisation."""

from typing import Any

from wtforms.validators import DataRequired, Length, ValidationError

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.text import cleaned, is_address


class OrganisationForm(ComposeForm):
    """An organisation: its name, what it does, where it says so itself."""

    name = RawString(
        lazy("Name of the organisation"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=200, message=TOO_LONG)],
    )
    about = RawText(
        lazy("What does it do, and for whom?"),
        filters=[cleaned],
        validators=[DataRequired(lazy("Write a few words first.")), Length(max=2000, message=TOO_LONG)],
    )
    website = RawString(
        lazy("Its website, if it has one"),
        filters=[cleaned],
        validators=[Length(max=500, message=TOO_LONG)],
        render_kw={"type": "url", "dir": "ltr"},
    )

    def validate_website(self, field: Any) -> None:
        """Refuse what is no address of the web.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and not is_address(field.data):
            raise ValidationError(gettext("This is not an address. It has to begin with https://."))
