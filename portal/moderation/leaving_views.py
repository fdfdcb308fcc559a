"""One's own: what one wrote and where it stands, taking it along, and leaving."""

from flask import Blueprint, abort, make_response, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.i18n import gettext
from portal.kinds import all_kinds
from portal.moderation import leaving, queries, staffing, targets
from portal.moderation.forms import EraseForm
from portal.moderation.words import KINDS, REASONS, STATES
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted
from portal.search import queries as search
from portal.search.filters import Wanted

bp = Blueprint("own", __name__, url_prefix="/<locale:lang>/account")
MEANWHILE = 4


@bp.get("/contributions")
@requires(Permission.OWN)
def contributions() -> Response:
    """What one wrote, and whether others can read it."""
    account = session.someone()
    found = targets.authored(db.session(), account.id)
    rows = [(kind.name, row, targets.title(kind, row)) for kind, row in found]
    return page("moderation/contributions.html", rows=rows, kinds=KINDS, states=STATES)


@bp.get("/contributions/<kind>/<int:number>")
@requires(Permission.OWN)
def contribution(kind: str, number: int) -> Response:
    """Where one thing stands: why it waits, when someone who reads it looks, and what may help meanwhile."""
    known = all_kinds().get(kind)
    row = queries.row_of(known, number) if known and known.by_author else None
    if known is None or row is None or row.author_id != session.someone().id:
        abort(404)
    said = targets.said(known, row)
    item = queries.item_of(kind, number)
    words = " ".join([*said["names"].values(), *said["texts"].values()])
    found = search.find(Wanted(words[:200])).cards[:MEANWHILE] if row.state == "pending" else []
    return page(
        "moderation/contribution.html", kind=kind, row=row, said=said, item=item, kinds=KINDS, states=STATES,
        why=REASONS, look=staffing.next_look(row.language), found=found,
        mend=known.form_url(row) if known.form_url else "",
        address=known.url(row) if row.state == "published" else "",
        reasons=[each for each in (item.reasons.split() if item else []) if _is_told(each)],
        decisions=[each for each in (item.decisions if item else []) if each.action not in {"keep", "approve"}],
    )  # fmt: skip


def _is_told(reason: str) -> bool:
    """Whether an author may know of *reason*: never that, or how, somebody reported them."""
    return reason in {"first", "all", "after"} or reason.startswith("hold-")


@bp.get("/export.zip")
@requires(Permission.OWN, step_up=True)
def export() -> Response:
    """All that one wrote, as a ZIP."""
    packed = make_response(leaving.export(session.someone()))
    packed.headers["Content-Type"] = "application/zip"
    packed.headers["Content-Disposition"] = 'attachment; filename="my-texts.zip"'
    return packed


@bp.route("/erase", methods=["GET", "POST"])
@requires(Permission.OWN, step_up=True)
def erase() -> Response:
    """Leave, and take the name away; the texts by choice."""
    account = session.someone()
    form = EraseForm(posted())

    def work(opened: Session) -> Response:
        leaving.erase(opened, account.id, texts=form.texts.data == "remove")
        gone = redirect(url_for("own.erased"), 303)
        session.drop_cookie(gone)
        return gone

    return answer(
        form, "form.html", work,
        title=gettext("Erase my account"),
        lead=gettext("Your name, password, codes and notices go at once, and cannot come back."),
        button=gettext("Erase it for good"),
    )  # fmt: skip


@bp.get("/erased")
@requires(Permission.ANYONE)
def erased() -> Response:
    """Good-bye."""
    return page("moderation/erased.html")
