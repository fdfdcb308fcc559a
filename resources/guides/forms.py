"""What editors, translators and readers enter about guides."""

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.forms import TOO_LONG
from portal.i18n import gettext, lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.moderation.wording import at_most, says_something
from portal.security import SafeForm
from portal.taxonomy import queries as taxonomy
from portal.text import cleaned, depth
from resources.guides import blocks
from resources.guides.models import is_slug

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_BODY, LONGEST_NOTE = 200, 500, 40_000, 2_000
DEEPEST = 12


def _well_built(_form: object, field: RawText) -> None:
    """Refuse what nobody could follow: lists and quotes too deep in each other, blocks that are not well made.

    Raises:
        ValidationError: with words for the reader.
    """
    text = field.data or ""
    if depth(text) > DEEPEST:
        raise ValidationError(gettext("Lists or quotes stand too deep in each other. Make them flatter."))
    for line in blocks.mistakes(text):
        raise ValidationError(gettext("This line of a block is wrong: %(line)s", line=line))
    for block in blocks.parse(text):
        if block.name == "places" and block.about not in taxonomy.shelves():
            raise ValidationError(gettext("There is no kind of help called %(name)s.", name=f"“{block.about}”"))


def _free_slug(_form: object, field: StringField) -> None:
    """Refuse what could not stand in an address, and names of pages of ours.

    Raises:
        ValidationError: with words for the reader.
    """
    if not is_slug(field.data or ""):
        raise ValidationError(gettext("Only small letters, digits and single hyphens, and no name of a page here."))


class WordsForm(ComposeForm):
    """What a guide says in one language."""

    title = RawString(
        lazy("Title"), filters=[cleaned], validators=[at_most(LONGEST_TITLE), says_something],
        render_kw={"maxlength": LONGEST_TITLE},
    )  # fmt: skip
    summary = RawText(
        lazy("In one or two sentences"), filters=[cleaned], validators=[at_most(LONGEST_SUMMARY), says_something],
        render_kw={"maxlength": LONGEST_SUMMARY, "rows": 3},
    )  # fmt: skip
    body = RawText(
        lazy("The guide (Markdown)"), filters=[cleaned],
        validators=[at_most(LONGEST_BODY), says_something, _well_built], render_kw={"rows": 24},
    )  # fmt: skip
    based_on = HiddenField()

    def base(self) -> int:
        """The id of the version that its writer saw."""
        data = self.based_on.data or ""
        return int(data) if data.isascii() and data.isdigit() and len(data) < 10 else 0


class SourceForm(WordsForm):
    """The source of a guide."""

    minor = BooleanField(lazy("A small change, such as a letter: translations need not follow it"))


class NewForm(WordsForm):
    """A new guide."""

    slug = StringField(
        lazy("Its address: small letters, digits and hyphens, such as finding-a-room"),
        filters=[cleaned], validators=[Length(max=120, message=TOO_LONG), _free_slug],
        render_kw={"dir": "ltr", "autocapitalize": "none"},
    )  # fmt: skip


class ArrangeForm(SafeForm):
    """Where a guide stands."""

    parent = SelectField(lazy("It stands under"))
    position = IntegerField(
        lazy("At which place there"), validators=[Optional(), NumberRange(0, 9999, message=lazy("Write a number."))]
    )
    category = SelectField(lazy("Kind of help"))
    situations = SelectMultipleField(
        lazy("For whom"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class OpinionForm(SafeForm):
    """What a reader says of a guide."""

    note = TextAreaField(
        lazy("What should we know? (you may leave this empty)"), filters=[cleaned],
        validators=[Length(max=LONGEST_NOTE, message=TOO_LONG)], render_kw={"rows": 6},
    )  # fmt: skip


def critical_match(source: str, body: str) -> bool:
    """Whether *body* has the safety-critical blocks of *source*, in its order: for translators to look again."""
    return [each.name for each in blocks.critical(source)] == [each.name for each in blocks.critical(body)]
