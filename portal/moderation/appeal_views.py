"""Answering appeals: by someone else than who decided."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.moderation import appealing, queries
from portal.moderation.forms import AnswerForm
from portal.moderation.words import ACTIONS, KINDS, OUTCOMES, RULES
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("appeals", __name__, url_prefix="/<locale:lang>/moderation/appeals")
WORDS: dict[str, Any] = {"actions": ACTIONS, "kinds": KINDS, "outcomes": OUTCOMES, "rules": RULES}


@bp.get("")
@requires(Permission.HEAR)
def index() -> Response:
    """The appeals that this reviewer may answer."""
    rows = db.session().scalars(appealing.hearable(session.someone())).all()
    return page("moderation/appeals.html", rows=rows, **WORDS)


@bp.route("/<int:number>", methods=["GET", "POST"])
@requires(Permission.HEAR)
def show(number: int) -> Response:
    """One appeal: the text, the decision with its reasons, the objection, and the answer."""
    found = queries.appeal(appealing.hearable(session.someone()), number)
    if found is None:
        abort(404)
    form = AnswerForm(posted())

    def work(opened: Session) -> Response:
        appealing.answer(
            opened, session.someone(), number, form.status.data, form.reply.data or "", form.days.data or 0
        )
        return redirect(url_for("appeals.index"), 303)

    return answer(form, "moderation/hear.html", work, appeal=found, decision=found.decision, **WORDS)
