"""What people enter to raise a concern, and what organisations enter about one."""

import datetime
import re
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from forum.concerns.answering import ANSWERS
from forum.concerns.words import PHASES, STAGES
from forum.topics.forms import languages
from forum.topics.wording import LONGEST_TEXT, LONGEST_TITLE, reads_well
from map.areas import queries as areas
from map.organisations.models import Organisation
from portal import db
from portal.accounts.forms import NEEDED, TOO_LONG
from portal.detecting import language_of
from portal.i18n import gettext, lazy, reader
from portal.languages import LANGUAGES
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.security import SafeForm
from portal.text import cleaned

MOST_MONEY = 10**15
LAST_YEARS = datetime.timedelta(days=20 * 366)
_KEY = re.compile(r"[a-z]{1,20}:[0-9]{1,9}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def _key(text: str | None) -> str:
    """*text* where it could name a thing, such as ``topic:12``; nothing otherwise."""
    return text if text and _KEY.fullmatch(text) else ""


def _number(text: str | int | None) -> int:
    return int(text or 0)


def _capitals(text: str | None) -> str:
    return cleaned(text).upper()


class ConcernForm(ComposeForm):
    """A concern: to whom it is put, what it is, and where.

    *about* names what it grew out of; *version* is that of the words that are changed.
    """

    title = RawString(
        lazy("What should change? Say it in one line"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    text = RawText(
        lazy("What is the matter, and what do you propose?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TEXT), says_something, reads_well],
    )
    organisation = SelectField(lazy("Who should answer?"), coerce=_number, validators=[DataRequired(NEEDED)])
    language = SelectField(lazy("Language of the text"), choices=languages, default="", validate_choice=False)
    area = SelectField(lazy("District"), default="")
    phase = SelectField(lazy("If it is about a programme: where does that stand?"), default="")
    about = HiddenField(filters=[_key])
    version = HiddenField(default="0")

    def __init__(self, *args: Any, asked: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(each.id), each.name, {"lang": each.language}) for each in asked]
        self.organisation.choices = offered if len(offered) == 1 else [("", gettext("Choose"), {}), *offered]
        self.area.choices = [("", gettext("The whole city")), *((slug, said.words) for slug, said in areas.named())]
        self.phase.choices = [("", gettext("It is about no programme")), *PHASES.items()]

    def spoken(self) -> str:
        """The language that it is in: as chosen, or as it looks."""
        chosen = self.language.data or ""
        return chosen if chosen in LANGUAGES else language_of(f"{self.title.data}\n{self.text.data}", reader().tag)


def words_field(label: Any, *, needed: bool = True) -> TextAreaField:
    """A field for what an organisation says."""
    checks = [at_most(LONGEST_TEXT), says_something] if needed else [at_most(LONGEST_TEXT)]
    return TextAreaField(label, filters=[cleaned], validators=checks)


class AnswerForm(SafeForm):
    """An answer to a concern, with reasons."""

    stage = RadioField(lazy("Your answer"), validators=[InputRequired(NEEDED)])
    words = words_field(lazy("Your reasons, for all who care about this"), needed=False)
    responsible = StringField(
        lazy("If you accept it: which team or office is responsible from now on?"),
        filters=[cleaned],
        validators=[Length(max=200, message=TOO_LONG)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = [(each, STAGES[each]) for each in ANSWERS]


class WordsForm(SafeForm):
    """What an organisation tells of its work."""

    words = words_field(lazy("In your words"))


def _still_to_come(_form: Any, field: Any) -> None:
    if field.data and not db.today() <= field.data <= db.today() + LAST_YEARS:
        raise ValidationError(gettext("Choose a day that is still to come, within 20 years."))


class MilestoneForm(SafeForm):
    """Something that is promised by a day."""

    title = StringField(
        lazy("What will be there?"), filters=[cleaned], validators=[at_most(LONGEST_TITLE), says_something]
    )
    due_on = DateField(lazy("By which day?"), validators=[DataRequired(NEEDED), _still_to_come])


class MoveForm(SafeForm):
    """Another day for a milestone that is not reached yet; empty where it is."""

    due_on = DateField(lazy("Another day"), validators=[Optional(), _still_to_come])


def _money(label: Any) -> IntegerField:
    fits = NumberRange(0, MOST_MONEY, message=lazy("Write a number from 0 up."))
    return IntegerField(label, validators=[Optional(), fits], render_kw={"inputmode": "numeric", "dir": "ltr"})


class BudgetForm(SafeForm):
    """What is planned and spent, in whole units of a currency."""

    planned = _money(lazy("Planned, in whole units"))
    spent = _money(lazy("Spent so far, in whole units"))
    currency = StringField(
        lazy("Currency, as three letters such as EUR"),
        filters=[_capitals],
        render_kw={"maxlength": 3, "dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def validate_currency(self, field: Any) -> None:
        """Refuse a sum without its currency.

        Raises:
            ValidationError: with words for the reader.
        """
        asked = field.data or self.planned.data is not None or self.spent.data is not None
        if asked and not _CURRENCY.fullmatch(field.data or ""):
            raise ValidationError(gettext("Write the three letters of the currency, such as EUR."))
