"""The offer check: one address for its three pages, so that no answer ever stands in an address."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.i18n import door, gettext
from portal.permissions import Permission, requires
from portal.posting import page, posted
from portal.taxonomy import queries as taxonomy
from resources.offers import help as helping
from resources.offers.forms import OfferForm, answers
from resources.offers.rules import ANSWERS, judge, rules
from resources.wordings import queries as wordings

bp = Blueprint("offers", __name__, url_prefix="/<locale:lang>/offer-check", template_folder="../templates")
PART = "offer-check"
REPORT = "pages.feedback"
"""Where "report this offer" leads."""
ABOUT = "/offer-check"
GIVEN = "given"
"""The name of the button that sends answers, and not only the choice of an offer."""


@bp.route("", methods=["GET", "POST"])
@requires(Permission.ANYONE)
@door
def index() -> Response:
    """Choose an offer, answer questions about it, read what that shows. Nothing is kept, so nothing is limited."""
    form = OfferForm(posted())
    if request.method != "POST":
        return _shown("offers/index.html", form)
    offer, ours = form.chosen(), form.validate()
    if not offer:
        return _shown("offers/index.html", form, 400, problem=gettext("Choose one of these."))
    given = answers(offer, request.form)
    if ours and GIVEN in request.form:
        return _result(offer, given)
    questions = {"offer": offer, "questions": rules().about(offer), "given": given}
    return _shown("offers/questions.html", form, 200 if ours else 400, **questions)


def _result(offer: str, given: dict[str, str]) -> Response:
    return _shown(
        "offers/result.html", OfferForm(), offer=offer, given=given, result=judge(offer, given), help=helping.find(),
        categories=helping.CATEGORIES, shelves=taxonomy.shelves(), report=REPORT, about=ABOUT,
    )  # fmt: skip


def _shown(template: str, form: OfferForm, status: int = 200, **context: Any) -> Response:
    """A page of the check that no cache keeps, with its words."""
    said = wordings.texts(PART)[PART]
    return page(template, status, form=form, said=said, rules=rules(), answers=ANSWERS, **context)


def panel() -> dict[str, object]:
    """The quiet link on home."""
    return {}
