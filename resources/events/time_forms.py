"""When something takes place, as forms ask for it: days, times, and what of that cannot be."""

import datetime
from typing import Any

from wtforms import DateField
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from map import local
from portal.accounts.forms import NEEDED
from portal.i18n import gettext, lazy
from portal.moderation.composing import ClockField, ComposeForm
from portal.settings import current
from resources.events import dates

FARTHEST, DAY = datetime.timedelta(days=366 * 2), datetime.timedelta(days=1)


def last_day_field() -> DateField:
    """A field for the last of several days."""
    return DateField(lazy("If it lasts several days: the last one"), validators=[Optional()])


def _timed(form: Any, field: Any) -> None:
    """Ask for a time, unless *form* says that none is needed."""
    if not (field.raw_data and field.raw_data[0]) and not form.is_untimed():
        raise StopValidation(gettext("Say from when until when."))


class TimesForm(ComposeForm):
    """When something takes place: on one day, into the night after it, or until another day."""

    zone = ""
    """The zone whose clocks are meant; empty: the city's."""
    day = DateField(lazy("On which day?"), validators=[InputRequired(NEEDED)])
    begins = ClockField(lazy("From when?"), validators=[_timed, Optional()])
    ends = ClockField(lazy("Until when?"), validators=[_timed, Optional()])
    last_day = last_day_field()

    def is_untimed(self) -> bool:
        """Whether no times are needed."""
        return self.lasts_all_day()

    def lasts_all_day(self) -> bool:
        """Whether it lasts whole days."""
        return False

    def validate_day(self, field: Any) -> None:
        """Refuse a day that is far ahead: it was hardly meant.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and field.data - local.today() > FARTHEST:
            raise ValidationError(gettext("Choose a day within two years from today."))

    def validate_begins(self, field: Any) -> None:
        """Refuse a time that clocks skip.

        Raises:
            ValidationError: with words for the reader.
        """
        if self.day.data and not self.is_untimed():
            moment = datetime.datetime.combine(self.day.data, field.data)
            if dates.is_skipped(moment, self.zone or current().time_zone):
                raise ValidationError(gettext("Clocks skip this hour on that day. Choose an earlier or a later one."))

    def validate_ends(self, field: Any) -> None:
        """Refuse an end before the beginning; what ends by six in the morning may go on past midnight.

        Raises:
            ValidationError: with words for the reader.
        """
        if self.is_untimed() or self.begins.data is None or self._lasts_days():
            return
        if self.begins.data == field.data:
            raise ValidationError(gettext("It ends when it begins."))
        if field.data < self.begins.data and field.data > dates.SIX:
            said = gettext("It ends before it begins. If it goes on into another day, say which is the last one.")
            raise ValidationError(said)

    def _lasts_days(self) -> bool:
        return bool(self.last_day.data and self.day.data and self.last_day.data > self.day.data)

    def validate_last_day(self, field: Any) -> None:
        """Refuse a last day before the first, or long after it.

        Raises:
            ValidationError: with words for the reader.
        """
        if field.data and self.day.data and field.data < self.day.data:
            raise ValidationError(gettext("It ends before it begins."))
        if field.data and self.day.data and field.data - self.day.data > dates.LONGEST:
            raise ValidationError(gettext("One date can last a month at the most. For more, let it repeat."))

    def times(self) -> tuple[datetime.datetime, datetime.datetime]:
        """When it begins and ends, as clocks show it there; of a validated form. Past midnight is the next day."""
        day = self.day.data or datetime.date.min
        last = self.last_day.data or day
        if self.lasts_all_day():
            first, after = (datetime.datetime.combine(each, datetime.time.min) for each in (day, last + DAY))
            return first, after
        begins = datetime.datetime.combine(day, self.begins.data or datetime.time.min)
        ends = datetime.datetime.combine(last, self.ends.data or datetime.time.max)
        return begins, ends if ends > begins else ends + DAY
