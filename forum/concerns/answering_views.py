"""What those do who answer for an organisation: their inbox, answers, the plan, progress, and the end of it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.concerns import answering, queries
from forum.concerns.cards import cards
from forum.concerns.forms import AnswerForm, BudgetForm, MilestoneForm, MoveForm, WordsForm
from forum.concerns.models import Concern, Milestone
from portal.accounts import session, standing
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, page_number, posted
from portal.security import SafeForm

bp = Blueprint("answering", __name__, url_prefix="/<locale:lang>/concerns")
Act = Callable[[Session, Account, Concern], None]


@bp.get("/inbox")
@requires(Permission.ANSWER)
def inbox() -> Response:
    """What is put to one's organisations: what waits for an answer first, by the day that it is due."""
    number = page_number()
    found = queries.inbox(standing.reach(session.someone(), Permission.ANSWER), number)
    return page(
        "forum/concerns/inbox.html", cards=cards(found[: queries.PAGE]), more=len(found) > queries.PAGE, number=number
    )  # fmt: skip


def _asked(number: int) -> Concern | None:
    """The concern that is meant, where one may answer it; what was sent is shown again also where one may not."""
    found = queries.one(number)
    if posted() is None and found is None:
        abort(404)
    if posted() is None and found is not None and not answering.may(session.someone(), found.concern):
        abort(403)
    return found.concern if found else None


def _answer(number: int, row: Concern | None, form: SafeForm, act: Act, **words: Any) -> Response:
    """Show *form* about the concern *number*, which is *row*, or let *act* be done about it."""

    def work(opened: Session) -> Response:
        act(opened, session.someone(), queries.locked_row(opened, number))
        return redirect(url_for("concerns.show", number=number), 303)

    return answer(form, "forum/concerns/answer.html", work, row=row, **words)


@bp.route("/<int:number>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def reply(number: int) -> Response:
    """Consider, accept or decline a concern."""
    row, form = _asked(number), AnswerForm(posted())

    def act(opened: Session, by: Account, row: Concern) -> None:
        answering.answer(opened, by, row, form.stage.data, form.words.data or "", form.responsible.data or "")

    lead = gettext("Everyone can read your answer, under the name of your organisation.")
    return _answer(number, row, form, act, title=gettext("Answer a concern"), button=gettext("Answer"), lead=lead)


@bp.route("/<int:number>/progress", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def report(number: int) -> Response:
    """Tell of the work."""
    lead = gettext("What was done since the last time, and what comes next?")
    return _say(number, answering.report, title=gettext("Tell of the progress"), button=gettext("Publish"), lead=lead)


@bp.route("/<int:number>/done", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def finish(number: int) -> Response:
    """Say what was done."""
    lead = gettext("You said, we did: say in plain words what came of it, and what did not.")
    return _say(
        number, answering.finish, title=gettext("Say that it is done"), button=gettext("It is done"), lead=lead
    )


def _say(number: int, do: Callable[[Session, Account, Concern, str], None], **words: Any) -> Response:
    """A form for words of the organisation, with which *do* is done."""
    row, form = _asked(number), WordsForm(posted())

    def act(opened: Session, by: Account, row: Concern) -> None:
        do(opened, by, row, form.words.data or "")

    return _answer(number, row, form, act, **words)


@bp.route("/<int:number>/budget", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def budget(number: int) -> Response:
    """Say what is planned and spent."""
    row = _asked(number)
    kept = {name: getattr(row, name) for name in ("planned", "spent", "currency")} if row else {}
    form = BudgetForm(posted(), **kept)

    def act(opened: Session, by: Account, row: Concern) -> None:
        planned, spent = form.planned.data, form.spent.data
        answering.account_for(opened, by, row, planned, spent, form.currency.data or "")

    return _answer(number, row, form, act, title=gettext("Planned and spent"), button=gettext("Publish"))


@bp.route("/<int:number>/plan", methods=["GET", "POST"])
@requires(Permission.ANSWER)
def plan(number: int) -> Response:
    """The milestones: add one, note that one is reached, or promise it for another day."""
    form = MilestoneForm(posted())

    def act(opened: Session, by: Account, row: Concern) -> None:
        if form.due_on.data:
            answering.promise(opened, by, row, form.title.data or "", form.due_on.data)

    return _plan(number, form, act, adding=form, moving=MoveForm())


@bp.post("/<int:number>/plan/<int:which>")
@requires(Permission.ANSWER)
def milestone(number: int, which: int) -> Response:
    """Note that a milestone is reached, or that it is not after all; or promise it for another day."""
    form = MoveForm(posted())

    def act(opened: Session, by: Account, row: Concern) -> None:
        found = _milestone(row, which)
        if "reached" in request.form:
            answering.reach(opened, by, row, found)
        elif "reopen" in request.form:
            answering.reopen(opened, by, row, found)
        elif form.due_on.data:
            answering.move(opened, by, row, found, form.due_on.data)
        else:
            raise BadInput(gettext("Choose the other day first."))

    return _plan(number, form, act, adding=MilestoneForm(), moving=form, which=which)


def _plan(number: int, form: SafeForm, act: Act, **shown: Any) -> Response:
    """The page of milestones, with its several forms, of which *form* was sent."""
    row = _asked(number)

    def work(opened: Session) -> Response:
        act(opened, session.someone(), queries.locked_row(opened, number))
        return redirect(url_for("answering.plan", number=number), 303)

    return answer(form, "forum/concerns/plan.html", work, row=row, **shown)


def _milestone(row: Concern, which: int) -> Milestone:
    found = next((each for each in row.milestones if each.id == which), None)
    if found is None:
        raise Moved(gettext("This milestone is not there any more. Look at the plan again."))
    return found
