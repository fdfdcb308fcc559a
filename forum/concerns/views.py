"""Concerns: the list, the board, and one of them; raising one, mending one's own, supporting others'."""

from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.concerns import answering, filters, queries, raising, supporting, timeline
from forum.concerns.cards import card, cards
from forum.concerns.forms import ConcernForm
from forum.concerns.models import Concern, Stage
from forum.concerns.queries import Found
from forum.concerns.words import STAGES, STEPS
from forum.topics import about
from map.areas import queries as areas
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.accounts.queries import name_of
from portal.detecting import language_of
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("concerns", __name__, url_prefix="/<locale:lang>/concerns", template_folder="../templates")
TEMPLATE = "moderation/compose.html"


def _open(template: str, **context: Any) -> Response:
    """A page for everyone, which search engines are asked to leave alone: the words are people's."""
    made = make_response(render_template(template, **context))
    made.headers["X-Robots-Tag"] = "noindex"
    return made


@bp.get("")
@requires(Permission.ANYONE)
def index() -> Response:
    """Concerns, newest first."""
    wanted = filters.read(request.args)
    found = queries.page(wanted)
    if wanted.page > 1 and not found:
        abort(404)
    offered = filters.choices()
    return _open(
        "forum/concerns/list.html", cards=cards(found[: queries.PAGE]), more=len(found) > queries.PAGE,
        wanted=wanted, count=queries.count(wanted), chips=filters.chips(wanted, "concerns.index", offered), **offered,
    )  # fmt: skip


@bp.get("/board")
@requires(Permission.ANYONE)
def board() -> Response:
    """The same, side by side: a column a stage."""
    wanted = filters.read(request.args)
    columns = [(stage, STAGES[stage], many, cards(found)) for stage, (many, found) in queries.board(wanted).items()]
    offered = filters.choices()
    return _open(
        "forum/concerns/board.html", columns=columns, wanted=wanted, count=queries.count(wanted),
        chips=filters.chips(wanted, "concerns.board", offered), **offered,
    )  # fmt: skip


@bp.get("/<int:number>")
@requires(Permission.ANYONE)
def show(number: int) -> Response:
    """One concern: what was said, what was promised, what was done."""
    found = queries.one(number)
    if found is None:
        abort(404)
    row = found.concern
    return _open(
        "forum/concerns/show.html", row=row, card=card(found), author=name_of(row.author), words=STEPS,
        steps=timeline.steps(row), events=timeline.events(row), done=_said(found, Stage.DONE),
        source=about.described(row.about) if row.about else None, **_mine(found),
    )  # fmt: skip


def _said(found: Found, stage: str) -> Any:
    """What the organisation said when it came to *stage*."""
    return next((each for each in found.concern.steps if each.stage == stage and each.html), None)


def _mine(found: Found) -> dict[str, Any]:
    """What the present reader may do; for strangers there is no form, so that the page can be kept."""
    account, row = session.me(), found.concern
    if account is None:
        return {"form": None, "supports": False, "own": False, "answers": False}
    return {
        "form": ConfirmForm(),
        "supports": queries.supports(account.id, row.id),
        "own": row.author_id == account.id,
        "answers": session.may(Permission.ANSWER) and answering.may(account, row),
    }


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def new() -> Response:
    """Raise a concern."""
    asked = list(queries.answering())
    if not asked:
        return page("forum/concerns/nobody.html")
    form = ConcernForm(posted(), asked=asked, about=request.args.get("about"))

    def work(opened: Session) -> Response:
        return _standing(raising.put(opened, session.someone(), form))

    place = f"concern:new:{form.about.data}" if form.about.data else "concern:new"
    return compose(
        form, TEMPLATE, work, draft=place, title=gettext("Raise a concern"), button=gettext("Raise it"),
        lead=gettext("Everyone will be able to read it, under your public name. Leave out names and addresses."),
    )  # fmt: skip


@bp.route("/<int:number>/change", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def mend(number: int) -> Response:
    """Change a concern of one's own, until it is answered."""
    mine = queries.by_author(session.someone().id).where(Concern.id == number)
    row: Concern | None = db.session().scalar(mine)
    if row is None:
        abort(404)
    if row.stage != Stage.RAISED and posted() is None:
        return _standing(row)
    form = _filled(row)

    def work(opened: Session) -> Response:
        own = opened.scalars(mine.with_for_update()).one()
        raising.mend(opened, session.someone(), own, form)
        return _standing(own)

    lead = (
        gettext("It goes to the organisation again, and the time for an answer begins anew."),
        gettext("Those who support it have to do so again."),
    )
    return compose(form, TEMPLATE, work, title=gettext("Change it and send it again"), lead=" ".join(lead))


def _filled(row: Concern) -> ConcernForm:
    """The form of *row*, with what it says; also where nobody answers for its organisation any more."""
    asked = list(queries.answering())
    if row.organisation and row.organisation_id not in {each.id for each in asked}:
        asked.append(row.organisation)
    area = areas.all_areas().get(row.area_id) if row.area_id else None
    return ConcernForm(
        posted(), asked=asked, title=row.title, text=row.text, organisation=row.organisation_id,
        area=area.slug if area else "", phase=row.phase, about=row.about, language=_chosen(row),
        version=row.version,
    )  # fmt: skip


def _chosen(row: Concern) -> str:
    """The language that its author chose; nothing where it is what the words look like, which may change."""
    return row.language if language_of(f"{row.title}\n{row.text}", reader().tag) != row.language else ""


def _standing(row: Concern) -> Response:
    return redirect(url_for("own.contribution", kind="concern", number=row.id), 303)


@bp.post("/<int:number>/support")
@requires(Permission.CONTRIBUTE)
def support(number: int) -> Response:
    """Support a concern, or take that back."""
    back = "withdraw" in request.form
    act = supporting.withdraw if back else supporting.support
    title = gettext("Take back my support") if back else gettext("Support it")
    kept = {"withdraw": "1"} if back else {}

    def work(opened: Session) -> Response:
        act(opened, session.someone(), queries.locked_row(opened, number))
        return redirect(url_for("concerns.show", number=number), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=gettext("Go on"), kept=kept)
