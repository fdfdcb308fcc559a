"""For editors: a new guide, the words of its source with hints and a preview, its place in the tree."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext
from portal.moderation import drafts
from portal.moderation.composing import compose
from portal.moderation.reviewed import State
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted
from portal.taxonomy import queries as taxonomy
from resources.guides import actions, queries
from resources.guides.changes import compare
from resources.guides.forms import ArrangeForm, NewForm, SourceForm, WordsForm
from resources.guides.hints import hints
from resources.guides.models import Guide, GuideText
from resources.guides.reading import preview
from resources.guides.situations import all_situations
from resources.guides.words import OPINIONS

bp = Blueprint("guide_editing", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")
COMPOSE = "guides/compose.html"


def guide_or_404(slug: str) -> Guide:
    """The guide called *slug*, for those who translate; for those who edit also one that is hidden."""
    found = db.session().scalars(select(Guide).where(Guide.slug == slug)).one_or_none()
    if found is None or (found.state != State.PUBLISHED and not session.may(Permission.EDIT)):
        abort(404)
    return found


def words_of(form: WordsForm) -> actions.Words:
    """What was entered."""
    return actions.Words(form.title.data or "", form.summary.data or "", form.body.data or "")


def look(form: WordsForm, *, language: str, **context: Any) -> Response:
    """The form again, with how it will look and what is hard in it; nothing is kept."""
    shown: dict[str, Any] = {
        "parts": preview(form.body.data or "", language),
        "hints": hints(form.body.data or "", language),
    }
    return page(COMPOSE, form=form, language=language, looked=True, **shown, **context)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT)
def new() -> Response:
    """Begin a guide, in English."""
    form, said = NewForm(posted()), _at_once(gettext("A new guide"), "en")
    if "look" in request.form:
        return look(form, **said)

    def work(opened: Session) -> Response:
        slug = form.slug.data or ""
        guide = actions.create(opened, session.someone(), slug, "en", words_of(form))
        return redirect(url_for("guide_editing.arrange", slug=guide.slug), 303)

    return compose(form, COMPOSE, work, draft="guide:new", **said)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.EDIT)
def edit(slug: str) -> Response:
    """Change the words of a guide's source; readers see them at once, a second person reads them afterwards."""
    guide = guide_or_404(slug)
    now, place = actions.shown(db.session(), guide.id, guide.language), f"guide:{guide.id}"
    form = SourceForm(posted(), **opened_with(place, now, now))
    shown = _at_once(gettext("Edit a guide"), guide.language) | {"guide": guide} | _moved(form, now)
    shown |= {"opinions": queries.opinions(guide.id, still_open=True), "opinion_names": OPINIONS}
    if "look" in request.form:
        return look(form, **shown)

    def work(opened: Session) -> Response:
        row, seen = opened.get_one(Guide, guide.id), form.base()
        form.based_on.data = str(now.id) if now else ""  # whoever sends it again has seen what is shown beside
        actions.edit(opened, session.someone(), row, seen, words_of(form), minor=form.minor.data)
        return redirect(url_for("guides.show", slug=slug), 303)

    return compose(form, COMPOSE, work, draft=place, **shown)


def _at_once(title: str, language: str) -> dict[str, Any]:
    """What the page says above a form whose words are published by sending it."""
    lead = gettext("Others can read it at once; a person looks at it afterwards.")
    return {"title": title, "lead": lead, "language": language, "at_once": True}


def opened_with(place: str, words: GuideText | None, source: GuideText | None) -> dict[str, Any]:
    """What a form opens with: *words*, made from *source*; nothing where a draft is kept, which is put in whole."""
    if drafts.find(session.me(), place) is not None:
        return {}
    kept = {"title": words.title, "summary": words.summary, "body": words.body} if words else {}
    return kept | {"based_on": str(source.id) if source else ""}


def _moved(form: WordsForm, now: GuideText | None) -> dict[str, Any]:
    """The present words beside the form, where they are not those that its writer began from."""
    seen = queries.version(form.base())
    if now is None or seen is None or seen.id == now.id:
        return {}
    return {"source": now, "have": seen, "passages": compare(seen.body, now.body)}


@bp.route("/<slug>/arrange", methods=["GET", "POST"])
@requires(Permission.EDIT)
def arrange(slug: str) -> Response:
    """Say where a guide stands; translations are not outdated by that."""
    guide = guide_or_404(slug)
    form = _arranging(guide)

    def work(opened: Session) -> Response:
        parent = int(form.parent.data or 0) or None
        position = form.position.data if form.position.data is not None else actions.next_position(opened, parent)
        row = opened.get_one(Guide, guide.id)
        actions.arrange(opened, row, parent, position, form.category.data or "", form.situations.data or [])
        return redirect(url_for("guides.show", slug=slug), 303)

    return answer(form, "form.html", work, title=gettext("Where it stands"), button=gettext("Keep it so"))


def _arranging(guide: Guide) -> ArrangeForm:
    form = ArrangeForm(
        posted(), parent=str(guide.parent_id or 0), position=guide.position, category=guide.category_code or "",
        situations=[each.code for each in guide.situations],
    )  # fmt: skip
    leaves = [leaf for held in queries.tree().values() for leaf in held if leaf.id != guide.id]
    under = [(str(each.id), each.title.words) for each in leaves]
    if guide.parent_id and str(guide.parent_id) not in dict(under):  # what holds it may be hidden
        under.append((str(guide.parent_id), queries.slug_of(guide.parent_id)))
    form.parent.choices = [("0", gettext("Nothing: it is a topic")), *under]
    kinds = [(each.code, each.label.words) for each in taxonomy.shelves().values()]
    form.category.choices = [("", gettext("None")), *kinds]
    form.situations.choices = [(each.code, each.label.words) for each in all_situations().values()]
    return form


@bp.post("/<slug>/confirm")
@requires(Permission.EDIT)
def confirm(slug: str) -> Response:
    """Note that someone read a guide anew and found it right."""
    guide = guide_or_404(slug)

    def work(opened: Session) -> Response:
        actions.confirm(opened, session.someone(), opened.get_one(Guide, guide.id))
        return redirect(url_for("guide_team.show", slug=slug), 303)

    title = gettext("It is still right")
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)
