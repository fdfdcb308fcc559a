"""Success stories: all, one, telling one, changing it, and taking it back."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.stories import actions, queries
from forum.stories.forms import StoryForm
from forum.stories.models import Story
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.moderation.words import STATES
from portal.permissions import Permission, requires
from portal.posting import Moved, Work, answer, page, page_number, posted

bp = Blueprint("stories", __name__, url_prefix="/<locale:lang>/stories", template_folder="../templates")


@bp.get("")
@requires(Permission.ANYONE)
def index() -> str:
    """Every story, the newest first."""
    number = page_number()
    rows = queries.page(number)
    if number > 1 and not rows:
        abort(404)
    more = len(rows) > queries.PAGE
    return render_template("forum/stories/list.html", rows=rows[: queries.PAGE], more=more, number=number)


@bp.get("/<int:number>")
@requires(Permission.ANYONE)
def show(number: int) -> Response:
    """One story; its teller sees where it stands, and can take it back."""
    account = session.me()
    row = queries.one(number) or (db.session().scalar(queries.own(number, account.id)) if account else None)
    if row is None:
        abort(404)
    mine = account is not None and row.author_id == account.id
    return page("forum/stories/story.html", row=row, mine=mine, form=ConfirmForm() if mine else None, states=STATES)


@bp.route("/tell", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def tell() -> Response:
    """Tell what went well."""
    form = StoryForm(posted())

    def work(opened: Session) -> Response:
        return _shown(actions.tell(opened, session.someone(), form, reader().tag).id)

    return _compose(form, work, gettext("Tell your story"), draft="story:new")


@bp.route("/tell/<int:number>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def mend(number: int) -> Response:
    """Change one's story; what was sent is shown again also where that was taken back."""
    mine = queries.own(number, session.someone().id)
    row = db.session().scalar(mine)
    if row is None and posted() is None:
        abort(404)
    form = StoryForm(posted(), **(actions.as_written(row) if row else {}))

    def work(opened: Session) -> Response:
        own = _locked(opened, mine)
        actions.mend(opened, session.someone(), own, form, reader().tag)
        return _shown(number)

    return _compose(form, work, gettext("Change it and send it again"))


@bp.post("/<int:number>/withdraw")
@requires(Permission.OWN)
def withdraw(number: int) -> Response:
    """Take one's story back, at once."""
    mine = queries.own(number, session.someone().id)

    def work(opened: Session) -> Response:
        actions.withdraw(opened, _locked(opened, mine))
        return redirect(url_for("stories.withdrawn"), 303)

    title = gettext("Take my story back")
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


@bp.get("/withdrawn")
@requires(Permission.OWN)
def withdrawn() -> Response:
    """It is gone."""
    return page("forum/stories/withdrawn.html")


def _locked(opened: Session, mine: Select[Any]) -> Story:
    """One's story, held until the transaction ends.

    Raises:
        Moved: it was taken back.
    """
    row: Story | None = opened.scalars(mine.with_for_update()).one_or_none()
    if row is None:
        raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
    return row


def _compose(form: StoryForm, work: Work, title: str, draft: str = "") -> Response:
    lead = gettext(
        "It gives others courage. Leave out names, places, dates and whatever shows who you or others are. "
        "A person reads it before anyone else can."
    )
    return compose(form, "moderation/compose.html", work, draft=draft, title=title, lead=lead)


def _shown(number: int) -> Response:
    return redirect(url_for("stories.show", number=number), 303)
