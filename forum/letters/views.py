"""Letters between a member and the team of a space."""

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.letters import actions, queries
from forum.letters.forms import LetterForm, MessageForm
from forum.spaces import queries as spaces
from portal import db
from portal.accounts import session
from portal.i18n import gettext
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, posted

bp = Blueprint("letters", __name__, url_prefix="/<locale:lang>/forum", template_folder="../templates")


@bp.get("/letters")
@requires(Permission.OWN)
def index() -> Response:
    """One's letters, and those of the spaces that one looks after."""
    return page("forum/letters/index.html", rows=queries.newest(), words=spaces.words, me_id=session.someone().id)


@bp.route("/<slug>/team", methods=["GET", "POST"])
@requires(Permission.OWN)
def write(slug: str) -> Response:
    """Write to the team of a space."""
    space, account = spaces.by_slug(slug), session.someone()
    if space is None and posted() is None:
        abort(404)
    form = LetterForm(posted())
    if space and posted() is None and not actions.has_readers(db.session(), space, account):
        return page("forum/letters/nobody.html", space=space)

    def work(opened: Session) -> Response:
        if space is None:
            raise Moved(gettext("This letter cannot be read any more. Your words are kept here, to copy."))
        letter = actions.write(opened, space, account, form.subject.data or "", form.text.data or "")
        return redirect(url_for("letters.show", number=letter.id), 303)

    return answer(
        form, "form.html", work, at_most="10 per hour", title=gettext("Write to the team of this space"),
        lead=gettext("Everyone in the team can read it, at least two people. No other member can."),
        button=gettext("Send"),
    )  # fmt: skip


@bp.route("/letters/<int:number>", methods=["GET", "POST"])
@requires(Permission.OWN)
def show(number: int) -> Response:
    """A letter with its messages, and a form for the next."""
    letter = queries.one(db.session(), number)
    if letter is None and posted() is None:
        abort(404)
    form = MessageForm(posted())

    def work(opened: Session) -> Response:
        own = queries.one(opened, number)
        if own is None:
            raise Moved(gettext("This letter cannot be read any more. Your words are kept here, to copy."))
        actions.add(opened, own, session.someone(), form.text.data or "")
        return redirect(url_for("letters.show", number=number), 303)

    template = "forum/letters/show.html" if letter else "form.html"
    return answer(
        form, template, work, letter=letter, said=spaces.words(letter.space) if letter else None,
        me_id=session.someone().id, title=gettext("Letters"), button=gettext("Send"),
    )  # fmt: skip
