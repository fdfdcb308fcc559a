"""Giving and taking roles, vetting, inviting, and giving an account back to someone who stands before you."""

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import queries, session, staff
from portal.accounts.forms import ConfirmForm
from portal.accounts.staff_forms import GrantForm, InviteForm, ResetForm, VetForm
from portal.accounts.words import ROLES
from portal.i18n import gettext
from portal.permissions import Permission, Role, requires
from portal.posting import answer, page, posted

bp = Blueprint("staff", __name__, url_prefix="/<locale:lang>/account/staff")


@bp.get("")
@requires(Permission.GRANT)
def index() -> Response:
    """Everyone who holds a role, and what waits for a second person."""
    people, form = queries.with_grants(), ConfirmForm()
    return page(
        "accounts/staff.html", people=people, resets=queries.waiting_resets(), roles=ROLES, form=form, second=form
    )


@bp.route("/grant", methods=["GET", "POST"])
@requires(Permission.GRANT, step_up=True)
def grant() -> Response:
    """Give someone a role; admin and ombudsperson need a second person."""
    form = GrantForm(posted())

    def work(opened: Session) -> Response:
        account = staff.find(opened, form.name.data or "")
        staff.grant(opened, session.someone(), account, Role(form.role.data), form.scope.data or "")
        return redirect(url_for("staff.index"), 303)

    return answer(
        form, "form.html", work,
        title=gettext("Give a role"),
        lead=gettext("Administrator and ombudsperson count once a second person of another organisation agrees."),
        button=gettext("Give the role"),
    )  # fmt: skip


@bp.post("/grants/<int:number>/second")
@requires(Permission.GRANT, step_up=True)
def second(number: int) -> Response:
    """Let a role stand, as the second person."""

    def work(opened: Session) -> Response:
        staff.second(opened, session.someone(), number)
        return redirect(url_for("staff.index"), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=gettext("Second this"), button=gettext("Go on"))


@bp.post("/grants/<int:number>/take-back")
@requires(Permission.GRANT, step_up=True)
def take_back(number: int) -> Response:
    """End a role."""

    def work(opened: Session) -> Response:
        staff.take_back(opened, session.someone(), number)
        return redirect(url_for("staff.index"), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=gettext("End this role"), button=gettext("Go on"))


@bp.route("/vet", methods=["GET", "POST"])
@requires(Permission.VET, step_up=True)
def vet() -> Response:
    """Record that someone was vetted."""
    form = VetForm(posted())

    def work(opened: Session) -> Response:
        staff.vet(opened, session.someone(), staff.find(opened, form.name.data or ""), form.until.data or db.today())
        return redirect(url_for("staff.index"), 303)

    return answer(form, "form.html", work, title=gettext("Record a vetting"), button=gettext("Record it"))


@bp.route("/invite", methods=["GET", "POST"])
@requires(Permission.GRANT, step_up=True)
def invite() -> Response:
    """Invite someone to a role, once."""
    return _invite(InviteForm(posted()))


@bp.route("/invite-youth", methods=["GET", "POST"])
@requires(Permission.INVITE_YOUTH)
def invite_youth() -> Response:
    """Invite a young person to a youth space of one's own programme, once."""
    form = InviteForm(posted())
    form.role.choices = [(Role.MEMBER.value, ROLES[Role.MEMBER])]
    return _invite(form)


def _invite(form: InviteForm) -> Response:
    def work(opened: Session) -> Response:
        code = staff.invite(opened, session.someone(), Role(form.role.data), form.scope.data or "")
        return page("accounts/codes.html", codes=[code], title=gettext("An invitation, for one person"))

    return answer(
        form, "form.html", work,
        title=gettext("Invite someone"),
        lead=gettext("You get a code for one person. Hand it over yourself; it works once, for 14 days."),
        button=gettext("Make the invitation"),
    )  # fmt: skip


@bp.route("/reset", methods=["GET", "POST"])
@requires(Permission.RESET, step_up=True)
def reset() -> Response:
    """Give the person before you their account back; for staff, a second person has to agree."""
    form = ResetForm(posted())

    def work(opened: Session) -> Response:
        code = staff.start_reset(opened, session.someone(), staff.find(opened, form.name.data or ""))
        return _handed(code)

    return answer(
        form, "accounts/reset.html", work,
        resets=queries.waiting_resets(), second=ConfirmForm(),
        title=gettext("Give an account back"),
        lead=gettext("Only for someone who stands before you and whom you know. It is logged, and signs them out."),
        button=gettext("Go on"),
    )  # fmt: skip


def _handed(code: str | None) -> Response:
    if code is None:
        return page("accounts/done.html", words=gettext("A second person has to agree within the hour."))
    return page("accounts/codes.html", codes=[code], title=gettext("Code to hand over, good for an hour"))


@bp.post("/resets/<int:number>/second")
@requires(Permission.RESET, step_up=True)
def second_reset(number: int) -> Response:
    """Agree to a reset of a member of staff, as the second person."""

    def work(opened: Session) -> Response:
        return _handed(staff.second_reset(opened, session.someone(), number))

    return answer(ConfirmForm(posted()), "form.html", work, title=gettext("Second this"), button=gettext("Go on"))
