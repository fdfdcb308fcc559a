"""Updates: all that last, one of them with its text to send on, the feed, and writing one."""

from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from forum.updates import actions, alerts, cards, queries, sending
from forum.updates.forms import UpdateForm
from forum.updates.models import Update
from map.areas import queries as areas
from map.places import filters
from map.places.chips import chips
from map.places.filters import Wanted
from portal import atom, db
from portal.accounts import session, standing
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import Moved, Work, posted
from portal.settings import current

bp = Blueprint("updates", __name__, url_prefix="/<locale:lang>", template_folder="../templates")
TEMPLATE = "moderation/compose.html"


def _wanted() -> Wanted:
    """The district, language and page of this request."""
    asked = filters.read(request.args)
    return replace(Wanted(), area=asked.area, language=asked.language, page=asked.page)


@bp.get("/updates")
@requires(Permission.ANYONE)
def index() -> str:
    """All that last, newest first; the filters say what they hide."""
    wanted = _wanted()
    found = queries.listed(wanted)
    if wanted.page > 1 and not found.rows:
        abort(404)
    return render_template(
        "forum/updates/list.html",
        cards=cards.updates(found.rows),
        alerts=cards.alerts(alerts.newest()),
        found=found,
        wanted=wanted,
        more=found.total > wanted.page * queries.PAGE,
        areas=areas.named(),
        chips=chips(wanted, "updates.index"),
    )


@bp.get("/updates/<int:number>")
@requires(Permission.ANYONE)
def show(number: int) -> str:
    """One update; when it is over, it says so."""
    row = queries.one(number)
    if row is None:
        abort(404)
    card = cards.update(row)
    text = sending.text_of(card, url_for("updates.show", number=number, _external=True))
    return render_template(
        "forum/updates/update.html", card=card, text=text, quoted=quote(text, safe=""), parts=sending.sms_parts(text)
    )


@bp.get("/updates.atom")
@requires(Permission.ANYONE)
def feed() -> Response:
    """The updates that last, as a feed."""
    entries = [_entry(card) for card in cards.updates(queries.newest(queries.FED))]
    title = gettext("Updates: %(city)s", city=current().city)
    here, page = (url_for(name, _external=True) for name in ("updates.feed", "updates.index"))
    made = make_response(atom.feed(title, page, here, entries))
    made.mimetype = atom.MIME
    return made


def _entry(card: cards.UpdateCard) -> atom.Entry:
    row = card.row
    return atom.Entry(
        id=f"tag:{atom.authority()},{row.written_on}:update:{row.id}",
        title=row.title,
        address=url_for("updates.show", number=row.id, _external=True),
        updated=row.changed_on or row.written_on or db.today(),
        author=card.organisation or card.author,
        language=row.language,
        text=row.text,
    )


@bp.route("/updates/write", methods=["GET", "POST"])
@requires(Permission.ANNOUNCE)
def write() -> AnyResponse:
    """Tell a district or a community something."""
    author = session.someone()
    form = UpdateForm(posted(), organisations=actions.own_organisations(db.session(), author))

    def work(opened: Session) -> AnyResponse:
        return _standing(actions.write(opened, author, form, reader().tag))

    return _compose(form, work, gettext("Write an update"))


@bp.route("/updates/<int:number>/change", methods=["GET", "POST"])
@requires(Permission.ANNOUNCE)
def change(number: int) -> AnyResponse:
    """Change what one wrote; what was sent is shown again also where that is gone."""
    author = session.someone()
    mine = select(Update).where(Update.id == number, Update.author_id == author.id)
    row = db.session().scalar(mine)
    if row is None and posted() is None:
        abort(404)
    offered = actions.own_organisations(db.session(), author)
    form = UpdateForm(posted(), organisations=offered, **(actions.as_written(row) if row else {}))

    def work(opened: Session) -> AnyResponse:
        own = opened.scalars(mine.with_for_update()).one_or_none()
        if own is None:
            raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
        actions.change(opened, author, own, form, reader().tag)
        return _standing(own)

    return _compose(form, work, gettext("Change it and send it again"))


def _compose(form: UpdateForm, work: Work, title: str) -> AnyResponse:
    lead = gettext(
        "Short, and for a while. In your own district, and for an organisation that two people verified, others read "
        "it at once. Elsewhere a person reads it first."
    )
    reach = standing.reach(session.someone(), Permission.ANNOUNCE)
    at_once = bool(("organisation" in form and form.organisation.data) or reach & {"", f"area:{form.area.data}"})
    return compose(form, TEMPLATE, work, title=title, lead=lead, at_once=at_once)


def _standing(row: Update) -> AnyResponse:
    """To the update itself where others can read it, and else to where it stands."""
    if row.state == "published":
        return redirect(url_for("updates.show", number=row.id), 303)
    return redirect(url_for("own.contribution", kind="update", number=row.id), 303)
