"""The map page and its script. The only module that knows folium.

folium's page carries links to other hosts and inline styles, so only the script that it makes is used.
"""

from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_file

from map.areas import queries as areas
from map.places import filters, queries
from map.places.chips import chips
from portal.permissions import Permission, requires
from portal.settings import Settings, current
from portal.taxonomy import queries as taxonomy

bp = Blueprint("map", __name__)
MAP_ID = "wayhouse"
BASEMAP = "basemap.pmtiles"


@lru_cache
def script(settings: Settings) -> str:
    """folium's script for our map: it makes ``map_wayhouse`` in the element of that id."""
    import folium  # here, since every command would wait for it, and few draw

    drawn = folium.Map(
        location=settings.centre_point,
        tiles=None,
        zoom_start=15,
        zoom_control=False,
        attribution_control=False,
    )
    drawn._id = MAP_ID
    root = drawn.get_root()
    root.render()
    return str(root.script.render())  # type: ignore[attr-defined]


@bp.get("/map.js")
@requires(Permission.ANYONE)
def map_script() -> Response:
    """The map's script; its ETag comes with every answer's."""
    return Response(script(current()), mimetype="text/javascript")


@bp.get("/basemap.pmtiles")
@requires(Permission.ANYONE)
def basemap() -> Response:
    """The basemap's tiles, by Range, as one file. Source of the format: PMTiles version 3."""
    path: Path = current().data_dir.resolve() / BASEMAP
    if not path.is_file():
        abort(404)
    return send_file(path, mimetype="application/octet-stream", conditional=True, max_age=3600)


@bp.get("/<locale:lang>/map")
@requires(Permission.ANYONE)
def show() -> str:
    """The map, with the filters of the list and a way back to it."""
    wanted = filters.read(request.args)
    choices = {"tiles": taxonomy.tiles(), "areas": areas.named(), "spoken": queries.spoken()}
    middle = areas.centroid(wanted.area) if wanted.area else wanted.near
    centre = f"{middle.latitude},{middle.longitude}" if middle else ""
    return render_template("map/map.html", wanted=wanted, centre=centre, chips=chips(wanted, "map.show"), **choices)
