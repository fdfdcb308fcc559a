"""Calendars of others: those that are read, bringing one as a file, subscribing to one, and stopping."""

from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from map.organisations import queries as organisations
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, reader
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, posted
from resources.events import calendars
from resources.events.calendar_forms import AgainForm, BringForm, CalendarForm, SubscribeForm, sent
from resources.events.exchange import rows
from resources.events.exchange.components import LARGEST
from resources.events.exchange.entries import Calendar, Remark
from resources.events.exchange.records import check_slowed
from resources.events.exchange.reports import COUNTED, TOLD
from resources.events.models import EventCalendar
from resources.events.words import band

bp = Blueprint("calendars", __name__, url_prefix="/<locale:lang>/events/calendars", template_folder="../templates")
FORM = "events/calendar_form.html"
USUAL = "associations"  # what most calendars are about
A_FORM = 512 * 1024  # bytes of a form beside its file
FILES = "10 per minute; 60 per hour"


@bp.get("")
@requires(Permission.HOST)
def index() -> str:
    """The calendars that the reader tends, and how to bring another."""
    account = session.someone()
    ours = {each.id: each.name for each in organisations.of_account(db.session(), account)}
    return render_template("events/calendars.html", calendars=calendars.all_tended(account), ours=ours)


@bp.get("/<int:number>")
@requires(Permission.HOST)
def show(number: int) -> Answer:
    """One calendar, and what came of it the last time."""
    calendar = _one(number)
    told = {name: [Remark(*each).said() for each in calendar.report.get(name, ())] for name in TOLD}
    counted = {name: calendar.report.get(name, 0) for name in COUNTED}
    return page("events/calendar.html", calendar=calendar, told=told, counted=counted, confirm=ConfirmForm())


@bp.get("/template.csv")
@requires(Permission.HOST)
def template() -> Response:
    """An empty table to fill in."""
    made = Response(rows.template(), mimetype="text/csv")
    made.headers["Content-Disposition"] = 'attachment; filename="events.csv"'
    return made


@bp.route("/bring", methods=["GET", "POST"])
@requires(Permission.HOST)
def bring() -> Answer:
    """Bring a calendar or a table as a file."""
    form = BringForm(_posted(), **_usual())

    begun: list[tuple[int, Calendar]] = []

    def work(opened: Session) -> Answer:
        name, data = sent()
        found = calendars.parsed(name, data)
        number = calendars.begin(opened, session.someone(), form, found.name or PurePath(name).stem).id
        begun.append((number, found))
        return _shown(number)

    title = gettext("Bring events as a file")
    made = _answer(_offered(form), work, title, at_most=FILES, columns=rows.COLUMNS)
    for number, found in begun:
        calendars.keep(number, found, session.someone().id, whole=False)
    return made


@bp.route("/<int:number>/file", methods=["GET", "POST"])
@requires(Permission.HOST)
def again(number: int) -> Answer:
    """Bring a newer file of a calendar that is here."""
    form = AgainForm(_posted())
    _one(number)

    begun: list[tuple[Calendar, bool]] = []

    def work(opened: Session) -> Answer:
        name, data = sent()
        check_slowed(session.someone())
        _locked(opened, number).problem = str(calendars.UNFINISHED)
        begun.append((calendars.parsed(name, data), not calendars.is_table(name, data)))
        return _shown(number)

    made = _answer(form, work, gettext("Bring a newer file"), at_most=FILES)
    for found, whole in begun:
        calendars.keep(number, found, session.someone().id, whole=whole)
    return made


@bp.route("/subscribe", methods=["GET", "POST"])
@requires(Permission.HOST)
def subscribe() -> Answer:
    """Have a calendar read again and again."""
    form = SubscribeForm(posted(), **_usual())

    def work(opened: Session) -> Answer:
        return _shown(calendars.subscribe(opened, session.someone(), form).id)

    return _answer(_offered(form), work, gettext("Subscribe to a calendar"))


@bp.route("/<int:number>/change", methods=["GET", "POST"])
@requires(Permission.HOST)
def change(number: int) -> Answer:
    """Change what holds for all events that a calendar brings from now on."""
    calendar = _one(number)
    kind = SubscribeForm if calendar.url else CalendarForm
    form = kind(posted(), **_as_written(calendar))

    def work(opened: Session) -> Answer:
        row = _locked(opened, number)
        calendars.change(opened, session.someone(), row, form)
        if row.url:
            calendars.read_soon(opened, row)
        return _shown(number)

    return _answer(_offered(form), work, gettext("Change it"))


@bp.post("/<int:number>/read")
@requires(Permission.HOST)
def read(number: int) -> Answer:
    """Read it again now."""

    def work(opened: Session) -> Answer:
        row = _locked(opened, number)
        if row.url:
            calendars.read_soon(opened, row)
        return redirect(url_for("calendars.show", number=number, said="soon"), 303)

    return _confirmed(work, gettext("Read it again now"))


@bp.post("/<int:number>/stop")
@requires(Permission.HOST)
def stop(number: int) -> Answer:
    """Read it no more, or forget that it came as a file; its events stay."""

    def work(opened: Session) -> Answer:
        calendars.stop(opened, _locked(opened, number))
        return redirect(url_for("calendars.index", said="stopped"), 303)

    return _confirmed(work, gettext("Stop reading it"))


def _posted() -> Any:
    """What was sent along with a file, which may be larger than other forms are; None where it is too large."""
    request.max_content_length = LARGEST + A_FORM
    return None if _is_too_large() else posted()


def _is_too_large() -> bool:
    return (request.content_length or 0) > (request.max_content_length or 0)


def _answer(form: Any, work: Any, title: str, **context: Any) -> Answer:
    """The way of a form; what is too large is not even looked at."""
    context |= {"title": title, "shown": [form[name] for name in form.order]}
    if request.method == "POST" and _is_too_large():
        return page(FORM, 413, form=form, problem=gettext("This file is too large: it can have 5 MB."), **context)
    return answer(form, FORM, work, **context)


def _confirmed(work: Any, title: str) -> Answer:
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


def _offered(form: CalendarForm) -> CalendarForm:
    """*form* with the organisations that the reader may name."""
    mine = organisations.of_account(db.session(), session.someone())
    form.organisation.choices = [("", gettext("Nobody but me")), *((each.slug, each.name) for each in mine)]
    return form


def _usual() -> dict[str, Any]:
    """What a new form is opened with."""
    mine = organisations.of_account(db.session(), session.someone())
    first = mine[0] if len(mine) == 1 else None
    begun = {"organisation": first.slug, "responsible": first.name} if first else {}
    return begun | {"language": reader().tag, "category": USUAL}


def _as_written(calendar: EventCalendar) -> dict[str, Any]:
    """*calendar* as it was entered, for the form."""
    mine = {each.id: each.slug for each in organisations.of_account(db.session(), session.someone())}
    said = {name: getattr(calendar, name) for name in ("name", "url", "language", "responsible", "safeguarding")}
    return said | {
        "organisation": mine.get(calendar.organisation_id or 0, ""), "category": calendar.category_code,
        "ages": band((calendar.ages_from, calendar.ages_to)) or "all", "every": str(calendar.every),
    }  # fmt: skip


def _one(number: int) -> EventCalendar:
    """The calendar *number*, where the reader tends it."""
    found = db.session().scalar(calendars.one(session.someone(), number))
    if found is None:
        abort(404)
    return found


def _locked(opened: Session, number: int) -> EventCalendar:
    """The calendar *number*, held until the transaction ends.

    Raises:
        Moved: it is gone, or the reader may not tend it any more.
    """
    found = opened.scalar(calendars.one(session.someone(), number).with_for_update())
    if found is None:
        raise Moved(gettext("This calendar is gone, or you may not tend it any more."))
    return found


def _shown(number: int) -> Answer:
    return redirect(url_for("calendars.show", number=number), 303)
