"""The watched words and hosts, and those who ask about data on themselves: for the people who moderate."""

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, reader
from portal.moderation import queries, requests, watching
from portal.moderation.forms import AboutMeForm, ReplyForm, WatchForm
from portal.moderation.models import DataRequest
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("watching", __name__, url_prefix="/<locale:lang>")


@bp.route("/moderation/watched", methods=["GET", "POST"])
@requires(Permission.WATCH)
def index() -> Response:
    """What makes a text wait for a person, and adding to it."""
    form = WatchForm(posted())

    def work(opened: Session) -> Response:
        watching.watch(opened, session.someone(), form.kind.data, form.language.data, form.written.data or "")
        return redirect(url_for("watching.index"), 303)

    return answer(form, "moderation/watched.html", work, rows=queries.watched(), remove=ConfirmForm())


@bp.post("/moderation/watched/<int:number>/remove")
@requires(Permission.WATCH)
def remove(number: int) -> Response:
    """Watch for something no more."""

    def work(opened: Session) -> Response:
        watching.unwatch(opened, session.someone(), number)
        return redirect(url_for("watching.index"), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=gettext("Remove this?"), button=gettext("Remove"))


@bp.route("/about-me", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def about_me() -> Response:
    """Ask what others wrote about oneself; the answer comes by a link."""
    form = AboutMeForm(posted())

    def work(opened: Session) -> Response:
        secret = requests.ask(opened, form.text.data or "", reader().tag)
        return page("moderation/asked.html", link=url_for("watching.asked", secret=secret, _external=True))

    return answer(
        form, "form.html", work, at_most="10 per hour",
        title=gettext("What did others write about me?"),
        lead=gettext("An ombudsperson looks, and answers within a month. You need no account. Only they read this."),
        button=gettext("Ask"),
    )  # fmt: skip


@bp.get("/about-me/<secret>")
@requires(Permission.ANYONE)
def asked(secret: str) -> Response:
    """The answer, for whoever has the link."""
    found = requests.by_link(secret)
    if found is None:
        abort(404)
    return page("moderation/asked_status.html", row=found)


@bp.get("/moderation/requests")
@requires(Permission.OVERSEE)
def requests_index() -> Response:
    """Those who ask about data on themselves."""
    return page("moderation/requests.html", rows=queries.requests())


@bp.route("/moderation/requests/<int:number>", methods=["GET", "POST"])
@requires(Permission.OVERSEE)
def reply(number: int) -> Response:
    """Answer one of them."""
    row = db.session().get(DataRequest, number)
    if row is None or row.answered_on:
        abort(404)
    form = ReplyForm(posted())

    def work(opened: Session) -> Response:
        requests.reply(opened, session.someone(), number, form.reply.data or "")
        return redirect(url_for("watching.requests_index"), 303)

    return answer(form, "moderation/reply.html", work, row=row)
