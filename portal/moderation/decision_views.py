"""What was decided, with its rule and reasons, for those whom it concerns; and objecting to it."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import session
from portal.i18n import reader
from portal.kinds import all_kinds
from portal.moderation import appealing, capabilities, queries
from portal.moderation.forms import AppealForm
from portal.moderation.models import Decision
from portal.moderation.words import ACTIONS, DECIDED, KINDS, OUTCOMES, RULE_TEXTS, RULES, SOURCES
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("decisions", __name__, url_prefix="/<locale:lang>/decisions")
WORDS: dict[str, Any] = {
    "actions": ACTIONS, "decided": DECIDED, "kinds": KINDS, "outcomes": OUTCOMES, "rules": RULES,
    "rule_texts": RULE_TEXTS, "sources": SOURCES,
}  # fmt: skip


@bp.get("")
@requires(Permission.OWN)
def index() -> Response:
    """Every decision about what one wrote."""
    return page("moderation/decisions.html", rows=queries.of_author(session.someone().id), **WORDS)


def _own(number: int) -> Decision:
    found = queries.decision(number)
    if found is None or found.author_id != session.someone().id or found.action == "keep":
        abort(404)
    return found


def _of_link(link: str) -> Decision:
    number = capabilities.decision_id(link)
    found = queries.decision(number) if number else None
    if found is None:
        abort(404)
    return found


def _statement(found: Decision, appeal_url: str, *, mine: bool) -> Response:
    """The statement of reasons; words of the thing itself are shown only to their author."""
    return page(
        "moderation/decision.html", decision=found, appeal_url=appeal_url, may_appeal=appealing.may_appeal(found),
        mine=mine, mend=_mend(found) if mine else "", link=_link(found), **WORDS,
    )  # fmt: skip


def _mend(found: Decision) -> str:
    """Where the author mends what came back."""
    kind = all_kinds().get(found.kind)
    if kind is None or kind.form_url is None or kind.by_author is None or found.author_id is None:
        return ""
    row = queries.row_of(kind, found.target_id)
    return kind.form_url(row) if row is not None and row.state == "returned" else ""


def _link(found: Decision) -> str:
    return url_for("decisions.by_link", link=capabilities.of_decision(found.id), _external=True)


@bp.get("/<int:number>")
@requires(Permission.OWN)
def show(number: int) -> Response:
    """A decision about what one wrote."""
    return _statement(_own(number), url_for("decisions.appeal", number=number), mine=True)


@bp.get("/link/<link>")
@requires(Permission.ANYONE)
def by_link(link: str) -> Response:
    """A decision, for whoever has its link: also without a working account."""
    return _statement(_of_link(link), url_for("decisions.appeal_by_link", link=link), mine=False)


@bp.route("/<int:number>/appeal", methods=["GET", "POST"])
@requires(Permission.OWN)
def appeal(number: int) -> Response:
    """Object, as the author."""
    return _appeal(_own(number), url_for("decisions.show", number=number))


@bp.route("/link/<link>/appeal", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def appeal_by_link(link: str) -> Response:
    """Object, by the link, without an account."""
    return _appeal(_of_link(link), url_for("decisions.by_link", link=link))


def _appeal(found: Decision, back: str) -> Response:
    form = AppealForm(posted())

    def work(opened: Session) -> Response:
        appealing.appeal(opened, found.id, form.text.data or "", reader().tag, session.me())
        return redirect(back, 303)

    return answer(form, "moderation/appeal.html", work, decision=found, back=back, **WORDS)
