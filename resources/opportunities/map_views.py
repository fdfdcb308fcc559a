"""Opportunities on the map: what is offered at doors that everyone may know."""

import json
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from map.api import asked_box, asked_zoom, cluster_feature, feature, speak_as_asked
from map.areas import queries as areas
from portal.i18n import shown
from portal.languages import direction
from portal.permissions import Permission, requires
from resources.opportunities import filters, viewport
from resources.opportunities.filters import Wanted
from resources.opportunities.views import choices
from resources.opportunities.words import WHAT, apply_by

bp = Blueprint("opportunity_map", __name__, template_folder="../templates")


@bp.get("/<locale:lang>/opportunities/map")
@requires(Permission.ANYONE)
def show() -> str:
    """The map of what is open, with the filters of the list and a way back to it."""
    wanted = filters.read(request.args)
    middle = areas.centroid(wanted.area) if wanted.area else None
    centre = f"{middle.latitude},{middle.longitude}" if middle else ""
    return render_template(
        "opportunities/map.html", wanted=wanted, centre=centre, **choices(wanted, "opportunity_map.show")
    )


@bp.get("/api/opportunities.geojson")
@requires(Permission.ANYONE)
def data() -> Response:
    """Doors at which something is offered, or clusters of them: ``bbox``, ``zoom``, ``lang``, the list's filters."""
    speak_as_asked()
    wanted = filters.read(request.args)
    spots, clusters = viewport.look(asked_box(), asked_zoom(), wanted)
    features = [_spot(each, wanted) for each in spots] + [cluster_feature(each) for each in clusters]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/geo+json")


def _spot(spot: viewport.Spot, wanted: Wanted) -> dict[str, Any]:
    """A door with what is offered there: its title, until when one can apply, and where the rest of it is listed."""
    sort = WHAT[spot.what]
    listed = url_for("opportunities.index", lang=shown().tag, **wanted.args(place=spot.place_slug))
    properties = {
        "name": spot.title.words, "lang": spot.title.tag, "dir": direction(spot.title.tag), "icon": sort.icon,
        "tile": sort.tile, "category": spot.place.words, "slug": spot.slug, "when": apply_by(spot.deadline),
        "state": "open", "more": spot.more, "list": listed if spot.more else "",
    }  # fmt: skip
    return feature(spot.point.latitude, spot.point.longitude, properties)
