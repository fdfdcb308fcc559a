"""Home, the language door, the editable pages, feedback, health and quick exit."""

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from sqlalchemy import text as sql
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.i18n import door
from portal.languages import negotiate
from portal.pages import actions, queries
from portal.pages.forms import FeedbackForm
from portal.pages.links import rendered
from portal.permissions import Permission, requires
from portal.posting import answer, posted
from portal.posting import page as made
from portal.settings import current
from portal.taxonomy import queries as taxonomy

bp = Blueprint("pages", __name__, url_prefix="/<locale:lang>")
door_bp = Blueprint("front", __name__)
AT_MOST = "6 per minute; 60 per hour"


@door_bp.get("/")
@requires(Permission.ANYONE)
def front() -> Response | str:
    """Lead to the reader's language; where we cannot know it, show all of them."""
    tag = negotiate(request.accept_languages)
    if tag is None:
        answer = make_response(render_template("pages/languages.html", page_of=_home_of))
    else:
        answer = make_response(redirect(url_for("pages.home", lang=tag), 302))
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _home_of(tag: str) -> str:
    return url_for("pages.home", lang=tag)


@door_bp.get("/healthz")
@requires(Permission.ANYONE)
def health() -> dict[str, str]:
    """Say that the portal and its database answer."""
    db.session().execute(sql("SELECT 1"))
    return {"status": "ok"}


@door_bp.get("/exit")
@requires(Permission.ANYONE)
def leave() -> Response:
    """Quick exit: ask the browser to drop what it kept of us, and go somewhere harmless."""
    answer = redirect(current().exit_url, 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@bp.get("/")
@requires(Permission.ANYONE)
@door
def home() -> str:
    """One question, eight tiles, and someone to call."""
    return render_template("pages/home.html", tiles=taxonomy.tiles())


@bp.get("/languages")
@requires(Permission.ANYONE)
@door
def languages() -> str:
    """Every language by its own name, each leading to the page that the reader came from."""
    came_from = request.args.get("from", "")
    return render_template("pages/languages.html", page_of=lambda tag: _swapped(came_from, tag))


def _swapped(path: str, tag: str) -> str:
    """The address *path* of ours in another language; home where it is not one of ours."""
    first, _, rest = path.removeprefix("/").partition("/")
    ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return f"/{tag}/{rest}" if ours and first == g.language.tag else _home_of(tag)


@bp.get("/menu")
@requires(Permission.ANYONE)
@door
def menu() -> str:
    """Everything that there is, as a page, for those without script."""
    return render_template("pages/menu.html", tiles=taxonomy.tiles())


@bp.get("/desk")
@requires(Permission.OWN)
def desk() -> str:
    """What a person holds, offers and looks after, and what waits on it."""
    return render_template("pages/desk.html")


@bp.get("/<any(about, privacy, terms, imprint, accessibility):page>")
@requires(Permission.ANYONE)
def show(page: str) -> str:
    """One of the editable pages."""
    found = queries.text(page)
    if found is None:
        abort(404)
    return render_template("pages/text.html", page=found, body=rendered(found.body))


@bp.route("/feedback", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def feedback() -> Response:
    """Write to us, without an account; what was typed stays on every failure."""
    form = FeedbackForm(posted(), about=request.args.get("about", ""))

    def work(opened: Session) -> Response:
        actions.keep_feedback(opened, form.about.data or "", form.text.data or "", form.contact.data or "")
        return made("pages/thanks.html")

    return answer(form, "pages/feedback.html", work, at_most=AT_MOST)
