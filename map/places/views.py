"""The list of places, a place, and the lines to call."""

from functools import lru_cache

import segno
from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from map.areas import queries as areas
from map.places import filters, queries
from map.places.cards import card, for_call
from map.places.chips import chips
from portal import db, hours
from portal.i18n import door, english_name, reader
from portal.languages import Said
from portal.permissions import Permission, requires
from portal.settings import current
from portal.taxonomy import queries as taxonomy

bp = Blueprint("places", __name__, url_prefix="/<locale:lang>/places", template_folder="../templates")
call = Blueprint("call", __name__, url_prefix="/<locale:lang>/call")
ROOMY = 122  # letters of an address for which a QR code of 29 mm has room, with all that mends damage


@bp.get("")
@requires(Permission.ANYONE)
@door
def index() -> str:
    """The list: complete, without script; the same filters as the map."""
    wanted = filters.read(request.args)
    total = queries.count(wanted)
    cards = [card(found) for found in queries.page(wanted)]
    if wanted.page > 1 and not cards:
        abort(404)
    more = total > wanted.page * queries.PAGE
    choices = {"tiles": taxonomy.tiles(), "areas": areas.named(), "spoken": queries.spoken()}
    label = taxonomy.shelves()[wanted.category].label if wanted.category else None
    return render_template(
        "map/list.html",
        cards=cards,
        total=total,
        wanted=wanted,
        more=more,
        label=label,
        chips=chips(wanted, "places.index"),
        **choices,
    )


@bp.get("/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> str:
    """One place, with everything needed before setting out."""
    found = queries.by_slug(slug)
    if found is None:
        abort(404)
    place = found.place
    days = hours.week(place.hours, place.time_zone, current().country, db.now())
    said = {each.locale: each.name for each in place.texts}.get(current().local_language)
    on_the_door = Said(said, current().local_language) if said else None
    return render_template(
        "map/place.html", card=card(found), days=days, on_the_door=on_the_door, qr=qr(request.base_url)
    )


@lru_cache(maxsize=512)
def qr(address: str) -> Markup:
    """*address* as a QR code, for print: an inline SVG of our own making, with the light margin that phones need.

    It is as wide as its style says (class ``segno``), black on white in dark pages, too. A long address goes without
    some of what mends damage, so that its squares stay half a millimetre wide.
    """
    code = segno.make(address, error="m" if len(address) <= ROOMY else "l", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=4, light="#fff"))  # noqa: S704 (segno escapes)


@call.get("")
@requires(Permission.ANYONE)
@door
def index_of_lines() -> str:
    """Call someone now: the lines that are open at this moment and speak the reader's language come first."""
    mine, helped, others = for_call()
    return render_template("map/call.html", mine=mine, helped=helped, others=others, ask=_ask_for_interpreter())


def _ask_for_interpreter() -> str:
    """A card to show or read out to whoever answers: in English, whatever the reader's language."""
    return f"I speak {english_name(reader().tag)}. I need an interpreter."
