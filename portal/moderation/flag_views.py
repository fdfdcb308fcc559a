"""Reporting that something does harm, with or without an account, and seeing what became of it."""

from typing import Any

from flask import Blueprint, abort, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.i18n import gettext, reader
from portal.kinds import all_kinds
from portal.moderation import capabilities, flagging, targets
from portal.moderation.forms import FlagForm
from portal.moderation.models import Flag
from portal.moderation.words import FLAG_OUTCOMES, HARMS, KINDS
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, posted

bp = Blueprint("flags", __name__, url_prefix="/<locale:lang>")
MANY = "20 per hour"


def public_row(kind: str, number: int) -> Any:
    """The public thing that is meant, or a page that says that it is not here."""
    known = all_kinds().get(kind)
    row = db.session().scalars(known.public().where(known.model.id == number)).unique().first() if known else None
    if row is None:
        abort(404)
    return row


@bp.route("/flag/<kind>/<int:number>", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def flag(kind: str, number: int) -> Response:
    """Say what is wrong with a thing."""
    row = public_row(kind, number)
    form = FlagForm(posted())

    def work(opened: Session) -> Response:
        found = targets.find(opened, kind, number)
        if found is None:
            raise Moved(gettext("What this was about is not there any more."))
        secret = flagging.flag(
            opened, all_kinds()[kind], found, reporter=session.me(), harm=form.harm.data, note=form.note.data or "",
            language=reader().tag, past=form.past.data,
        )  # fmt: skip
        link = url_for("flags.status", secret=secret, _external=True)
        return page("moderation/flagged.html", link=link, mine=session.me() is not None)

    known = all_kinds()[kind]
    shown = {"kind": KINDS.get(kind, kind), "drawn": known.card_template, "card": known.prepare([row])[0]}
    return answer(form, "moderation/flag.html", work, at_most=MANY, **shown)


@bp.get("/flag/status/<secret>")
@requires(Permission.ANYONE)
def status(secret: str) -> Response:
    """What became of a report, for whoever has its link."""
    found = flagging.by_link(secret)
    if found is None:
        abort(404)
    return page(
        "moderation/flag_status.html", flag=found, object_to=_objection(found), harms=HARMS, outcomes=FLAG_OUTCOMES
    )


def _objection(flag_: Flag) -> str:
    """Where the sender can object to what was decided; empty while nothing was."""
    if flag_.decision_id is None:
        return ""
    return url_for("decisions.by_link", link=capabilities.of_decision(flag_.decision_id))


@bp.get("/reports")
@requires(Permission.OWN)
def mine() -> Response:
    """What one reported, and what became of it."""
    rows = [(flag_, item, _objection(flag_)) for flag_, item in flagging.of_reporter(session.someone().id)]
    return page("moderation/reports.html", rows=rows, harms=HARMS, kinds=KINDS, outcomes=FLAG_OUTCOMES)
