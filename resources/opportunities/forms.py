"""What people enter to post an opportunity: what is needed first, and the rest, which comes from the last time."""

import datetime
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from map import local
from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, language_name, lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.text import cleaned
from resources.opportunities import checking
from resources.opportunities.words import LONGEST, MONEY, NEVER_COSTS, SAYS_MONEY, WHAT, asked_for_money, sorts

LONGEST_TITLE, LONGEST_TEXT, LONGEST_REQUIREMENTS, LONGEST_PAY, LONGEST_ADDRESS = 120, 5_000, 1_000, 300, 500
FARTHEST = datetime.timedelta(days=366 * 2)
OLDEST, MOST_HOURS = 120, 100
DECLARED = lazy("Without this, nothing can be offered here.")
UNKNOWN = lazy("Nobody has said")


class DayField(StringField):
    """A day, kept as it is typed, so that a draft holds it too; *day* is what it says."""

    day: datetime.date | None = None

    def pre_validate(self, form: Any) -> None:
        """Read it.

        Raises:
            ValidationError: it is none; with words for the reader.
        """
        try:
            self.day = datetime.date.fromisoformat(self.data) if self.data else None
        except ValueError as error:
            raise ValidationError(gettext("Choose a day.")) from error


def _day(label: Any, *checks: Any) -> DayField:
    return DayField(label, filters=[cleaned], validators=list(checks), render_kw={"type": "date", "dir": "ltr"})


def _line(label: Any, longest: int, **attributes: Any) -> StringField:
    return StringField(
        label, filters=[cleaned], validators=[Length(max=longest, message=TOO_LONG)],
        render_kw={"maxlength": longest} | attributes,
    )  # fmt: skip


def _number(label: Any, first: int, last: int) -> IntegerField:
    between = NumberRange(first, last, message=lazy("Write a number that can be true."))
    return IntegerField(label, validators=[Optional(), between], render_kw={"inputmode": "numeric", "dir": "ltr"})


def _categories() -> list[tuple[str, str]]:
    return [("", gettext("As fits what it is")), *local.kinds_of_help()]


class WordsForm(ComposeForm):
    """What an opportunity says in one language."""

    title = RawString(
        lazy("What is it called?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    text = RawText(
        lazy("What is it, and how does one get it?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 6},
    )
    pay = RawString(
        lazy("What does it pay or cost, in words?"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_PAY, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_PAY},
    )
    requirements = RawText(
        lazy("What does one need for it?"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_REQUIREMENTS, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_REQUIREMENTS, "rows": 3},
    )


class TranslateForm(WordsForm):
    """The same in another language."""

    machine = BooleanField(lazy("A machine translated this, and nobody has checked it yet"))
    version = HiddenField(default="0")


class OpportunityForm(WordsForm):
    """An opportunity. What stands in *needed* is asked first; the rest is filled in from the last time."""

    needed: tuple[str, ...] = (
        "what", "organisation", "provider", "title", "text", "pay", "check_url", "check_phone", "expires_on",
        "no_fee", "no_passport",
    )  # fmt: skip
    what = SelectField(
        lazy("What is it?"),
        choices=lambda: [("", gettext("Choose")), *sorts()],
        validators=[InputRequired(NEEDED)],
    )
    organisation = SelectField(lazy("Who offers it?"), validators=[Optional()])
    provider = _line(lazy("Another organisation: its name here, or the address of its page"), 300)
    check_url = _line(
        lazy("Where can people check it? A page of the organisation's own website"),
        LONGEST_ADDRESS,
        type="url",
        dir="ltr",
    )
    check_phone = _line(lazy("Or at which of its phone numbers?"), 40, type="tel", dir="ltr")
    expires_on = _day(lazy("Show it until"), InputRequired(NEEDED))
    no_fee = BooleanField(lazy("Nobody pays a fee, a deposit or a journey to get it"), [InputRequired(DECLARED)])
    no_passport = BooleanField(lazy("Nobody keeps a passport or papers"), [InputRequired(DECLARED)])
    deadline = _day(lazy("Last day to apply, if there is one"))
    money = SelectField(
        lazy("Does it pay or cost something?"),
        choices=lambda: [("", UNKNOWN), *MONEY.items()],
        validators=[Optional()],
    )
    hours_a_week = _number(lazy("Hours a week"), 1, MOST_HOURS)
    languages = SelectMultipleField(
        lazy("In which languages?"),
        choices=lambda: [(tag, language_name(tag)) for tag in local.languages()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    area = SelectField(lazy("In which district?"), choices=local.area_choices, validators=[Optional()])
    place = _line(lazy("At which place? Paste the address of its page here"), LONGEST_ADDRESS, dir="ltr")
    online = RawString(
        lazy("Or online: at which address?"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_ADDRESS, message=TOO_LONG)],
        render_kw={"type": "url", "dir": "ltr"},
    )
    ages_from = _number(lazy("From which age?"), 0, OLDEST)
    ages_to = _number(lazy("Up to which age?"), 0, OLDEST)
    step_free = SelectField(
        lazy("Can one get there without steps?"),
        choices=lambda: [("", UNKNOWN), ("yes", lazy("Yes")), ("no", lazy("No"))],
        validators=[Optional()],
    )
    category = SelectField(lazy("Which kind of help is it?"), choices=_categories, validators=[Optional()])

    def __init__(self, *args: Any, own: list[tuple[str, str]], **kwargs: Any) -> None:
        """*own* are the organisations of whoever posts, as (slug, name): the first is offered, others are named."""
        chosen = kwargs.get("organisation", own[0][0] if own else "")
        if chosen in dict(own):
            kwargs |= {"organisation": chosen, "provider": ""}
        else:
            kwargs["organisation"] = ""
        super().__init__(*args, **kwargs)
        if own:
            self.organisation.choices = [*own, ("", gettext("Another one: I name it further down"))]
            self.needed = tuple(each for each in self.needed if each != "provider")
        else:
            del self.organisation
        if self.what.data in WHAT:
            self.pay.label.text = asked_for_money(self.what.data)

    def validate_pay(self, field: Any) -> None:
        """Ask for what it pays, or costs in the end, where people have to know it.

        Raises:
            ValidationError: with words for the reader.
        """
        if self.what.data in SAYS_MONEY and not field.data:
            if self.what.data == "microfinance":
                raise ValidationError(gettext("Say what it costs in the end, with all interest and fees."))
            raise ValidationError(gettext("Say in words what the job pays."))

    def validate_money(self, field: Any) -> None:
        """Refuse work that people would have to pay for.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data == "costs" and self.what.data in NEVER_COSTS:
            raise ValidationError(gettext("Nobody may have to pay for this. If they do, it cannot be offered here."))

    def validate_expires_on(self, field: Any) -> None:
        """Refuse a day that is past, or so far away that nobody would look whether it is still open.

        Raises:
            ValidationError: with words for the reader.
        """
        today = local.today()
        if field.day and not today <= field.day <= today + LONGEST:
            raise ValidationError(gettext("Choose a day within six months from today. You can extend it then."))

    def validate_deadline(self, field: Any) -> None:
        """Refuse a day that is past, or far away.

        Raises:
            ValidationError: with words for the reader.
        """
        today = local.today()
        if field.day and not today <= field.day <= today + FARTHEST:
            raise ValidationError(gettext("Choose a day within two years from today."))

    def validate_ages_to(self, field: Any) -> None:
        """Refuse bounds that nobody can be between.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data is not None and self.ages_from.data is not None and field.data < self.ages_from.data:
            raise ValidationError(gettext("Nobody is between these ages."))

    def validate_online(self, field: Any) -> None:
        """Refuse what is no address of the web, or not a safe one.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and not checking.is_safe(field.data):
            raise ValidationError(gettext("This is not an address. It has to begin with https://."))


class ChangeForm(OpportunityForm):
    """The same, of one that is there."""

    version = HiddenField(default="0")
