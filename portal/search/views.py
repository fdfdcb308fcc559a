"""The search page."""

from flask import Blueprint, render_template, request

from portal.i18n import door
from portal.permissions import Permission, requires
from portal.search import queries
from portal.taxonomy import queries as taxonomy
from portal.text import clean

bp = Blueprint("search", __name__, url_prefix="/<locale:lang>/search")


@bp.get("")
@requires(Permission.ANYONE)
@door
def index() -> str:
    """Results for ``q``, or an invitation to ask."""
    asked = clean(request.args.get("q", ""))[: queries.LONGEST]
    found = queries.find(asked) if asked else []
    return render_template("search/index.html", asked=asked, found=found, tiles=taxonomy.tiles())
