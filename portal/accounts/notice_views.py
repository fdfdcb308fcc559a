"""What one was told, and whether to be told by mail too."""

from flask import Blueprint, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import session
from portal.accounts.forms import CodeForm, ConfirmForm, MailForm
from portal.accounts.tokens import plain_name
from portal.errors import BadInput
from portal.i18n import gettext, reader
from portal.notices import actions, queries
from portal.notices.words import ABOUT
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("notices", __name__, url_prefix="/<locale:lang>/notices")


@bp.get("")
@requires(Permission.OWN)
def index() -> Response:
    """What one was told, newest first."""
    return _shown(ConfirmForm())


def _shown(form: ConfirmForm, status: int = 200) -> Response:
    rows = queries.newest(session.someone().id)
    return page("accounts/notices.html", status, rows=rows, about=ABOUT, form=form)


@bp.post("/read")
@requires(Permission.OWN)
def read() -> Response:
    """Note that one saw them: a POST, since a GET never writes."""
    form = ConfirmForm(posted())
    if not form.validate():
        return _shown(form, 400)
    actions.mark_read(session.someone().id)
    return redirect(url_for("notices.index"), 303)


@bp.route("/mail", methods=["GET", "POST"])
@requires(Permission.OWN)
def mail() -> Response:
    """Ask for mail, at an address that is used for nothing else."""
    account = session.someone()
    have = queries.address(account.id)

    def work(opened: Session) -> Response:
        actions.want_mail(opened, account.id, form.address.data or "", reader().tag)
        return redirect(url_for("notices.confirm"), 303)

    form = MailForm(posted())
    return answer(form, "accounts/mail.html", work, at_most="6 per hour", have=have, stop=ConfirmForm())


@bp.route("/mail/confirm", methods=["GET", "POST"])
@requires(Permission.OWN)
def confirm() -> Response:
    """Show that the address is one's own, by the code that was sent there."""
    account = session.someone()
    form = CodeForm(posted())

    def work(opened: Session) -> Response:
        if not actions.confirm_mail(opened, account.id, plain_name(form.code.data or "")):
            raise BadInput(gettext("This is not the code that we sent. Look again, or ask for a new one."))
        return page("accounts/done.html", words=gettext("You will get a mail when there is something new for you."))

    return answer(
        form, "form.html", work, at_most="10 per hour", title=gettext("Enter the code"), button=gettext("Go on")
    )


@bp.post("/mail/stop")
@requires(Permission.OWN)
def stop() -> Response:
    """No more mail; the address is forgotten."""
    form = ConfirmForm(posted())
    if not form.validate():
        have = queries.address(session.someone().id)
        return page("accounts/mail.html", 400, form=MailForm(), have=have, stop=form, problem=form["token"].errors[0])
    actions.stop_mail(session.someone().id)
    return redirect(url_for("notices.mail"), 303)
