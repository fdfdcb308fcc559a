"""The map's data: GeoJSON for a rectangle. Source of the format: RFC 7946."""

import json
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

from map.places import filters, queries
from map.places.cards import name
from map.places.filters import Wanted
from map.viewport import Cluster, look
from portal import db, hours
from portal.geo import Box, parse_box
from portal.i18n import speak
from portal.languages import LANGUAGES, SOURCE, direction
from portal.permissions import Permission, requires
from portal.settings import current
from portal.taxonomy import queries as taxonomy

bp = Blueprint("api", __name__, url_prefix="/api")
DEEPEST = 22


def asked_box() -> Box:
    """The rectangle that ``bbox`` says, in degrees."""
    box = parse_box(request.args.get("bbox", ""))
    if box is None:
        raise BadRequest("bbox has to be west,south,east,north in degrees, west < east and south < north.")
    return box


def asked_zoom() -> int:
    """How close the map is, as ``zoom`` says."""
    text = request.args.get("zoom", "15")
    if not text.isascii() or not text.isdigit() or int(text) > DEEPEST:
        raise BadRequest(f"zoom has to be a whole number from 0 to {DEEPEST}.")
    return int(text)


def speak_as_asked() -> None:
    """Answer in the language that ``lang`` says."""
    tag = request.args.get("lang", SOURCE)
    if tag not in LANGUAGES:
        raise BadRequest("lang has to be a language of this portal.")
    speak(tag, door=True)


@bp.get("/places.geojson")
@requires(Permission.ANYONE)
def places() -> Response:
    """Doors in a rectangle, or clusters of them: ``bbox``, ``zoom``, ``lang``, and the filters of the list."""
    speak_as_asked()
    wanted: Wanted = filters.read(request.args)
    doors, clusters = look(asked_box(), asked_zoom(), wanted)
    features = [_door(found) for found in doors] + [cluster_feature(each) for each in clusters]
    body = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/geo+json")


def feature(latitude: float, longitude: float, properties: dict[str, Any]) -> dict[str, Any]:
    """A point of GeoJSON, in degrees."""
    point = {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}
    return {"type": "Feature", "geometry": point, "properties": properties}


def _door(found: queries.Found) -> dict[str, Any]:
    place, said = found.place, name(found.place)
    shelf = taxonomy.shelves()[place.category_code]
    now = hours.at(place.hours, place.time_zone, current().country, db.now())
    properties = {
        "name": said.words, "lang": said.tag, "dir": direction(said.tag), "icon": shelf.icon, "tile": shelf.tile,
        "category": shelf.label.words, "state": now.state, "slug": place.slug,
    }  # fmt: skip
    point = found.point
    return feature(point.latitude, point.longitude, properties) if point else {}


def cluster_feature(cluster: Cluster) -> dict[str, Any]:
    """Some doors that stand together, as a point of GeoJSON."""
    return feature(cluster.middle.latitude, cluster.middle.longitude, {"doors": cluster.doors})
