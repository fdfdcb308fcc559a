"""What people enter to set up a second factor."""

from wtforms import HiddenField, StringField
from wtforms.validators import Length

from portal.accounts.forms import TOO_LONG, code_field
from portal.i18n import lazy
from portal.security import SafeForm
from portal.text import cleaned


class AppForm(SafeForm):
    """The first code of an app that was given the secret."""

    sealed = HiddenField()
    code = code_field(lazy("The six digits that the app shows"))


class KeyForm(SafeForm):
    """A browser's answer about a new passkey or USB key."""

    sealed = HiddenField()
    answer = HiddenField()
    name = StringField(lazy("A name for this key"), filters=[cleaned], validators=[Length(max=60, message=TOO_LONG)])
