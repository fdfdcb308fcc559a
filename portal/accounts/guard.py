"""Asks every route for the permission that it declares, before the route is run."""

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import actions, factors, session, standing
from portal.accounts.carrying import here, keep
from portal.accounts.forms import ProveForm, SecondForm, SignInForm
from portal.errors import Barred
from portal.i18n import day, gettext
from portal.permissions import RESIDENT, WRITES, Permission, declared
from portal.posting import page
from portal.security import READING


def _guard() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    wanted = declared(view)
    if wanted is None:
        raise Forbidden
    if wanted is Permission.ANYONE:
        return None
    if session.me() is None:
        return sign_in_first()
    if wanted not in standing.permissions(session.someone(), strong=session.strong()):
        return _refuse(wanted)
    if getattr(view, "step_up", False) and not session.stepped_up():
        return prove_first()
    return None


def sign_in_first() -> Response:
    """Ask who is there; what was sent is carried along."""
    half = session.opened()
    if half:
        return _second_first(half.account_id)
    if request.method in READING:
        return redirect(url_for("accounts.sign_in", back=here()))
    session.ask_as_stranger()
    problem = gettext("You were signed out meanwhile. Sign in again: nothing that you typed is lost.")
    return page("accounts/sign_in.html", 401, form=SignInForm(back=here()), problem=problem, kept=keep())


def _second_first(account_id: int) -> Response:
    if request.method in READING:
        return redirect(url_for("accounts.second", back=here()))
    key = factors.ask_key(account_id)
    return page("accounts/second.html", 401, form=SecondForm(back=here()), kept=keep(), key=key)


def prove_first() -> Response:
    """Ask to prove again who one is; what was sent is carried along."""
    if request.method in READING:
        return redirect(url_for("accounts.prove", back=here()))
    key = factors.ask_key(session.someone().id)
    return page("accounts/prove.html", 401, form=ProveForm(back=here()), kept=keep(), key=key)


def _refuse(wanted: Permission) -> Response:
    account = session.someone()
    held = standing.held_by(account, "suspend", "silence")
    if held and wanted in RESIDENT | WRITES:
        words = gettext("Until %(day)s you cannot do this. Why, and how to object, is in your account.")
        return _barred(words % {"day": day(held.ends_at.date())})
    if not session.strong() and wanted in standing.permissions(account, strong=True):
        known = actions.has_factor(db.session(), account.id)
        return _second_first(account.id) if known else redirect(url_for("factors.index"))
    if request.method not in READING:
        return _barred(gettext("You may not do this, or not any more."))
    raise Forbidden


def _barred(words: str) -> Response:
    """Say until when, and give back what was typed, to be copied."""
    if request.method in READING:
        raise Barred(words)
    typed = [value for name, value in request.form.items() if name not in {"token", "seen", "version"} and value]
    return page("accounts/barred.html", 403, words=words, typed=typed)


def init_app(app: Flask) -> None:
    """Guard every route of *app*."""
    app.before_request(_guard)
