"""What makes a text no text: too long, empty once folded, marks piled on marks."""

import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import Form
from wtforms.validators import StopValidation, ValidationError

from portal.accounts.forms import TOO_LONG
from portal.i18n import gettext
from portal.taxonomy.folding import words

MOST_MARKS = 5  # on one letter: Hebrew and Vietnamese need three


def at_most(letters: int) -> Callable[[Form, Any], None]:
    """A check that a text has at most so many *letters*; what is longer is looked at no further."""

    def check(_form: Form, field: Any) -> None:
        if len(field.data or "") > letters:
            raise StopValidation(TOO_LONG)

    return check


def says_something(_form: Form, field: Any) -> None:
    """Refuse what has no word and no number in any script, and marks that are piled up to hide a text.

    Raises:
        ValidationError: with words for the reader.
    """
    text = field.data or ""
    if not words(text):
        raise ValidationError(gettext("Write a few words first."))
    if _piled(text):
        raise ValidationError(gettext("There are too many marks on one letter, so that nobody can read it."))


def _piled(text: str) -> bool:
    run = 0
    for char in text if not text.isascii() else "":
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run > MOST_MARKS:
            return True
    return False
