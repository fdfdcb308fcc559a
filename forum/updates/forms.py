"""What leaders write: updates and alerts."""

import datetime
from collections.abc import Sequence
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.updates.words import WHAT
from map import local
from map.organisations.models import Organisation
from portal import db
from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, lazy, number
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.text import cleaned

LONGEST_TITLE, LONGEST_TEXT, LONGEST_COMMUNITY = 120, 1000, 80
USUAL, LONGEST = datetime.timedelta(days=7), datetime.timedelta(days=60)
ALERT_DAYS = range(1, 8)


def _in_a_week() -> datetime.date:
    return db.today() + USUAL


class _Told(ComposeForm):
    """What updates and alerts share."""

    title = RawString(
        lazy("In one line: what is it?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    text = RawText(
        lazy("What do people need to know?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 6},
    )
    area = SelectField(lazy("For which district?"), choices=local.area_choices, default="")


class UpdateForm(_Told):
    """An update: short, dated, for a district or a community."""

    community = RawString(
        lazy("Or for whom? Such as: for all who speak Tigrinya"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_COMMUNITY, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_COMMUNITY},
    )
    place = StringField(
        lazy("At which place? Paste the address of its page here, if there is one"),
        filters=[cleaned],
        validators=[Length(max=500, message=TOO_LONG)],
        render_kw={"dir": "ltr"},
    )
    organisation = SelectField(lazy("In whose name?"), choices=(), default="")
    ends_on = DateField(lazy("Last day on which it counts"), default=_in_a_week, validators=[InputRequired(NEEDED)])
    version = HiddenField(default="0")

    def __init__(self, *args: Any, organisations: Sequence[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(each.id), each.name) for each in organisations]
        self.organisation.choices = [("", gettext("My own")), *names]
        if not names:
            del self.organisation

    def validate_ends_on(self, field: Any) -> None:
        """Refuse a day that is over, or too far ahead.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and not db.today() <= field.data <= db.today() + LONGEST:
            raise ValidationError(
                gettext("Choose a day from today on, at most %(days)s ahead.", days=number(LONGEST.days))
            )

    def validate_community(self, field: Any) -> None:
        """Ask for whom it is, where no district is chosen.

        Raises:
            ValidationError: with words for the reader.
        """
        if not field.data and not self.area.data:
            raise ValidationError(gettext("Choose a district, or say for whom it is."))


class AlertForm(_Told):
    """An alert: what of, where, and for how long once a second person stands for it."""

    what = RadioField(
        lazy("What is it about?"), choices=lambda: list(WHAT.items()), validators=[InputRequired(NEEDED)]
    )
    days = SelectField(
        lazy("How many days does it count, once a second person confirms it?"),
        choices=lambda: [(str(each), number(each)) for each in ALERT_DAYS],
        default="1",
    )
