"""For editors and translators: the words of checks and lessons, beside the English, and changing one of them."""

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import session
from portal.i18n import gettext
from portal.languages import LANGUAGES
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted
from resources.wordings import actions, queries
from resources.wordings.forms import CheckForm, WordingForm
from resources.wordings.loading import digest
from resources.wordings.queries import Row

bp = Blueprint("wordings", __name__, url_prefix="/<locale:lang>/wordings", template_folder="../templates")


@bp.get("")
@requires(Permission.TRANSLATE)
def index() -> Response:
    """Every check and lesson, and how far it is in each language."""
    return page("wordings/index.html", board=queries.board())


@bp.get("/<part>/<language>")
@requires(Permission.TRANSLATE)
def show(part: str, language: str) -> Response:
    """The words of one of them in one language, with the English beside."""
    found = queries.rows(part, language) if language in LANGUAGES else []
    if not found:
        abort(404)
    return page("wordings/show.html", rows=found, part=part, language=language)


@bp.route("/<part>/<language>/<key>", methods=["GET", "POST"])
@requires(Permission.TRANSLATE)
def change(part: str, language: str, key: str) -> Response:
    """One piece: change it, or read it as a second person."""
    row = _found(part, language, key)
    now = row.said.text if row.said else ""
    form = WordingForm(posted(), text=now, seen=digest(now))

    def work(opened: Session) -> Response:
        at, edits = (part, key, language), session.may(Permission.EDIT)
        actions.change(opened, session.someone(), at, form.seen.data or "", form.text.data or "", edits=edits)
        return redirect(url_for("wordings.show", part=part, language=language, _anchor=key), 303)

    check = CheckForm(seen=digest(now))
    return answer(form, "wordings/change.html", work, row=row, part=part, language=language, check=check)


@bp.post("/<part>/<language>/<key>/checked")
@requires(Permission.EDIT)
def checked(part: str, language: str, key: str) -> Response:
    """Note that a second person found the words right."""
    row = _found(part, language, key)
    if row.said is None:
        abort(404)
    form = CheckForm(posted())

    def work(opened: Session) -> Response:
        actions.check(opened, session.someone(), (part, key, language), form.seen.data or "")
        return redirect(url_for("wordings.show", part=part, language=language, _anchor=key), 303)

    title = gettext("These words are right")
    return answer(form, "form.html", work, title=title, lead=row.said.text, button=title)


def _found(part: str, language: str, key: str) -> Row:
    row = queries.row(part, language, key) if language in LANGUAGES else None
    if row is None:
        abort(404)
    return row
