"""What people enter to suggest a place."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.i18n import lazy
from portal.moderation.composing import ComposeForm, RawString, RawText
from portal.taxonomy import queries as taxonomy
from portal.text import cleaned

NEVER = frozenset({"refuge", "hotline"})
"""What nobody may suggest: a refuge's place is a secret, and a false hotline could cost a life."""


class SuggestForm(ComposeForm):
    """A place that helps: its name, what kind, what one finds there."""

    name = RawString(
        lazy("Name of the place"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=200, message=TOO_LONG)],
    )
    category = SelectField(lazy("What kind of help?"))
    about = RawText(
        lazy("What does one find there, and when?"),
        filters=[cleaned],
        validators=[DataRequired(lazy("Write a few words first.")), Length(max=2000, message=TOO_LONG)],
    )
    address = RawString(
        lazy("Address, if it is public (never of a refuge)"),
        filters=[cleaned],
        validators=[Length(max=300, message=TOO_LONG)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shelves = [each for tile in taxonomy.tiles() for each in tile.below if each.code not in NEVER]
        self.category.choices = [(each.code, each.label.words) for each in shelves]
