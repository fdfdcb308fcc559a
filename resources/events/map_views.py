"""Events on the map: what takes place on one day or in one week, at doors that everyone may know."""

import datetime
import json
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from map import local
from map.api import asked_box, asked_zoom, cluster_feature, feature, speak_as_asked
from map.areas import queries as areas
from portal.i18n import clock, weekday
from portal.languages import direction
from portal.permissions import Permission, requires
from portal.taxonomy import queries as taxonomy
from resources.events import filters, viewport
from resources.events.views import choices, is_far

bp = Blueprint("event_map", __name__, template_folder="../templates")
SPANS = {"day": datetime.timedelta(0), "week": datetime.timedelta(days=6)}


def _span() -> tuple[datetime.date, datetime.date]:
    """From which day to which, both included."""
    first = filters.day(request.args, "day", local.today())
    return first, first + SPANS.get(request.args.get("span", ""), SPANS["day"])


@bp.get("/<locale:lang>/events/map")
@requires(Permission.ANYONE)
def show() -> str:
    """The map of a day, or of a week, with the filters of the list and a way back to it."""
    wanted, (first, last) = filters.read(request.args), _span()
    middle = areas.centroid(wanted.area) if wanted.area else wanted.near
    centre = f"{middle.latitude},{middle.longitude}" if middle else ""
    return render_template(
        "events/map.html", wanted=wanted, first=first, last=last, centre=centre, far=is_far(last),
        **choices(wanted, "event_map.show"),
    )  # fmt: skip


@bp.get("/api/events.geojson")
@requires(Permission.ANYONE)
def data() -> Response:
    """Doors at which something takes place, or clusters of them: ``bbox``, ``zoom``, ``lang``, ``day``, ``span``."""
    speak_as_asked()
    wanted, (first, last) = filters.read(request.args), _span()
    spots, clusters = viewport.look(asked_box(), asked_zoom(), wanted, first, last)
    features = [_spot(each) for each in spots] + [cluster_feature(each) for each in clusters]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/geo+json")


def _spot(spot: viewport.Spot) -> dict[str, Any]:
    """A door with what takes place there next: its title, when, and where all that does is told."""
    shelf = taxonomy.shelves()[spot.category]
    when = weekday(spot.starts.date()) + ("" if spot.all_day else f" {clock(spot.starts)}–{clock(spot.ends)}")
    properties = {
        "name": spot.title.words, "lang": spot.title.tag, "dir": direction(spot.title.tag), "icon": shelf.icon,
        "tile": shelf.tile, "category": spot.place.words, "slug": spot.slug, "when": when,
        "state": "closed" if spot.cancelled else "open", "more": spot.more,
        "list": url_for("places.show", slug=spot.door, _anchor="events"),
    }  # fmt: skip
    return feature(spot.point.latitude, spot.point.longitude, properties)
