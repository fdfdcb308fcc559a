"""What people enter about an organisation."""

from typing import Any
from urllib.parse import urlsplit

from wtforms.validators import DataRequired, Length, ValidationError

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.text import cleaned


def _is_address(text: str) -> bool:
    """Whether *text* is an address of the web that hides nobody: a plain host, no name or password before it."""
    try:
        parts = urlsplit(text)
        host_ = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in host_ and host_.isascii() and "@" not in parts.netloc


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
        if field.data and not _is_address(field.data):
            raise ValidationError(gettext("This is not an address. It has to begin with https://."))
