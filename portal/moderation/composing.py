"""Writing something that others will read: fields that keep what was typed, and a look at what makes it wait."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, request
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, Field, HiddenField, StringField, TextAreaField, TimeField

from portal import db
from portal.accounts import session
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
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


class ClockField(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it.

        Raises:
            ValueError: it is none; with words for the reader.
        """
        if not any(valuelist):
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(gettext("Write a time, such as 18:00.")) from error


class ComposeForm(SafeForm):
    """The parent of forms whose texts others will read. *seen* shows that the notice about them was read."""

    seen = HiddenField()

    def texts(self) -> list[str]:
        """The texts as they were typed, in the order of the fields."""
        return [each.raw for each in self if isinstance(each, RawString | RawText)]


def compose(
    form: ComposeForm,
    template: str,
    work: Work,
    *,
    draft: str = "",
    preview: Callable[[], str] | None = None,
    anew: bool = False,
    **context: Any,
) -> Response:
    """The way of `posting.answer`, with a look first at what will make these very words wait for a person.

    *draft* names the place of a draft, for members: kept when they ask for it, dropped when the form is sent.
    With *anew* the form begins with something else than the draft.
    *preview* renders what the form says as others would see it; nothing is kept. It may raise `BadInput`.
    """
    account = session.me()
    shown: dict[str, Any] = {"why": REASONS, "held": [], "keep": bool(draft and account), "look": bool(preview)}
    shown |= context
    if posted() is None:
        kept = None if anew else drafts.find(account, draft)
        _fill(form, kept)
        return answer(form, template, work, kept_on=kept.kept_on if kept else None, **shown)
    if account and draft and "keep" in request.form:
        return _keep(form, template, account, draft, shown)
    if account and draft and "drop" in request.form:
        return answer(form, template, _drop(account, draft), valid=partial(_ours, form), **shown)
    if not form.validate():
        return answer(form, template, work, **shown)
    if preview and "preview" in request.form:
        return _preview(form, template, preview, shown)
    held = contributing.found(db.session(), account, form.texts())
    seen = contributing.digest(form.texts())
    if held and form.seen.data != seen:
        form.seen.data = seen
        return page(template, form=form, **shown | {"held": held})

    def send(opened: Session) -> Response:
        drafts.forget(opened, account, draft)
        return work(opened)

    return answer(form, template, send, **shown)


def _preview(form: ComposeForm, template: str, preview: Callable[[], str], shown: dict[str, Any]) -> Response:
    try:
        return page(template, form=form, preview=Markup(preview()), **shown)  # noqa: S704 (what a template made)
    except BadInput as error:
        return page(template, 400, form=form, problem=str(error), **shown)


def begun(form: ComposeForm, place: str) -> ComposeForm:
    """*form* with the reader's draft for *place* in it."""
    _fill(form, drafts.find(session.me(), place))
    return form


def _kept(field: Field) -> Any:
    """What *field* holds, as a draft keeps it: days and times in their ISO form."""
    return field.data.isoformat() if isinstance(field.data, datetime.date | datetime.time) else field.data


def _held(field: Field, value: Any) -> Any:
    """What a draft kept of *field*, as the field holds it."""
    if isinstance(field, DateField):
        return datetime.date.fromisoformat(value)
    return datetime.time.fromisoformat(value) if isinstance(field, TimeField) else value


def _fill(form: ComposeForm, kept: drafts.Draft | None) -> None:
    """Put a draft into *form*; what the form was opened with, such as a quote, stands below it and is not lost."""
    for name, value in (kept.words if kept else {}).items():
        if name not in form or not value:
            continue
        field = form[name]
        if isinstance(field, RawText) and field.data and field.data not in value:
            field.data = f"{value}\n\n{field.data}"
        elif isinstance(field, RawText) or not field.data:
            field.data = _held(field, value)


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
        drafts.keep(opened, account, place, {each.name: _kept(each) for each in form if each.name not in UNKEPT})
        for each in form:
            each.errors = []
        return page(template, form=form, kept_on=db.today(), **shown)

    return answer(form, template, work, valid=partial(_ours, form), **shown)
