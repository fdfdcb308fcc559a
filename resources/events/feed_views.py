"""Events for calendars and feed readers: as iCalendar and as JSON Feed, without an account."""

import datetime
import json

from flask import Blueprint, Response, abort, request
from sqlalchemy import select

from map import local
from portal import db
from portal.errors import BadInput
from portal.i18n import gettext
from portal.jsonfeed import MIME
from portal.permissions import Permission, requires
from portal.posting import page_number
from portal.settings import current
from resources.events import cards, feeding, filters, jsonfeed
from resources.events.exchange import writing
from resources.events.filters import Wanted
from resources.events.models import Event
from resources.events.views import chips

bp = Blueprint("event_feeds", __name__, url_prefix="/<locale:lang>", template_folder="../templates")
ICS = "text/calendar"
A_PAGE = 200
HALF_A_YEAR = datetime.timedelta(days=183)


@bp.get("/events.ics")
@requires(Permission.ANYONE)
def calendar() -> Response:
    """What is coming, as a calendar that is read again and again; the same filters as the list."""
    wanted = filters.read(request.args)
    return Response(writing.calendar(_name(wanted), feeding.entries(wanted)), mimetype=ICS)


@bp.get("/events/<slug>.ics")
@requires(Permission.ANYONE)
def one(slug: str) -> Response:
    """One event for a calendar, which reminds of it: the private reminder of those without an account."""
    found = db.session().scalar(select(Event.id).where(Event.slug == slug, Event.state == "published"))
    if found is None:
        abort(404)
    entries = feeding.entries_of([found])
    made = Response(writing.calendar(entries[0].title.words, entries, alarms=True), mimetype=ICS)
    made.headers["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    return made


@bp.get("/events.json")
@requires(Permission.ANYONE)
def feed() -> Response:
    """The dates of half a year from today or a ``day`` on, page by page, as a JSON Feed."""
    wanted, number = filters.read(request.args), page_number()
    first = filters.day(request.args, "day", local.today())
    rows, more = feeding.dates(wanted, first, first + HALF_A_YEAR, A_PAGE, number)
    if number > 1 and not rows:
        abort(404)
    next_page = {"day": first, "page": number + 1} if more else {}
    made = jsonfeed.feed(cards.cards(rows), wanted, next_page)
    return Response(json.dumps(made, ensure_ascii=False, separators=(",", ":")), mimetype=MIME)


@bp.errorhandler(BadInput)
def _explain(error: BadInput) -> Response:
    """What is wrong with the address, in words that programs can show."""
    return Response(f"{error}\n", 400, mimetype="text/plain")


def _name(wanted: Wanted) -> str:
    """What the calendar is called: for the city, and for what is *wanted* of it."""
    return " · ".join(
        (gettext("Events: %(city)s", city=current().city), *(said for said, _ in chips(wanted, "events.index")))
    )
