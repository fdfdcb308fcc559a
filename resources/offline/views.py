"""Taking the portal along: what that means, the copy itself, and the worker that shows it without a network."""

from pathlib import Path

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

import portal
from map.areas import queries as areas
from map.places import filters
from portal import db
from portal.i18n import door
from portal.permissions import Permission, requires
from resources.offline import guides, packs

bp = Blueprint("offline", __name__, url_prefix="/<locale:lang>/offline", template_folder="../templates")
worker_bp = Blueprint("offline_worker", __name__)
WORKER = Path(portal.__file__).parent / "static" / "offline-worker.js"


@bp.get("")
@requires(Permission.ANYONE)
@door
def index() -> str:
    """What the copy is, how large, of which day; the button that keeps it on this phone."""
    area = _area()
    return render_template(
        "offline/index.html", area=area, areas=areas.named(), name=packs.area_name(area), size=packs.size(area),
        today=db.today(), assets=packs.ASSETS, sheets=guides.sheets(),
    )  # fmt: skip


@bp.get("/pack")
@requires(Permission.ANYONE)
@door
def pack() -> Response:
    """The copy, the same for everyone. No cache keeps it: only where someone put it can it be found."""
    made = make_response(packs.render(_area()))
    made.headers["Cache-Control"] = "no-store"
    made.headers["X-Robots-Tag"] = "noindex"
    return made


def _area() -> str:
    """The district that is asked for.

    Raises:
        BadInput: there is none of that name.
    """
    return filters.read({"area": request.args.get("area", "")}).area


@worker_bp.get("/offline-worker.js")
@requires(Permission.ANYONE)
def worker() -> Response:
    """The script that answers with the copy where the network fails."""
    made = make_response(WORKER.read_text(encoding="utf-8"))
    made.headers["Content-Type"] = "text/javascript; charset=utf-8"
    made.headers["Service-Worker-Allowed"] = "/"
    return made
