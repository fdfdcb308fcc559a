"""Headers, forms without cookies, and limits without addresses."""

import datetime
import hashlib
import hmac
import ipaddress
import logging
import secrets
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_limiter import Limiter
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response
from wtforms import Form
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.validators import ValidationError

from portal.i18n import gettext, lazy

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FORM_LIFE = datetime.timedelta(hours=12)
RESUMED = "resumed"
LARGEST = 2 * 1024 * 1024  # bytes: a form that is far too long is still shown again with its words
READING = {"GET", "HEAD", "OPTIONS"}


class _Salt:
    """A secret that changes each day and is never written anywhere."""

    def __init__(self) -> None:
        self.day: datetime.date | None = None
        self.value = b""

    def today(self) -> bytes:
        day = datetime.datetime.now(datetime.UTC).date()
        if day != self.day:
            self.day, self.value = day, secrets.token_bytes(32)
        return self.value


_salt = _Salt()


def visitor() -> str:
    """Whom a limit counts: an HMAC of the address (IPv6: its /64) under today's salt. Never logged, never stored."""
    address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 (no address at all)
    if address.version == 6:
        address = ipaddress.ip_network((address, 64), strict=False).network_address
    return hmac.new(_salt.today(), address.packed, hashlib.sha256).hexdigest()


limiter = Limiter(key_func=visitor, storage_uri="memory://", headers_enabled=False)


class SignedForm(CSRF):
    """A token that signs the form's name, the time, a nonce and the sign-in: strangers need no cookie.

    The nonce is the idempotency key of what the form sends, see `nonce`.
    """

    def setup_form(self, form: Any) -> list[tuple[str, Any]]:
        """Remember which form the token is for."""
        self.form_name = type(form).__name__
        fields: list[tuple[str, Any]] = super().setup_form(form)
        return fields

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Make a new token."""
        return _signer(self.form_name).dumps(secrets.token_hex(16))

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:
        """Refuse a token that is not ours, or too old.

        Raises:
            ValidationError: with words for the reader; what was typed stays in the form.
        """
        try:
            _signer(self.form_name).loads(field.data or "", max_age=int(FORM_LIFE.total_seconds()))
        except BadData as error:
            raise ValidationError(self._stale()) from error

    @staticmethod
    def _stale() -> str:
        """Why the token does not count: the form waited too long, or a sign-in came between."""
        if RESUMED in request.form:
            return gettext("You are signed in again. Look once more at what you wrote, then send it.")
        return gettext("This form waited too long. Your words are kept: send it again.")


class Words:
    """What WTForms says of its own accord, in the reader's language: it knows these few sentences of ours."""

    SAID: ClassVar[dict[str, Any]] = {
        "Not a valid choice.": lazy("Choose one of these."),
        "'%(value)s' is not a valid choice for this field.": lazy("Choose one of these."),
        "'%(value)s' are not valid choices for this field.": lazy("Choose one of these."),
        "Invalid Choice: could not coerce.": lazy("Choose one of these."),
        "Invalid choice(s): one or more data inputs could not be coerced.": lazy("Choose one of these."),
        "Not a valid integer value.": lazy("Write a number."),
        "Not a valid date value.": lazy("Choose a day."),
    }

    def gettext(self, said: str) -> str:
        """Our words for *said*."""
        return str(self.SAID.get(said, said))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Our words for one or many."""
        return self.gettext(one if number == 1 else many)


class SafeForm(Form):
    """The parent of every form: signed, and cleaned by its fields."""

    class Meta:
        """How WTForms makes the token."""

        csrf = True
        csrf_class = SignedForm
        csrf_field_name = "token"

        def get_translations(self, _form: Any) -> Words:
            """Say what WTForms says in the reader's language."""
            return Words()

    def nonce(self) -> str:
        """The nonce of a validated form."""
        return str(_signer(type(self).__name__).loads(self["token"].data))


def _signer(form_name: str) -> URLSafeTimedSerializer:
    bound = current_app.extensions["wayhouse.form_binding"]()
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=f"form:{form_name}:{bound}")


def bind_forms(app: Flask, binding: Callable[[], str], account: Callable[[], str]) -> None:
    """Let the forms of *app* count only where *binding* returns what it did when they were made.

    *account* names whom limits count, where someone is signed in.
    """
    app.extensions["wayhouse.form_binding"], app.extensions["wayhouse.sender"] = binding, account


def sender() -> str:
    """Whom a form's limit counts: the account, or for strangers the `visitor`."""
    return str(current_app.extensions["wayhouse.sender"]()) or visitor()


def _refuse_foreign_posts() -> None:
    """Every POST must come from our own pages, whatever token it carries."""
    if request.method in READING:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in {"same-origin", "none"}:
        abort(403)
    if site is None and origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _make_conditional(response: Response) -> Response:
    """Anonymous pages may be kept but must be asked for again; their ETag is a hash of their bytes."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200 or response.direct_passthrough:
        return response
    response.headers.setdefault("Cache-Control", "no-cache")
    if "no-store" not in response.headers["Cache-Control"]:
        if "ETag" not in response.headers:
            response.set_etag(hashlib.blake2b(response.get_data(), digest_size=12).hexdigest(), weak=True)
        response.make_conditional(request)
    return response


def init_app(app: Flask, proxies: int, hosts: str) -> None:
    """Guard *app*: behind *proxies* reverse proxies, answering to *hosts* (by comma; empty: any)."""
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    app.config["TRUSTED_HOSTS"] = [each.strip() for each in hosts.split(",") if each.strip()] or None
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_SAMESITE="Lax", RATELIMIT_ENABLED=True)
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    limiter.init_app(app)
    logging.getLogger("flask-limiter").disabled = True  # it prints the keys
    app.before_request(_refuse_foreign_posts)
    app.after_request(_add_headers)
    app.after_request(_make_conditional)
