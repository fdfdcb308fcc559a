"""Setting up second factors: an app, a passkey or USB key, printed codes."""

import segno
from flask import Blueprint, abort, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import factors, queries, session
from portal.accounts.factor_forms import AppForm, KeyForm
from portal.accounts.forms import ConfirmForm
from portal.accounts.sealing import unseal
from portal.i18n import gettext
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("factors", __name__, url_prefix="/<locale:lang>/account/factors")


@bp.get("")
@requires(Permission.OWN)
def index() -> Response:
    """One's second factors, and the ways to add one."""
    account = session.someone()
    left = queries.codes_left(account.id, "second")
    return page("accounts/factors.html", rows=queries.factors(account.id), left=left, account_guarded=account.guarded)


@bp.route("/app", methods=["GET", "POST"])
@requires(Permission.OWN, step_up=True)
def app() -> Response:
    """Add an app that shows codes."""
    account = session.someone()
    form = AppForm(posted())
    secret = unseal("totp offer", form.sealed.data or "", factors.OFFER_LIFE)
    if not secret:
        secret, form.sealed.data = factors.offer_totp()

    def work(opened: Session) -> Response:
        factors.add_totp(opened, account.id, form.sealed.data or "", form.code.data or "")
        _passed(opened)
        return redirect(url_for("factors.index"), 303)

    return answer(form, "accounts/app.html", work, secret=str(secret), picture=_picture(str(secret)))


def _picture(secret: str) -> Markup:
    return Markup(segno.make(factors.totp_address(secret)).svg_inline(scale=4, border=2, light="#fff"))  # noqa: S704


def _passed(opened: Session) -> None:
    """Who sets up a factor has just shown it."""
    here = session.opened()
    if here:
        factors.pass_session(opened, here.id)


@bp.route("/key", methods=["GET", "POST"])
@requires(Permission.OWN, step_up=True)
def key() -> Response:
    """Add a passkey or USB key; this alone needs script, since the browser speaks to the key only by script."""
    account = session.someone()
    form = KeyForm(posted())
    options, sealed = factors.offer_key(account)
    given = form.sealed.data or ""
    form.sealed.data = given if request.method == "POST" else sealed

    def work(opened: Session) -> Response:
        factors.add_key(opened, account.id, given, form.answer.data or "", form.name.data or "")
        _passed(opened)
        return redirect(url_for("factors.index"), 303)

    return answer(form, "accounts/key.html", work, options=options)


@bp.route("/printed", methods=["GET", "POST"])
@requires(Permission.OWN, step_up=True)
def printed() -> Response:
    """Print codes that work once each, for those without a phone."""
    account = session.someone()

    def work(opened: Session) -> Response:
        codes = factors.print_codes(opened, account)
        _passed(opened)
        return page("accounts/codes.html", codes=codes, title=gettext("Your printed codes"))

    return answer(
        ConfirmForm(posted()), "form.html", work,
        title=gettext("Printed codes"),
        lead=gettext("Ten codes on paper, each good once. Old printed codes stop working."),
        button=gettext("Show me the codes"),
    )  # fmt: skip


@bp.route("/<int:number>/remove", methods=["GET", "POST"])
@requires(Permission.OWN, step_up=True)
def remove(number: int) -> Response:
    """Drop a factor."""
    account = session.someone()
    if number not in {each.id for each in queries.factors(account.id)}:
        abort(404)

    def work(opened: Session) -> Response:
        factors.remove(opened, account.id, number)
        return redirect(url_for("factors.index"), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=gettext("Remove this?"), button=gettext("Remove"))
