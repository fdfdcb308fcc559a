"""Alerts: one of them, raising one, standing for it as the second person, and saying that it is over."""

from collections.abc import Callable

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.updates import alert_actions, alerts, cards
from forum.updates.forms import AlertForm
from forum.updates.models import Alert
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.accounts.models import Account
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("alerts", __name__, url_prefix="/<locale:lang>/alerts", template_folder="../templates")


@bp.get("/<int:number>")
@requires(Permission.ANYONE)
def show(number: int) -> Response:
    """One alert; when it is over, it says so, and its words are left to who raised it and who may end it."""
    row = alerts.one(number)
    if row is None:
        abort(404)
    account = session.me()
    announces = account is not None and session.may(Permission.ANNOUNCE)
    card = cards.alert(row)
    return page(
        "forum/updates/alert.html",
        card=card,
        reads=not card.over or (account is not None and alert_actions.may_end(account, row)),
        form=ConfirmForm(),
        may_second=announces and account is not None and row.author_id != account.id,
        may_end=announces and account is not None and alert_actions.may_end(account, row),
    )


@bp.route("/raise", methods=["GET", "POST"])
@requires(Permission.ANNOUNCE)
def new() -> Response:
    """Warn everyone of something."""
    form = AlertForm(posted())

    def work(opened: Session) -> Response:
        return _shown(alert_actions.alert(opened, session.someone(), form, reader().tag).id)

    lead = gettext(
        "Everyone sees it at once, marked as one person's word. After six hours it ends, unless a second person of "
        "another organisation confirms it."
    )
    return compose(
        form, "moderation/compose.html", work, title=gettext("Raise an alert"), lead=lead,
        button=gettext("Raise it"), at_once=True,
    )  # fmt: skip


@bp.post("/<int:number>/second")
@requires(Permission.ANNOUNCE)
def second(number: int) -> Response:
    """Stand for it as the second person."""
    return _act(number, alert_actions.second, gettext("I know it too: it is true"))


@bp.post("/<int:number>/over")
@requires(Permission.ANNOUNCE)
def over(number: int) -> Response:
    """Say that it is over."""
    return _act(number, alert_actions.end, gettext("It is over"))


def _act(number: int, act: Callable[[Session, Account, Alert], None], title: str) -> Response:
    by = session.someone()

    def work(opened: Session) -> Response:
        row = opened.scalar(select(Alert).where(Alert.id == number, Alert.state == "published").with_for_update())
        if row is None:
            abort(404)
        act(opened, by, row)
        return _shown(number)

    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


def _shown(number: int) -> Response:
    return redirect(url_for("alerts.show", number=number), 303)
