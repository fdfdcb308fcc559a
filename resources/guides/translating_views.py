"""For translators: the source beside the translation, with what changed since."""

from typing import Any

from flask import Blueprint, abort, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.i18n import gettext, language_name
from portal.languages import is_language
from portal.moderation import drafts
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import page, posted
from resources.guides import actions, queries
from resources.guides.changes import compare
from resources.guides.editing_views import COMPOSE, guide_or_404, look, opened_with, words_of
from resources.guides.forms import WordsForm, critical_match
from resources.guides.models import Guide, GuideText
from resources.guides.words import OPINIONS

bp = Blueprint("guide_translating", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")


@bp.route("/<slug>/translate/<language>", methods=["GET", "POST"])
@requires(Permission.TRANSLATE)
def translate(slug: str, language: str) -> Response:
    """Translate a guide, or bring its translation up to date; a second person checks it before others read it."""
    guide = guide_or_404(slug)
    source = actions.shown(db.session(), guide.id, guide.language)
    if source is None or language == guide.language or not is_language(language):
        abort(404)
    have = queries.begun(guide.id, language, session.someone().id)
    place = f"guide:{guide.id}:{language}"
    form = WordsForm(posted(), **opened_with(place, have, source))
    context = _beside(form, guide, language, source, have)
    if "look" in request.form:
        return look(form, **context)

    def work(opened: Session) -> Response:
        author, row = session.someone(), opened.get_one(Guide, guide.id)
        actions.translate(opened, author, row, language, form.base(), words_of(form))
        return page("guides/translated.html", guide=guide, language=language)

    return compose(form, COMPOSE, work, draft=place, **context)


def _beside(
    form: WordsForm, guide: Guide, language: str, source: GuideText, have: GuideText | None
) -> dict[str, Any]:
    """The source for the other side of the page, with its passages marked since the translation was made."""
    kept = drafts.find(session.me(), f"guide:{guide.id}:{language}")
    based = int(kept.words.get("based_on") or 0) if kept else have.based_on_id if have else None
    base = queries.version(based)
    begun = str(kept.words.get("body", "")) if kept else have.body if have else ""
    written = request.form.get("body") or begun
    return {
        "title": gettext("Translate into %(language)s", language=language_name(language)),
        "lead": gettext("A second person who reads this language checks it before others see it."),
        "language": language, "guide": guide, "source": source, "have": have or kept,
        "passages": compare(base.body if base else source.body, source.body),
        "followed": base is None or base.id == source.id,
        "unmatched": bool(written) and not critical_match(source.body, written),
        "opinion_names": OPINIONS,
        "opinions": queries.opinions(guide.id, still_open=True) if session.may(Permission.EDIT) else (),
    }  # fmt: skip
