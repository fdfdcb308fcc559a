"""Writing something that others will read: fields that keep what was typed, and a look at what makes it wait."""

from functools import partial
from typing import Any

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField

from portal import db
from portal.accounts import session
from portal.accounts.models import Account
from portal.moderation import contributing, drafts
from portal.moderation.words import REASONS
from portal.posting import Work, answer, page, posted
from portal.security import SafeForm

UNKEPT = {"token", "seen", "version"}


class _Raw:
    """Keeps a text as it was typed beside its cleaned form: tricks are looked for in what was typed."""

    raw = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        self.raw = valuelist[0] if valuelist else ""
        super().process_formdata(valuelist)  # type: ignore[misc]  # the field that this is mixed into


class RawString(_Raw, StringField):
    """A line of text."""


class RawText(_Raw, TextAreaField):
    """A longer text."""


class ComposeForm(SafeForm):
    """The parent of forms whose texts others will read. *seen* shows that the notice about them was read."""

    seen = HiddenField()

    def texts(self) -> list[str]:
        """The texts as they were typed, in the order of the fields."""
        return [each.raw for each in self if isinstance(each, RawString | RawText)]


def compose(form: ComposeForm, template: str, work: Work, *, draft: str = "", **context: Any) -> Response:
    """The way of `posting.answer`, with a look first at what will make these very words wait for a person.

    *draft* names the place of a draft, for members: kept when they ask for it, dropped when the form is sent.
    """
    account = session.me()
    shown: dict[str, Any] = {"why": REASONS, "held": [], "keep": bool(draft and account)} | context
    if posted() is None:
        kept = drafts.find(account, draft)
        _fill(form, kept)
        return answer(form, template, work, kept_on=kept.kept_on if kept else None, **shown)
    if account and draft and "keep" in request.form:
        return _keep(form, template, account, draft, shown)
    if account and draft and "drop" in request.form:
        return answer(form, template, _drop(account, draft), valid=partial(_ours, form), **shown)
    if not form.validate():
        return answer(form, template, work, **shown)
    held = contributing.found(db.session(), account, form.texts())
    seen = contributing.digest(form.texts())
    if held and form.seen.data != seen:
        form.seen.data = seen
        return page(template, form=form, **shown | {"held": held})

    def send(opened: Session) -> Response:
        drafts.forget(opened, account, draft)
        return work(opened)

    return answer(form, template, send, **shown)


def begun(form: ComposeForm, place: str) -> ComposeForm:
    """*form* with the reader's draft for *place* in it."""
    _fill(form, drafts.find(session.me(), place))
    return form


def _fill(form: ComposeForm, kept: drafts.Draft | None) -> None:
    """Put a draft into *form*; what the form was opened with, such as a quote, stands below it and is not lost."""
    for name, value in (kept.words if kept else {}).items():
        if name not in form or not value:
            continue
        field = form[name]
        if isinstance(field, RawText) and field.data and field.data not in value:
            field.data = f"{value}\n\n{field.data}"
        elif isinstance(field, RawText) or not field.data:
            field.data = value


def _ours(form: ComposeForm) -> bool:
    """Whether the token is ours, whatever the fields say."""
    return form.validate() or not form["token"].errors


def _drop(account: Account, place: str) -> Work:
    def work(opened: Session) -> Response:
        drafts.forget(opened, account, place)
        return redirect(request.path, 303)

    return work


def _keep(form: ComposeForm, template: str, account: Account, place: str, shown: dict[str, Any]) -> Response:
    """Keep what is written so far, right or wrong; only the token has to be ours."""

    def work(opened: Session) -> Response:
        drafts.keep(opened, account, place, {each.name: each.data for each in form if each.name not in UNKEPT})
        for each in form:
            each.errors = []
        return page(template, form=form, kept_on=db.today(), **shown)

    return answer(form, template, work, valid=partial(_ours, form), **shown)
