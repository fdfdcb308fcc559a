"""What those enter who give roles, vet, invite, and give accounts back."""

from typing import Any

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from portal.accounts.forms import NEEDED, TOO_LONG
from portal.accounts.words import ROLES
from portal.i18n import lazy
from portal.security import SafeForm
from portal.text import cleaned

SCOPE = r"((space|organisation|area):[a-z0-9-]{1,40})?$"


def who(label: Any) -> StringField:
    """A field for the account that is meant."""
    return StringField(
        label,
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=60, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )


class InviteForm(SafeForm):
    """A role, and where it holds."""

    role = SelectField(lazy("Role"))
    scope = StringField(
        lazy("Only for (such as space:youth or organisation:12; empty: everywhere)"),
        filters=[cleaned],
        validators=[Regexp(SCOPE, message=lazy("Write it like space:youth or organisation:12."))],
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, label) for role, label in ROLES.items() if role != "resident"]


class GrantForm(InviteForm):
    """A role for someone."""

    name = who(lazy("Sign-in name or public name"))


class VetForm(SafeForm):
    """That someone was vetted, and until when that counts."""

    name = who(lazy("Sign-in name or public name"))
    until = DateField(lazy("Until"), validators=[DataRequired(lazy("Choose a day."))])


class ResetForm(SafeForm):
    """Whose account is given back."""

    name = who(lazy("Sign-in name or public name of the person before you"))
