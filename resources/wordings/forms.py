"""What editors and translators enter."""

from wtforms import HiddenField, TextAreaField

from portal.i18n import lazy
from portal.moderation.wording import at_most, says_something
from portal.security import SafeForm
from portal.text import cleaned

LONGEST = 2_000


class WordingForm(SafeForm):
    """One piece of words. *seen* hashes what its writer saw."""

    text = TextAreaField(
        lazy("The words"), filters=[cleaned], validators=[at_most(LONGEST), says_something], render_kw={"rows": 5}
    )
    seen = HiddenField()


class CheckForm(SafeForm):
    """That a second person found some words right."""

    seen = HiddenField()
