"""What people enter to flag, decide, object, answer, and ask about themselves."""

from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import gettext, language_name, lazy
from portal.languages import LANGUAGES
from portal.moderation.appealing import ANSWERS
from portal.moderation.rulings import ACTIONS
from portal.moderation.words import ACTIONS as ACTION_WORDS
from portal.moderation.words import HARMS, OUTCOMES, RULES
from portal.security import SafeForm
from portal.text import cleaned

LONG = 4000


def words_field(label: Any, *, needed: bool = True) -> TextAreaField:
    """A field for a text of up to 4,000 letters."""
    check = DataRequired(lazy("Write a few words first.")) if needed else Optional()
    return TextAreaField(label, filters=[cleaned], validators=[check, Length(max=LONG, message=TOO_LONG)])


class FlagForm(SafeForm):
    """What harm a thing does, in plain words."""

    harm = RadioField(lazy("What is wrong?"), validators=[InputRequired(NEEDED)])
    note = words_field(lazy("What should the people who look at it know? (you may leave this empty)"), needed=False)
    past = BooleanField(lazy("Show this to the ombudsperson only, past the moderators"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.harm.choices = list(HARMS.items())


class ClaimForm(SafeForm):
    """Taking an item: the version that was seen."""

    version = HiddenField()


class LanguageForm(SafeForm):
    """In which language something is: it decides who reviews it."""

    language = SelectField(
        lazy("Language of the text"), choices=lambda: [(tag, language_name(tag)) for tag in LANGUAGES]
    )


class DecideForm(SafeForm):
    """A decision: what, under which rule, on which facts, with what note."""

    version = HiddenField()
    action = RadioField(lazy("What do you decide?"), validators=[InputRequired(NEEDED)])
    rule = SelectField(lazy("Which rule is it about?"))
    facts = words_field(lazy("The facts, in words that the author can read"), needed=False)
    note = words_field(lazy("A note to the author: what to change, where to turn"), needed=False)
    days = IntegerField(
        lazy("For how many days (slow, silence, suspend)"),
        validators=[Optional(), NumberRange(1, 365, message=lazy("1 to 365 days."))],
        render_kw={"inputmode": "numeric"},
    )
    bad_faith = SelectMultipleField(
        lazy("Reports that were sent to do harm"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    same = SelectMultipleField(
        lazy("Decide the same about these, which say the same words"),
        coerce=int,
        validate_choice=False,  # what moved meanwhile is left out when it is carried out
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action.choices = [(name, ACTION_WORDS[name]) for name in ACTIONS]
        self.rule.choices = list(RULES.items())


class AppealForm(SafeForm):
    """Why a decision is wrong."""

    text = words_field(lazy("What did we get wrong?"))


class AnswerForm(SafeForm):
    """An answer to an appeal."""

    status = RadioField(lazy("Your answer"), validators=[InputRequired(NEEDED)])
    reply = words_field(lazy("Your reasons, for the person who objected"))
    days = IntegerField(
        lazy("If partly: for how many days from now"),
        validators=[Optional(), NumberRange(1, 365, message=lazy("1 to 365 days."))],
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = [(each, OUTCOMES[each]) for each in ANSWERS]


class WatchForm(SafeForm):
    """A word, phrase or host that makes a text wait."""

    kind = RadioField(lazy("What is it?"), validators=[InputRequired(NEEDED)])
    language = SelectField(lazy("Language"))
    written = StringField(
        lazy("Word, phrase or host"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=120, message=TOO_LONG)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [("word", gettext("Word or phrase")), ("host", gettext("Website"))]
        self.language.choices = [(tag, each.endonym, {"lang": tag}) for tag, each in LANGUAGES.items()]


class AboutMeForm(SafeForm):
    """Someone asks what others wrote about them."""

    text = words_field(lazy("By which names or words could someone have written about you?"))


class ReplyForm(SafeForm):
    """An answer in words."""

    reply = words_field(lazy("Your answer"))


class EraseForm(SafeForm):
    """Leaving: what becomes of one's texts."""

    texts = RadioField(lazy("What you wrote"), validators=[InputRequired(NEEDED)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts.choices = [
            ("remove", gettext("Remove it too")),
            ("leave", gettext("Leave it, without my name")),
        ]
