"""What people enter to convene a session, to propose what it talks about, and to write down what came of it."""

import datetime
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from forum.sessions import queries
from forum.sessions.words import WHAT
from portal import db
from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, lazy
from portal.moderation.composing import ClockField, ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.security import SafeForm
from portal.text import cleaned, is_address

LONGEST_TITLE, LONGEST_TEXT, LONGEST_MINUTES = 120, 5_000, 20_000
FARTHEST = datetime.timedelta(days=366)
LONGEST_LINE, MOST_LINES = 200, 20
LONGEST_DECISION, MOST_DECISIONS = 500, 40


def lines(text: str) -> list[str]:
    """The lines of *text* that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _few_lines(most: int, longest: int) -> Any:
    """A check that a text has at most *most* lines, none longer than *longest*."""

    def check(_form: Any, field: Any) -> None:
        found = lines(field.data or "")
        if len(found) > most or any(len(each) > longest for each in found):
            raise ValidationError(gettext("Write fewer lines, and shorter ones."))

    return check


class SessionForm(ComposeForm):
    """A session: what, when, where, who facilitates, what about."""

    what = RadioField(lazy("What is it?"), choices=lambda: list(WHAT.items()), validators=[InputRequired(NEEDED)])
    title = RawString(
        lazy("Its subject, in one line"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    day = DateField(lazy("On which day?"), validators=[InputRequired(NEEDED)])
    begins = ClockField(lazy("From when?"), validators=[InputRequired(NEEDED)])
    ends = ClockField(lazy("Until when?"), validators=[InputRequired(NEEDED)])
    place = StringField(
        lazy("At which place? Paste the address of its page here"),
        filters=[cleaned],
        validators=[Length(max=500, message=TOO_LONG)],
        render_kw={"dir": "ltr"},
    )
    online = RawString(
        lazy("Or online: at which address?"),
        filters=[cleaned],
        validators=[Length(max=500, message=TOO_LONG)],
        render_kw={"type": "url", "dir": "ltr"},
    )
    facilitator = RawString(
        lazy("Who facilitates?"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_TITLE, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    text = RawText(
        lazy("What should people know before they come?"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 6},
    )
    agenda = RawText(
        lazy("Agenda, one thing a line. Members can add topics of the forum."),
        filters=[cleaned],
        validators=[_few_lines(MOST_LINES, LONGEST_LINE)],
        render_kw={"rows": 5},
    )

    def validate_day(self, field: Any) -> None:
        """Refuse a day that is far away: it was hardly meant.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and abs(field.data - db.today()) > FARTHEST:
            raise ValidationError(gettext("Choose a day within a year from today."))

    def validate_online(self, field: Any) -> None:
        """Refuse what is no address of the web, or not a safe one, and a session that is nowhere.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and not is_address(field.data, ("https",)):
            raise ValidationError(gettext("This is not an address. It has to begin with https://."))
        if not field.data and not self.place.data:
            raise ValidationError(gettext("Say where it is: a place, or an address online."))

    def validate_ends(self, field: Any) -> None:
        """Refuse an end that comes before the beginning.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError(gettext("It has to end after it begins, on the same day."))

    def times(self) -> tuple[datetime.datetime, datetime.datetime]:
        """When it begins and ends, as clocks show it there; of a validated form."""
        day = self.day.data or datetime.date.min
        begins, ends = self.begins.data or datetime.time.min, self.ends.data or datetime.time.max
        return datetime.datetime.combine(day, begins), datetime.datetime.combine(day, ends)


class ChangeForm(SessionForm):
    """The same, of one that was announced already."""

    cancelled = BooleanField(lazy("It does not take place"))
    version = HiddenField(default="0")


class MinutesForm(ComposeForm):
    """What came of a session."""

    minutes = RawText(
        lazy("What was said, without names of those who did not agree to it"),
        filters=[cleaned],
        validators=[at_most(LONGEST_MINUTES), says_something],
        render_kw={"maxlength": LONGEST_MINUTES, "rows": 12},
    )
    decisions = RawText(
        lazy("What was decided, one thing a line"),
        filters=[cleaned],
        validators=[_few_lines(MOST_DECISIONS, LONGEST_DECISION)],
        render_kw={"rows": 5},
    )
    version = HiddenField(default="0")


class ProposeForm(SafeForm):
    """A topic to talk about."""

    topic = SelectField(lazy("Which topic?"), choices=queries.offered, validate_choice=False)
