"""The words of an opportunity in other languages than its own, and what these must not change."""

from typing import Any

from portal.errors import BadInput
from portal.i18n import gettext
from portal.text import prose
from resources.facts import differences
from resources.opportunities.forms import TranslateForm
from resources.opportunities.models import Opportunity, OpportunityText


def source_of(row: Opportunity) -> OpportunityText | None:
    """The words of *row* that the others are translated from."""
    return next((each for each in row.texts if each.based_on == 0), None)


def in_locale(row: Opportunity, locale: str) -> OpportunityText | None:
    """The words of *row* in *locale*."""
    return next((each for each in row.texts if each.locale == locale), None)


def settle(row: Opportunity) -> None:
    """Keep the first words of *row* under its language: whoever reviews it may have corrected that."""
    source = source_of(row)
    if source is None or source.locale == row.language:
        return
    text = _text(row, row.language)
    for name in ("title", "text", "html", "requirements", "pay", "origin", "review"):
        setattr(text, name, getattr(source, name))
    text.based_on = 0
    row.texts.remove(source)


def _text(row: Opportunity, locale: str) -> OpportunityText:
    """The words of *row* in *locale*, begun where there are none."""
    text = in_locale(row, locale)
    if text is None:
        text = OpportunityText(locale=locale)
        row.texts.append(text)
    return text


def write(row: Opportunity, locale: str, form: TranslateForm) -> None:
    """Keep the words of *row* in *locale*, in the place of earlier ones.

    Raises:
        BadInput: they name other links or numbers than the original does.
    """
    source = source_of(row)
    if source is None or locale == row.language:
        raise BadInput(gettext("This is the language that it was written in: change the offer itself."))
    _check_facts(source, form)
    text = _text(row, locale)
    text.title, text.text, text.html = form.title.data or "", form.text.data or "", prose(form.text.data or "")
    text.requirements, text.pay = form.requirements.data or "", form.pay.data or ""
    text.origin, text.review = ("machine", "draft") if form.machine.data else ("human", "verified")
    text.based_on = row.wording


def _check_facts(source: OpportunityText, form: TranslateForm) -> None:
    """Refuse a translation that leads elsewhere, or that promises other sums."""
    original = "\n".join((source.title, source.text, source.requirements, source.pay))
    other = differences(
        original, "\n".join(each.data or "" for each in (form.title, form.text, form.requirements, form.pay))
    )
    added = [each for each in other if each.startswith("+")]
    if added:
        said = gettext("The links and numbers have to be those of the original. Look at these again: %(found)s")
        raise BadInput(said % {"found": ", ".join(each[2:] for each in added)})


def as_written(row: Opportunity, locale: str) -> dict[str, Any]:
    """The words of *row* in *locale* as they were entered, for the form."""
    text = in_locale(row, locale)
    said = ("title", "text", "requirements", "pay")
    words = {name: getattr(text, name) for name in said} if text else {}
    return words | {
        "machine": bool(text and text.origin == "machine" and text.review == "draft"),
        "version": row.version,
    }
