"""Reporting that something does harm, with or without an account, and seeing what became of it."""

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.i18n import gettext, reader
from portal.kinds import all_kinds
from portal.moderation import appealing, flagging, queries, targets
from portal.moderation.forms import AppealForm, FlagForm
from portal.moderation.models import Flag
from portal.moderation.words import FLAG_OUTCOMES, HARMS, KINDS, OUTCOMES
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, posted

bp = Blueprint("flags", __name__, url_prefix="/<locale:lang>")
MANY = "20 per hour"


@bp.route("/flag/<kind>/<int:number>", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def flag(kind: str, number: int) -> Response:
    """Say what is wrong with a thing."""
    form = FlagForm(posted(), harm=request.args.get("harm"))
    row = targets.readable(db.session(), kind, number)
    if row is None and request.method == "GET":
        abort(404)

    def work(opened: Session) -> Response:
        found = targets.find(opened, kind, number)
        if row is None or found is None:
            raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
        secret = flagging.flag(
            opened, all_kinds()[kind], found, reporter=session.me(), harm=form.harm.data, note=form.note.data or "",
            language=reader().tag, past=form.past.data,
        )  # fmt: skip
        link = url_for("flags.status", secret=secret, _external=True)
        return page("moderation/flagged.html", link=link, mine=session.me() is not None)

    known = all_kinds().get(kind)
    card = known.prepare([row])[0] if known and row is not None else None
    drawn = known.card_template if known else ""
    return answer(form, "moderation/flag.html", work, at_most=MANY, kind=KINDS.get(kind, ""), drawn=drawn, card=card)


@bp.get("/flag/status/<secret>")
@requires(Permission.ANYONE)
def status(secret: str) -> Response:
    """What became of a report, for whoever has its link."""
    found = _of_link(secret)
    decision = queries.decision(found.decision_id) if found.decision_id else None
    may = decision is not None and appealing.may_appeal(decision, appealing.REPORTER)
    said = decision.appeal_of(appealing.REPORTER) if decision and found.outcome == "left" else None
    object_to = url_for("flags.object_to", secret=secret) if may else ""
    return page(
        "moderation/flag_status.html", flag=found, object_to=object_to, objection=said, harms=HARMS,
        outcomes=FLAG_OUTCOMES, answers=OUTCOMES,
    )  # fmt: skip


def _of_link(secret: str) -> Flag:
    found = flagging.by_link(secret)
    if found is None:
        abort(404)
    return found


@bp.route("/flag/status/<secret>/object", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def object_to(secret: str) -> Response:
    """Object that what one reported was left as it is; what its author was told stays theirs."""
    return _object(_of_link(secret), url_for("flags.status", secret=secret))


@bp.route("/reports/<int:number>/object", methods=["GET", "POST"])
@requires(Permission.OWN)
def object_as_member(number: int) -> Response:
    """The same, for a member."""
    found = db.session().get(Flag, number)
    if found is None or found.reporter_id != session.someone().id:
        abort(404)
    return _object(found, url_for("flags.mine"))


def _object(found: Flag, back: str) -> Response:
    number = found.decision_id
    if number is None or found.outcome != "left":
        abort(404)
    form = AppealForm(posted())

    def work(opened: Session) -> Response:
        words, tag = form.text.data or "", reader().tag
        appealing.appeal(opened, number, words, tag, session.me(), appealing.REPORTER)
        return redirect(back, 303)

    lead = gettext("Someone else than who decided reads this, and always answers with reasons.")
    return answer(form, "form.html", work, title=gettext("I object"), lead=lead, button=gettext("Send the objection"))


@bp.get("/reports")
@requires(Permission.OWN)
def mine() -> Response:
    """What one reported, and what became of it."""
    rows = [(flag_, item, _objection(flag_)) for flag_, item in flagging.of_reporter(session.someone().id)]
    return page("moderation/reports.html", rows=rows, harms=HARMS, kinds=KINDS, outcomes=FLAG_OUTCOMES)


def _objection(found: Flag) -> str:
    """Where its sender can object; empty where they cannot."""
    decision = queries.decision(found.decision_id) if found.decision_id and found.outcome == "left" else None
    may = decision is not None and appealing.may_appeal(decision, appealing.REPORTER)
    return url_for("flags.object_as_member", number=found.id) if may else ""
