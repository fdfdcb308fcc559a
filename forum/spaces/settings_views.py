"""Opening spaces, and changing what they are for and who may read and write there."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.spaces.forms import SpaceForm
from forum.spaces.models import Space, SpaceText
from portal import db
from portal.accounts import session
from portal.errors import BadInput
from portal.i18n import gettext, reader
from portal.log import chain
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("space_settings", __name__, url_prefix="/<locale:lang>/forum/spaces", template_folder="../templates")
SETS = ("slug", "languages", "reading", "writing", "waits", "indexed", "fed", "closed")
SAYS = ("name", "purpose", "rules")


@bp.get("")
@requires(Permission.FOUND)
def index() -> Response:
    """Every space, also those that the reader may not read: by name alone."""
    rows = db.session().scalars(select(Space).order_by(Space.position, Space.id)).all()
    return page("forum/spaces/settings.html", rows=rows)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.FOUND)
def new() -> Response:
    """Open a space."""
    return _form(SpaceForm(posted()), None, gettext("Open a space"))


@bp.route("/<int:number>", methods=["GET", "POST"])
@requires(Permission.FOUND)
def change(number: int) -> Response:
    """Change a space."""
    space = db.session().get(Space, number)
    if space is None:
        abort(404)
    said = _said(space)
    given = {name: getattr(space, name) for name in SETS} | {name: getattr(said, name, "") for name in SAYS}
    return _form(SpaceForm(posted(), **given), number, gettext("Change a space"))


def _said(space: Space) -> SpaceText | None:
    return next((each for each in space.texts if each.locale == reader().tag), None)


def _form(form: SpaceForm, number: int | None, title: str) -> Response:
    def work(opened: Session) -> Response:
        space = opened.get_one(Space, number) if number else _new(opened)
        _write(opened, space, form)
        chain.append(opened, "space", actor=session.someone().ref, target=space.scope)
        return redirect(url_for("space_settings.index"), 303)

    lead = gettext("Its words are kept in the language of this page; change the language to write them in another.")
    return answer(form, "form.html", work, title=title, lead=lead, button=gettext("Keep it so"))


def _new(opened: Session) -> Space:
    last = opened.execute(select(func.coalesce(func.max(Space.position), 0))).scalar_one()
    space = Space(position=last + 1)
    opened.add(space)
    return space


def _write(opened: Session, space: Space, form: SpaceForm) -> None:
    """Write what the form says.

    Raises:
        BadInput: the address is another space's, or a youth space would be opened to others.
    """
    with opened.no_autoflush:
        taken = opened.scalar(select(Space.id).where(Space.slug == form.slug.data, Space.id != (space.id or 0)))
    if taken is not None:
        raise BadInput(gettext("Another space has this address already."))
    _check(space, form)
    sets: dict[str, Any] = {name: form[name].data for name in SETS}
    open_ = sets["reading"] == "public"
    sets |= {"indexed": open_ and sets["indexed"], "fed": open_ and sets["fed"]}
    for name, value in sets.items():
        setattr(space, name, value)
    text = _said(space) or SpaceText(locale=reader().tag)
    text.origin = "human"
    for name in SAYS:
        setattr(text, name, form[name].data or "")
    if text not in space.texts:
        space.texts.append(text)
    opened.flush()


def _check(space: Space, form: SpaceForm) -> None:
    """What was written among few never comes before more; the address of a space that has people stays."""
    wider = {"youth": 0, "members": 1, "public": 2}
    if space.id and wider[form.reading.data] > wider[space.reading]:
        raise BadInput(gettext("What was written there was meant for few: open a new space for more people."))
    if space.id and form.slug.data != space.slug:
        raise BadInput(gettext("The address of a space stays: roles and links name it."))
