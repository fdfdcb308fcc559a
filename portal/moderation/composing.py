"""Writing something that others will read: fields that keep what was typed, and a look at what makes it wait."""

from typing import Any

from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField

from portal import db
from portal.accounts import session
from portal.moderation import contributing
from portal.moderation.words import REASONS
from portal.posting import Work, answer, page, posted
from portal.security import SafeForm


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


def compose(form: ComposeForm, template: str, work: Work, **context: Any) -> Response:
    """The way of `posting.answer`, with a look first at what will make these very words wait for a person."""
    if posted() is None or not form.validate():
        return answer(form, template, work, why=REASONS, held=[], **context)
    held = contributing.found(db.session(), session.someone(), form.texts())
    seen = contributing.digest(form.texts())
    if held and form.seen.data != seen:
        form.seen.data = seen
        return page(template, form=form, why=REASONS, held=held, **context)
    return answer(form, template, work, why=REASONS, held=[], **context)
