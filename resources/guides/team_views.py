"""For editors and translators: the board of guides and languages, and what readers say beside the text."""

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext
from portal.languages import LANGUAGES
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted
from resources.guides import coverage, phrases, queries
from resources.guides.coverage import State
from resources.guides.editing_views import guide_or_404
from resources.guides.models import GuideOpinion
from resources.guides.words import OPINIONS, ORIGINS, STATES

bp = Blueprint("guide_team", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")


@bp.get("/board")
@requires(Permission.TRANSLATE)
def board() -> Response:
    """Every guide in every language: missing, draft, outdated, verified."""
    rows = coverage.board()
    counts = {tag: _counts([row.states[place] for row in rows]) for place, tag in enumerate(LANGUAGES)}
    return page("guides/board.html", rows=rows, counts=counts, states=STATES)


def _counts(states: list[State]) -> dict[str, int]:
    return {name: sum(1 for each in states if each.name == name) for name in STATES}


@bp.get("/<slug>/team")
@requires(Permission.TRANSLATE)
def show(slug: str) -> Response:
    """How a guide stands in each language; for editors also its versions and what readers say of it."""
    guide = guide_or_404(slug)
    edits = session.may(Permission.EDIT)
    return page(
        "guides/team.html", guide=guide, leaf=next(iter(queries.leaves_of([guide.id])), None),
        states=coverage.states_of([guide.id])[guide.id], names=STATES, origins=ORIGINS, opinion_names=OPINIONS,
        versions=queries.versions(guide.id, guide.language) if edits else (),
        opinions=queries.opinions(guide.id) if edits else (), form=ConfirmForm(),
    )  # fmt: skip


@bp.post("/opinions/<int:number>/done")
@requires(Permission.EDIT)
def done(number: int) -> Response:
    """Note that an editor has dealt with what a reader said."""

    def work(opened: Session) -> Response:
        row = opened.get(GuideOpinion, number)
        if row is None:
            abort(404)
        row.done = True
        return redirect(url_for("guide_team.show", slug=queries.slug_of(row.guide_id)), 303)

    title = gettext("Dealt with")
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


@bp.get("/phrases")
@requires(Permission.TRANSLATE)
def safety_phrases() -> Response:
    """The phrases of the interface that a speaker should review first, each with what it says now."""
    return page("guides/phrases.html", rows=phrases.rows(), tags=[tag for tag in LANGUAGES if tag != "en"])
