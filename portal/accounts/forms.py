"""What people enter to register, sign in, and look after their account."""

import re
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts import names, passwords
from portal.i18n import gettext, lazy, own_name
from portal.languages import LANGUAGES
from portal.security import SafeForm
from portal.settings import current
from portal.text import cleaned

NEEDED = lazy("This is needed.")
TOO_LONG = lazy("This is too long.")
# One address and nothing else: no signs by which a mail's header becomes two addresses, or a name.
ADDRESS = re.compile(r"""[^\s@,;:<>()\[\]"\\]+@[^\s@,;:<>()\[\]"\\.]+(\.[^\s@,;:<>()\[\]"\\.]+)+""")


def acceptable_password(_form: Any, field: Any) -> None:
    """Refuse a password that is too short, or that a breach has shown.

    Raises:
        ValidationError: with words for the reader.
    """
    password = field.data or ""
    if len(password) < passwords.SHORTEST:
        raise ValidationError(gettext("Take at least 10 letters. Three or four words of your own are good."))
    if passwords.breached(password):
        raise ValidationError(gettext("This password is known from a theft of passwords. Choose another."))


def new_password(label: Any) -> PasswordField:
    """A field for a new password."""
    return PasswordField(
        label,
        validators=[DataRequired(NEEDED), Length(max=passwords.LONGEST, message=TOO_LONG), acceptable_password],
        render_kw={"autocomplete": "new-password", "dir": "ltr"},
    )


def code_field(label: Any, *, needed: bool = True) -> StringField:
    """A field for a code that is copied from paper or an app."""
    check = DataRequired(NEEDED) if needed else Optional()
    return StringField(
        label,
        filters=[cleaned],
        validators=[check, Length(max=60, message=TOO_LONG)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"},
    )


class RegisterForm(SafeForm):
    """An account: an age band, a public name, a password. Nothing else is asked."""

    age = RadioField(lazy("How old are you?"), validators=[InputRequired(NEEDED)])
    pseudonym = StringField(
        lazy("The name that others will see"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=40, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "auto"},
    )
    password = new_password(lazy("A password"))
    invitation = code_field(lazy("Invitation, if someone gave you one"), needed=False)
    stay = BooleanField(lazy("Keep me signed in on this phone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        youngest = current().min_age
        self.age.choices = [
            ("young", gettext("Under %(age)s") % {"age": youngest}),
            ("teen", gettext("%(age)s to 17") % {"age": youngest}),
            ("adult", gettext("18 or older")),
        ]

    def validate_pseudonym(self, field: Any) -> None:
        """Refuse a name that misleads.

        Raises:
            ValidationError: with words for the reader.
        """
        try:
            names.checked(field.data)
        except names.BadName as error:
            raise ValidationError(str(error)) from error


class SignInForm(SafeForm):
    """A sign-in name and a password."""

    back = HiddenField()
    name = StringField(
        lazy("Your sign-in name"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=60, message=TOO_LONG)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "dir": "ltr"},
    )
    password = PasswordField(
        lazy("Password"),
        validators=[DataRequired(NEEDED), Length(max=passwords.LONGEST, message=TOO_LONG)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
    stay = BooleanField(lazy("Keep me signed in on this phone"))


class SecondForm(SafeForm):
    """The second factor of a sign-in: a written code, or a key's answer."""

    back = HiddenField()
    code = code_field(lazy("Code from your app or your printed sheet"), needed=False)
    question = HiddenField()
    answer = HiddenField()
    trust = BooleanField(lazy("Do not ask on this device for 30 days"))


class ProveForm(SafeForm):
    """Proof, shortly before something that matters, of who one is."""

    back = HiddenField()
    password = PasswordField(
        lazy("Your password"),
        validators=[DataRequired(NEEDED), Length(max=passwords.LONGEST, message=TOO_LONG)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
    code = code_field(lazy("Code from your app or your printed sheet"), needed=False)
    question = HiddenField()
    answer = HiddenField()


class RecoverForm(SafeForm):
    """Back into an account, with a code that was written down, or that someone handed over."""

    name = StringField(
        lazy("Your sign-in name"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=60, message=TOO_LONG)],
        render_kw={"autocomplete": "username", "dir": "ltr"},
    )
    code = code_field(lazy("Recovery code"))
    password = new_password(lazy("A new password"))


class PasswordForm(SafeForm):
    """A new password for the old one."""

    old = PasswordField(
        lazy("Your password now"),
        validators=[DataRequired(NEEDED), Length(max=passwords.LONGEST, message=TOO_LONG)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
    password = new_password(lazy("A new password"))


class DeviceForm(SafeForm):
    """What one calls a device on which one is signed in."""

    name = StringField(lazy("Name of this device"), filters=[cleaned], validators=[Length(max=60, message=TOO_LONG)])


class LanguagesForm(SafeForm):
    """In which language to be told, and, for those who review, which ones one reads."""

    language = RadioField(lazy("Tell me things in"))
    reads = SelectMultipleField(
        lazy("Languages in which I can review"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = self.reads.choices = [(tag, own_name(tag)) for tag in LANGUAGES]
        self.language.validators = [AnyOf(list(LANGUAGES))]


class MailForm(SafeForm):
    """An address, only for what its owner asks for."""

    address = StringField(
        lazy("E-mail address"),
        filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=254, message=TOO_LONG)],
        render_kw={"type": "email", "autocomplete": "email", "dir": "ltr"},
    )

    def validate_address(self, field: Any) -> None:
        """Refuse what cannot be an address.

        Raises:
            ValidationError: with words for the reader.
        """
        if not ADDRESS.fullmatch(field.data or ""):
            raise ValidationError(gettext("This is not an e-mail address. It has to look like name@example.org."))


class CodeForm(SafeForm):
    """A code that came by mail, or on an invitation."""

    code = code_field(lazy("Code"))


class ConfirmForm(SafeForm):
    """A button that changes something."""


class FollowForm(SafeForm):
    """A button that begins or ends to follow something; *back* is the page that it stands on."""

    key = HiddenField(filters=[cleaned], validators=[DataRequired(NEEDED), Length(max=80, message=TOO_LONG)])
    back = HiddenField()


class DigestForm(SafeForm):
    """How often to get a mail that says how much is new in what one follows."""

    digest = RadioField(lazy("Tell me by mail how much is new in what I follow"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.digest.choices = [
            ("none", gettext("No mail")),
            ("daily", gettext("Once a day")),
            ("weekly", gettext("Once a week")),
        ]
