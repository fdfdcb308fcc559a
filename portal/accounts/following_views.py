"""What one follows: beginning and ending it from any page, the list of it, and the mails that say how much is new."""

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import session
from portal.accounts.carrying import safe
from portal.accounts.forms import DigestForm, FollowForm
from portal.i18n import gettext
from portal.notices import digests, following, queries
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("following", __name__, url_prefix="/<locale:lang>/following")
Change = Callable[[Session, int, str], None]


@bp.route("", methods=["GET", "POST"])
@requires(Permission.OWN)
def index() -> Response:
    """What one follows, and how often a mail says that something is new in it."""
    account = session.someone()
    have, keys = queries.address(account.id), following.keys_of(account.id)
    shown = following.found(keys)
    form = DigestForm(posted(), digest=(have.digest if have else "") or "none")

    def work(opened: Session) -> Response:
        digests.choose(opened, account.id, "" if form.digest.data == "none" else form.digest.data)
        return redirect(url_for("following.index"), 303)

    rows = [(key, shown.get(key)) for key in keys]
    confirmed = have is not None and have.confirmed_on is not None
    stop = FollowForm(back=url_for("following.index"))
    return answer(form, "accounts/following.html", work, rows=rows, stop=stop, confirmed=confirmed)


@bp.post("/follow")
@requires(Permission.OWN)
def follow() -> Response:
    """Follow something, from the page that it stands on."""
    return _change(following.follow, gettext("Follow"))


@bp.post("/stop-one")
@requires(Permission.OWN)
def stop_one() -> Response:
    """Follow something no more."""
    return _change(following.unfollow, gettext("Stop following"))


def _change(change: Change, title: str) -> Response:
    form = FollowForm(posted())
    account = session.someone()

    def work(opened: Session) -> Response:
        change(opened, account.id, form.key.data or "")
        return redirect(safe(form.back.data), 303)

    return answer(form, "form.html", work, title=title, button=title)


@bp.route("/stop/<link>", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def stop(link: str) -> Response:
    """Stop the digests, by the link that each of them carries: a page with a button, which mail programs press too.

    They have neither cookie nor form (RFC 8058), so the link is all that counts.
    """
    if not digests.known(link):
        abort(404)
    if request.method == "POST":
        digests.stop(link)
    return page("accounts/following_stop.html", stopped=request.method == "POST")


def follow_form(key: str) -> tuple[FollowForm | None, bool]:
    """A form to follow *key* or to stop, and whether the reader follows it; no form for strangers. For templates."""
    account = session.me()
    if account is None:
        return None, False
    if "followed" not in g:
        g.followed = frozenset(following.keys_of(account.id))
    return FollowForm(key=key, back=request.full_path.rstrip("?")), key in g.followed
