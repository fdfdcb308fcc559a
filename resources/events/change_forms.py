"""What people enter to change one date, to cancel, and to write an event in another language."""

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import InputRequired, Length

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.text import cleaned
from resources.events.forms import LONGEST_TEXT, LONGEST_TITLE, line
from resources.events.time_forms import TimesForm


class DateForm(TimesForm):
    """What is different at one date, or from it on."""

    scope = RadioField(
        lazy("For which dates?"),
        choices=lambda: [("this", lazy("Only this one")), ("following", lazy("This one and all that follow"))],
        validators=[InputRequired(NEEDED)],
        default="this",
    )
    cancelled = BooleanField(lazy("It does not take place"))
    note = line(lazy("What should those know who meant to come?"))
    version = HiddenField(default="0")

    def is_untimed(self) -> bool:
        """Whether it does not take place, or lasts whole days."""
        return bool(self.cancelled.data) or self.lasts_all_day()

    def lasts_all_day(self) -> bool:
        """Whether it lasts whole days: then it is not asked for times."""
        return "begins" not in self


class CancelForm(ComposeForm):
    """That an event does not take place."""

    note = line(lazy("Why, and what instead? Leave it empty if there is nothing to say"))
    version = HiddenField(default="0")


class TranslateForm(ComposeForm):
    """An event in another language."""

    title = RawString(
        lazy("What it is called"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    text = RawText(
        lazy("What people should know"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 6},
    )
    bring = line(lazy("What to bring along"))
    machine = BooleanField(lazy("A machine translated this, and nobody has checked it yet"))
    version = HiddenField(default="0")
