"""What people say of a calendar of others: whose it is, and what holds for all of its events."""

from typing import Any
from urllib.parse import urldefrag

from flask import request
from wtforms import FileField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.errors import BadInput
from portal.i18n import gettext, language_name, lazy
from portal.languages import LANGUAGES
from portal.security import SafeForm
from portal.settings import current
from portal.text import cleaned, host, is_address
from resources.events.exchange.components import LARGEST
from resources.events.exchange.entries import LONGEST_TITLE
from resources.events.forms import EventForm

HOURS: dict[str, Any] = {"1": lazy("Every hour"), "6": lazy("Every 6 hours"), "24": lazy("Every day")}
LONGEST_URL = 500


def _languages() -> list[tuple[str, str]]:
    tags = dict.fromkeys((*filter(None, (current().local_language,)), *LANGUAGES))
    return [(tag, language_name(tag)) for tag in tags]


def _address(text: str | None) -> str:
    """*text* as an address that one can ask; calendars are often named by webcal://."""
    said = urldefrag(cleaned(text)).url
    return f"https://{said.partition('://')[2]}" if said.lower().startswith("webcal://") else said


class CalendarForm(SafeForm):
    """What holds for all events of a calendar."""

    order: tuple[str, ...] = ("organisation", "responsible", "ages", "safeguarding", "category", "language", "name")
    name = StringField(
        lazy("What do you call it? Empty: as it calls itself"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_TITLE, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    organisation = SelectField(lazy("Who holds its events?"), validate_choice=False)
    language = SelectField(lazy("In which language is it written?"), choices=_languages)
    category: Any = EventForm.category
    ages: Any = EventForm.ages
    responsible: Any = EventForm.responsible
    safeguarding: Any = EventForm.safeguarding


class BringForm(CalendarForm):
    """A calendar that comes as a file."""

    order = ("file", *CalendarForm.order)
    file = FileField(lazy("The file: a calendar (.ics) or a table (.csv), 5 MB at the most"))


class AgainForm(SafeForm):
    """A newer file of a calendar that is here."""

    order = ("file",)
    file = FileField(lazy("The newer file"))


class SubscribeForm(CalendarForm):
    """A calendar that is read again and again."""

    order = ("url", "every", *CalendarForm.order)
    url = StringField(
        lazy("The address of the calendar. It often ends in .ics"),
        filters=[_address],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_URL, message=TOO_LONG)],
        render_kw={"type": "url", "dir": "ltr", "maxlength": LONGEST_URL},
    )
    every = SelectField(
        lazy("How often shall we look?"), choices=lambda: list(HOURS.items()), default="6", validators=[Optional()]
    )

    def validate_url(self, field: Any) -> None:
        """Refuse what is no address of the web.

        Raises:
            ValidationError: with words for the reader.
        """
        if not is_address(field.data):
            raise ValidationError(
                gettext("This is not an address on the internet. It begins with https:// or http://.")
            )
        if host(field.data) == host(current().public_url or "-"):
            raise ValidationError(gettext("This is our own calendar: its events are here."))


def sent() -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent.

    Raises:
        BadInput: there is none, it is empty, or it is too large.
    """
    found = request.files.get("file")
    if found is None or not found.filename:
        raise BadInput(gettext("Choose the file first."))
    data = found.stream.read(LARGEST + 1)
    if not data:
        raise BadInput(gettext("This file is empty."))
    if len(data) > LARGEST:
        raise BadInput(gettext("This file is too large: it can have 5 MB."))
    return found.filename, data
