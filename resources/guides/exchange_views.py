"""Guides as PO files: out to translators who work elsewhere, and back."""

from flask import Blueprint, Response, abort
from flask import request as http
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer
from wtforms import FileField

from portal import db
from portal.accounts import session
from portal.errors import BadInput
from portal.i18n import gettext, language_name
from portal.languages import is_language
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted
from portal.security import SafeForm
from portal.text import clean
from resources.guides import actions, po, queries
from resources.guides.editing_views import guide_or_404
from resources.guides.models import Guide, GuideText, Origin

bp = Blueprint("guide_exchange", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")
LARGEST = 1024 * 1024


class FileForm(SafeForm):
    """A file that is sent."""

    file = FileField()


def sent(largest: int) -> bytes:
    """The bytes of the file that was sent.

    Raises:
        BadInput: there is none, or it is larger than *largest* bytes.
    """
    found = http.files.get("file")
    data = found.stream.read(largest + 1) if found else b""
    if not data or len(data) > largest:
        raise BadInput(gettext("Choose a file that is not too large."))
    return data


@bp.get("/<slug>/po/<language>")
@requires(Permission.TRANSLATE)
def export(slug: str, language: str) -> Response:
    """The guide as a PO file, with what is translated already."""
    guide, source = _source(slug, language)
    have = queries.begun(guide.id, language, session.someone().id)
    base = queries.version(have.based_on_id) if have else None
    of = actions.Words.of
    text = po.export(of(source), source.id, language, of(have) if have else None, of(base) if base else None)
    made = Response(text, mimetype="text/x-gettext-translation")
    made.headers["Content-Disposition"] = f'attachment; filename="{slug}.{language}.po"'
    made.headers["Cache-Control"] = "no-store"
    return made


@bp.route("/<slug>/po/<language>/bring", methods=["GET", "POST"])
@requires(Permission.TRANSLATE)
def bring(slug: str, language: str) -> Answer:
    """Take a PO file back: a person checks it before others read it, and sees what is strange in it."""
    guide, _ = _source(slug, language)
    form = FileForm(posted())

    def work(opened: Session) -> Answer:
        version, said = po.read(sent(LARGEST).decode("utf-8", "replace"))
        base = opened.get(GuideText, version)
        if base is None:
            raise BadInput(gettext("This is no PO file that was exported here."))
        words = po.translated(actions.Words.of(base), {key: clean(text) for key, text in said.items()})
        held = " · ".join(po.strange(said))
        row = opened.get_one(Guide, guide.id)
        actions.translate(opened, session.someone(), row, language, version, words, Origin.IMPORTED, held)
        return page("guides/translated.html", guide=guide, language=language)

    title = gettext("Bring a PO file in %(language)s", language=language_name(language))
    return answer(form, "guides/bring.html", work, title=title, accept=".po", slug=slug)


def _source(slug: str, language: str) -> tuple[Guide, GuideText]:
    guide = guide_or_404(slug)
    source = actions.shown(db.session(), guide.id, guide.language)
    if source is None or language == guide.language or not is_language(language):
        abort(404)
    return guide, source
