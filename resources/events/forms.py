"""What people enter to post an event: five things that are needed, and the rest, which comes from the last time."""

import datetime
import re
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from map import local
from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, language_name, lazy
from portal.moderation.composing import RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.text import cleaned, is_address
from resources.events import words
from resources.events.recurrence import DAYS
from resources.events.time_forms import TimesForm, last_day_field
from resources.events.words import AGE_WORDS, AGES, COSTS, is_for_minors

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 120, 5_000, 300
MOST_LEFT_OUT = 100
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}")
REPEATS: dict[str, Any] = {
    "": lazy("Once"),
    "daily": lazy("Every day"),
    "weekly": lazy("Every week"),
    "fortnightly": lazy("Every two weeks"),
    "weekday": lazy("Every month, on the same weekday"),
    "monthday": lazy("Every month, on the same date"),
}
KEPT = "kept"
"""That a series goes on by a rule that none of `REPEATS` says."""
STEP_FREE: dict[str, Any] = {"": lazy("Nobody has said"), "yes": lazy("Yes"), "no": lazy("No")}


def days(text: str) -> list[datetime.date]:
    """The dates that *text* names, as 2026-12-24 or 24.12.2026.

    Raises:
        ValueError: one of them is no day.
    """
    return [_day(each) for each in _DATE.findall(text)]


def _day(text: str) -> datetime.date:
    if "-" in text:
        return datetime.date.fromisoformat(text)
    day, month, year = map(int, text.split("."))
    return datetime.date(year, month, day)


def line(label: Any, longest: int = LONGEST_LINE, **attributes: Any) -> RawString:
    """A field for one line, of at the most *longest* letters."""
    return RawString(
        label, filters=[cleaned], validators=[Length(max=longest, message=TOO_LONG)],
        render_kw={"maxlength": longest} | attributes,
    )  # fmt: skip


def _named_for_minors(form: Any, field: Any) -> None:
    """Ask for someone to call where it is for people under 18."""
    if is_for_minors(*AGES.get(form.ages.data or "", (None, None))) and not field.data:
        raise ValidationError(gettext("For an event for under-18s, say whom our team can call: a name and a number."))


def _some(label: Any, choices: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=choices, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


class EventForm(TimesForm):
    """An event. What stands in *needed* is asked first; the rest is filled in from the last time.

    *placeless* says that it is there already, and that nobody knows where it is held.
    """

    placeless = False
    needed = ("title", "day", "begins", "ends", "place", "ages", "responsible", "safeguarding")
    title = RawString(
        lazy("What is it called?"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    place = line(lazy("Where? The name of a place here, the address of its page, or a street"), list="places")
    ages = RadioField(lazy("For whom?"), choices=lambda: list(AGE_WORDS.items()), validators=[InputRequired(NEEDED)])
    responsible = RawString(
        lazy("Who is responsible? Everyone can read this"),
        filters=[cleaned],
        validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )
    safeguarding = RawString(
        lazy("Whom does our team call if a child needs help? Only staff see this. Needed for events for under-18s"),
        filters=[cleaned],
        validators=[Length(max=200, message=TOO_LONG), _named_for_minors],
        render_kw={"maxlength": 200},
    )
    text = RawText(
        lazy("What should people know?"),
        filters=[cleaned],
        validators=[Length(max=LONGEST_TEXT, message=TOO_LONG)],
        render_kw={"maxlength": LONGEST_TEXT, "rows": 5},
    )
    bring = line(lazy("What to bring along"))
    repeats = SelectField(lazy("Does it repeat?"), choices=lambda: list(REPEATS.items()), validators=[Optional()])
    weekdays = _some(
        lazy("On which days of the week?"),
        lambda: [(code, words.day_of_week(code)) for code in DAYS],
    )
    until = DateField(lazy("Until which day?"), validators=[Optional()])
    skips_holidays = BooleanField(lazy("Not on public holidays"))
    left_out = RawText(
        lazy("On which days not? One date a line, such as 2026-12-24"), filters=[cleaned], render_kw={"rows": 3}
    )
    all_day = BooleanField(lazy("It lasts the whole day"))
    last_day = last_day_field()
    area = SelectField(lazy("In which district?"), validators=[Optional()])
    online = line(lazy("Can people join online? At which address?"), 500, type="url", dir="ltr")
    organisation = SelectField(lazy("Who holds it?"), validators=[Optional()])
    category = SelectField(lazy("What is it about?"), choices=local.kinds_of_help, validators=[InputRequired(NEEDED)])
    languages = _some(lazy("In which languages?"), lambda: [(tag, language_name(tag)) for tag in local.languages()])
    cost = RadioField(
        lazy("Does it cost something?"),
        choices=lambda: [("", lazy("Nobody has said")), *COSTS.items()],
        validators=[Optional()],
        default="",
    )
    price = line(lazy("If so, how much, and for whom not?"), 100)
    step_free = RadioField(
        lazy("Can one get there without steps?"),
        choices=lambda: list(STEP_FREE.items()),
        validators=[Optional()],
        default="",
    )
    capacity = IntegerField(
        lazy("For how many is there room? Leave it empty if it does not matter"),
        validators=[Optional(), NumberRange(1, 100_000, lazy("Write a number from 1 on."))],
    )

    def texts(self) -> list[str]:
        """The texts that others will read, as they were typed: whom staff call is not among them."""
        return [each.raw for each in self if isinstance(each, RawString | RawText) and each.name != "safeguarding"]

    def lasts_all_day(self) -> bool:
        """Whether it lasts whole days."""
        return bool(self.all_day.data)

    def validate_until(self, field: Any) -> None:
        """Refuse a series that ends before it begins.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and self.day.data and self.repeats.data and field.data < self.day.data:
            raise ValidationError(gettext("It ends before it begins."))

    def validate_place(self, field: Any) -> None:
        """Refuse an event that is nowhere.

        Raises:
            ValidationError: with words for the reader.
        """
        if not (field.data or self.online.data or self.area.data or self.placeless):
            raise ValidationError(gettext("Say where it is: a place, a district, or an address online."))

    def validate_online(self, field: Any) -> None:
        """Refuse what is no address of the web, or not a safe one.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and not is_address(field.data, ("https",)):
            raise ValidationError(gettext("This is not an address. It has to begin with https://."))

    def validate_left_out(self, field: Any) -> None:
        """Refuse what is no list of days.

        Raises:
            ValidationError: with words for the reader.
        """
        try:
            found = days(field.data or "")
        except ValueError as error:
            raise ValidationError(gettext("One of these is no day. Write them as 2026-12-24.")) from error
        lines = [each for each in (field.data or "").split() if each]
        if len(found) != len(lines) or len(found) > MOST_LEFT_OUT:
            raise ValidationError(gettext("Write one date a line, such as 2026-12-24, and nothing else."))

    def rule(self) -> str:
        """The recurrence that was chosen, as an RRULE; empty for none. Of a validated form."""
        begins = self.times()[0]
        nth = (begins.day - 1) // 7 + 1
        here = DAYS[begins.weekday()]
        chosen = [each for each in DAYS if each in {*(self.weekdays.data or ()), here}]
        found = {
            "daily": "FREQ=DAILY",
            "weekly": f"FREQ=WEEKLY;BYDAY={','.join(chosen)}",
            "fortnightly": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={','.join(chosen)}",
            "weekday": f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{here}",
            "monthday": f"FREQ=MONTHLY;BYMONTHDAY={begins.day}",
        }.get(self.repeats.data or "", "")
        return f"{found};UNTIL={self.until.data:%Y%m%d}T235959" if found and self.until.data else found


class NewForm(EventForm):
    """An event that is not there yet."""

    def validate_day(self, field: Any) -> None:
        """Refuse a day that is over, or far ahead.

        Raises:
            ValidationError: with words for the reader.
        """
        super().validate_day(field)
        if field.data and field.data < local.today() and not self.repeats.data:
            raise ValidationError(gettext("This day is over. Choose today or a later one."))


class ChangeForm(EventForm):
    """The same, of an event that is there."""

    repeats = SelectField(
        lazy("Does it repeat?"),
        choices=lambda: [*REPEATS.items(), (KEPT, lazy("As its calendar says"))],
        validators=[Optional()],
    )
    note = line(lazy("What should those know who meant to come?"))
    version = HiddenField(default="0")
