"""Events on paper and in messages: a week's sheet for a notice board, a poster, a text to send."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request

from map import local
from map.places.views import qr
from portal.addresses import address
from portal.i18n import gettext
from portal.permissions import Permission, requires
from resources.events import feeding, filters, poster, queries, sharing
from resources.events.cards import Card, card, moment, spelled
from resources.events.models import Event, Occurrence
from resources.events.views import SIX_DAYS, is_far

bp = Blueprint("event_sheets", __name__, url_prefix="/<locale:lang>/events", template_folder="../templates")
MOST, FEW = 40, 12
"""How many dates a sheet holds, and how many can be written large."""


@bp.get("/week")
@requires(Permission.ANYONE)
def week() -> str:
    """A week of events on a sheet to print, each with a square that leads to its page."""
    wanted = filters.read(request.args)
    first = filters.day(request.args, "day", local.today())
    rows = feeding.once(queries.first_of(wanted, first, first + SIX_DAYS, MOST * 2))
    return render_template(
        "events/sheet.html", wanted=wanted, first=first, last=first + SIX_DAYS, days=_by_day(rows[:MOST]),
        few=len(rows) <= FEW, more=len(rows) > MOST, address=address("events.index", day=first, **wanted.args()),
        host=address("events.index").partition("://")[2], far=is_far(first + SIX_DAYS),
    )  # fmt: skip


def _by_day(rows: Iterable[Occurrence]) -> dict[datetime.date, list[tuple[Card, str]]]:
    """The dates by their days, each with the square that leads to its event."""
    days: dict[datetime.date, list[tuple[Card, str]]] = defaultdict(list)
    for row in rows:
        days[row.day].append((card(row.event, row), qr(_leads_to(row.event, row))))
    return days


@bp.get("/<slug>/poster.png")
@requires(Permission.ANYONE)
def picture(slug: str) -> Response | tuple[str, int]:
    """One event as a picture to send; none where no font of ours has its letters."""
    event, row = _asked(slug)
    shown, leads_to = card(event, row), _leads_to(event, row)
    said = poster.words(shown, leads_to)
    if not poster.can_draw(said.all()):
        title, advice = (
            gettext("There is no picture of this"),
            gettext("We have no letters for it. Send its address."),
        )
        return render_template("errors/error.html", title=title, advice=advice, said=""), 404
    return Response(poster.draw(said, leads_to, shown.shelf.tile), mimetype="image/png")


@bp.get("/<slug>/share")
@requires(Permission.ANYONE)
def share(slug: str) -> str:
    """One event as a short text to send, by WhatsApp, SMS or copying."""
    shown = card(*_asked(slug))
    text = sharing.share(shown)
    drawn = poster.can_draw(shown.title.words)
    return render_template(
        "events/share.html", card=shown, text=text, quoted=quote(text, safe=""), poster=drawn,
        at=request.args.get("at"),
    )  # fmt: skip


def _asked(slug: str) -> tuple[Event, Occurrence | None]:
    """The event called *slug*, at the date ``at`` or else at its next one."""
    event: Event | None = queries.by_slug(slug)
    if event is None:
        abort(404)
    original = moment(request.args.get("at", ""))
    asked = queries.date_of(event.id, original) if original else None
    return event, asked or next(iter(queries.dates_of(event.id, 1)), None)


def _leads_to(event: Event, row: Occurrence | None) -> str:
    """The whole address of the page of *event*, at the date *row* where it has several."""
    return address("events.show", slug=event.slug, at=spelled(row.original) if row and event.rule else None)
