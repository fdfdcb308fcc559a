"""The lessons, and one of them."""

from flask import Blueprint, abort, render_template

from portal.permissions import Permission, requires
from resources.lessons import lessons

bp = Blueprint("lessons", __name__, url_prefix="/<locale:lang>/lessons", template_folder="../templates")


@bp.get("")
@requires(Permission.ANYONE)
def index() -> str:
    """Every lesson."""
    return render_template("lessons/index.html", pages=lessons.pages())


@bp.get("/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> str:
    """One lesson: its cards, then its quiz. What is answered stays in the page."""
    page = lessons.page(slug)
    if page is None:
        abort(404)
    return render_template("lessons/show.html", page=page)
