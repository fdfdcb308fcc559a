"""Sessions: those to come and those that were, one of them, convening, its agenda, its minutes."""

from flask import Blueprint, abort, redirect, render_template, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.sessions import actions, queries
from forum.sessions.cards import agenda, card, cards
from forum.sessions.forms import ChangeForm, MinutesForm, ProposeForm, SessionForm
from forum.sessions.models import DialogueSession
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, page_number, posted

bp = Blueprint("sessions", __name__, url_prefix="/<locale:lang>/sessions", template_folder="../templates")
TEMPLATE = "moderation/compose.html"


@bp.get("")
@requires(Permission.ANYONE)
def index() -> str:
    """Those to come, the next one first; then those that were."""
    number = page_number()
    past = queries.past(number)
    if number > 1 and not past:
        abort(404)
    return render_template(
        "forum/sessions/list.html",
        coming=cards(queries.coming()) if number == 1 else [],
        past=cards(past[: queries.PAGE]),
        more=len(past) > queries.PAGE,
        number=number,
    )


@bp.get("/<int:number>")
@requires(Permission.ANYONE)
def show(number: int) -> Response:
    """One session, with its agenda and what came of it."""
    row = queries.one(number)
    if row is None:
        abort(404)
    shown = card(row)
    account = session.me()
    running = account is not None and session.may(Permission.CONVENE) and actions.may_run(account, row)
    open_ = session.may(Permission.CONTRIBUTE) and not (shown.over or row.cancelled or row.locked)
    return page(
        "forum/sessions/session.html",
        card=shown,
        agenda=agenda(row),
        running=running,
        propose=ProposeForm() if open_ else None,
        confirm=ConfirmForm() if running else None,
    )


def _run(number: int) -> DialogueSession | None:
    """The session *number* where the reader may run it; what was sent is shown again also where they may not."""
    row: DialogueSession | None = db.session().scalars(queries.whole(_one(number))).unique().first()
    mine = row is not None and actions.may_run(session.someone(), row)
    if not mine and posted() is None:
        abort(404)
    return row if mine else None


def _one(number: int) -> Select[DialogueSession]:
    return select(DialogueSession).where(DialogueSession.id == number)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CONVENE)
def new() -> Response:
    """Convene a session."""
    form = SessionForm(posted())

    def work(opened: Session) -> Response:
        return _shown(actions.convene(opened, session.someone(), form, reader().tag).id)

    lead = gettext("Others can read it at once; a person looks at it afterwards.")
    return compose(form, TEMPLATE, work, title=gettext("Convene a session"), lead=lead, at_once=True)


@bp.route("/<int:number>/change", methods=["GET", "POST"])
@requires(Permission.CONVENE)
def change(number: int) -> Response:
    """Change a session, or say that it does not take place."""
    row = _run(number)
    form = ChangeForm(posted(), **(actions.as_written(row) if row else {}))

    def work(opened: Session) -> Response:
        actions.change(opened, session.someone(), _locked(opened, number), form, reader().tag)
        return _shown(number)

    lead = gettext("Topics that members added to the agenda stay there.")
    return compose(form, TEMPLATE, work, title=gettext("Change it and send it again"), lead=lead, at_once=True)


@bp.route("/<int:number>/minutes", methods=["GET", "POST"])
@requires(Permission.CONVENE)
def minutes(number: int) -> Response:
    """Write down what was said and decided."""
    row = _run(number)
    form = MinutesForm(posted(), **(actions.as_minuted(row) if row else {}))

    def work(opened: Session) -> Response:
        actions.write_down(opened, session.someone(), _locked(opened, number), form)
        return _shown(number)

    lead = gettext("Everyone can read this. Name nobody who did not agree to it.")
    return compose(form, TEMPLATE, work, title=gettext("Minutes and decisions"), lead=lead, at_once=True)


@bp.post("/<int:number>/agenda")
@requires(Permission.CONTRIBUTE)
def propose(number: int) -> Response:
    """Put a topic on the agenda."""
    form = ProposeForm(posted())

    def work(opened: Session) -> Response:
        row = opened.scalar(queries.public().where(DialogueSession.id == number).with_for_update())
        if row is None:
            abort(404)
        actions.propose(opened, row, form)
        return _shown(number)

    return answer(form, "form.html", work, title=gettext("Put a topic on the agenda"), button=gettext("Add it"))


@bp.post("/<int:number>/agenda/<int:item>/drop")
@requires(Permission.CONVENE)
def drop(number: int, item: int) -> Response:
    """Take a point off the agenda."""

    def work(opened: Session) -> Response:
        actions.drop(opened, _locked(opened, number), item)
        return _shown(number)

    title = gettext("Take it off the agenda")
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


def _locked(opened: Session, number: int) -> DialogueSession:
    """The session *number*, held until the transaction ends.

    Raises:
        Moved: it is gone, or the reader may not run it any more.
    """
    row = opened.scalars(_one(number).with_for_update()).one_or_none()
    if row is None:
        raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
    if not actions.may_run(session.someone(), row):
        raise Moved(gettext("You may not do this, or not any more."))
    return row


def _shown(number: int) -> Response:
    return redirect(url_for("sessions.show", number=number), 303)
