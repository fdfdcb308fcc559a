"""Suggesting a place, and mending a suggestion that came back."""

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from map.places import suggesting
from map.places.forms import SuggestForm
from map.places.models import Place
from portal import db
from portal.accounts import session
from portal.i18n import gettext, reader
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import posted

bp = Blueprint("suggest", __name__, url_prefix="/<locale:lang>/places")
TEMPLATE = "moderation/compose.html"


@bp.route("/suggest", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def new() -> Response:
    """Tell others of a place that helps."""
    form = SuggestForm(posted())

    def work(opened: Session) -> Response:
        return _standing(suggesting.suggest(opened, session.someone(), form, reader().tag))

    return compose(form, TEMPLATE, work, title=gettext("Suggest a place"))


@bp.route("/suggest/<int:number>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def mend(number: int) -> Response:
    """Change a suggestion of one's own."""
    mine = select(Place).where(Place.id == number, Place.author_id == session.someone().id)
    place = db.session().scalar(mine)
    if place is None:
        abort(404)
    form = SuggestForm(posted(), **suggesting.as_written(place))

    def work(opened: Session) -> Response:
        own = opened.scalars(mine.with_for_update()).one()
        suggesting.mend(opened, session.someone(), own, form)
        return _standing(own)

    return compose(form, TEMPLATE, work, title=gettext("Change it and send it again"))


def _standing(place: Place) -> Response:
    return redirect(url_for("own.contribution", kind="place", number=place.id), 303)
