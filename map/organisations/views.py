"""Organisations: who they are, who verified them, and telling of one."""

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from map.organisations import actions, queries
from map.organisations.forms import OrganisationForm
from map.organisations.models import Organisation
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import answer, page, page_number, posted

bp = Blueprint("organisations", __name__, url_prefix="/<locale:lang>/organisations")
TEMPLATE = "moderation/compose.html"


@bp.get("")
@requires(Permission.ANYONE)
def index() -> Response:
    """Every organisation, by name."""
    number = page_number()
    rows = queries.page(number)
    return page("map/organisations.html", rows=rows[: queries.PAGE], more=len(rows) > queries.PAGE, number=number)


@bp.get("/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> Response:
    """One organisation, with who verified it."""
    row = queries.by_slug(slug)
    if row is None:
        abort(404)
    account = session.me()
    mine = account is not None and any(each.verified_by == account.id for each in row.verifications)
    return page("map/organisation.html", row=row, form=ConfirmForm(), mine=mine)


@bp.post("/<slug>/verify")
@requires(Permission.VERIFY)
def verify(slug: str) -> Response:
    """Say that it is what it says, or take that back."""

    def work(opened: Session) -> Response:
        row = opened.scalars(queries.public().where(Organisation.slug == slug)).one_or_none()
        if row is None:
            abort(404)
        act = actions.withdraw if "withdraw" in request.form else actions.verify
        act(opened, session.someone(), row)
        return redirect(url_for("organisations.show", slug=slug), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=gettext("Verify"), button=gettext("Go on"))


@bp.route("/tell", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def new() -> Response:
    """Tell of an organisation that helps."""
    form = OrganisationForm(posted())

    def work(opened: Session) -> Response:
        return _standing(actions.tell(opened, session.someone(), form, reader().tag))

    return compose(form, TEMPLATE, work, title=gettext("Tell of an organisation"))


@bp.route("/tell/<int:number>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def mend(number: int) -> Response:
    """Change what one told."""
    mine = select(Organisation).where(Organisation.id == number, Organisation.author_id == session.someone().id)
    row = db.session().scalar(mine)
    if row is None:
        abort(404)
    form = OrganisationForm(posted(), name=row.name, about=row.about, website=row.website or "")

    def work(opened: Session) -> Response:
        own = opened.scalars(mine.with_for_update()).one()
        actions.mend(opened, session.someone(), own, form)
        return _standing(own)

    return compose(form, TEMPLATE, work, title=gettext("Change it and send it again"))


def _standing(row: Organisation) -> Response:
    return redirect(url_for("own.contribution", kind="organisation", number=row.id), 303)
