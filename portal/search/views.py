"""The search page, what may be typed next, and telling the editors what is missing."""

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer
from wtforms import HiddenField

from portal import db
from portal.i18n import door, gettext, reader
from portal.permissions import Permission, requires
from portal.posting import answer, posted
from portal.search import asking, chips, filters, queries, suggesting
from portal.search.engine import current
from portal.search.missing import tally
from portal.search.table import keep_shelves, table
from portal.security import SafeForm
from portal.taxonomy import queries as taxonomy
from portal.text import clean, cleaned

bp = Blueprint("search", __name__, url_prefix="/<locale:lang>/search")


class MissingForm(SafeForm):
    """What was asked; only the concepts in it are counted."""

    q = HiddenField(filters=[cleaned])


def asked_for() -> str:
    """The words of the address, without what cannot be seen, and not for ever."""
    return " ".join(clean(request.args.get("q", "")[: 4 * asking.LONGEST]).split())[: asking.LONGEST]


@bp.get("")
@requires(Permission.ANYONE)
@door
def index() -> str:
    """Results for ``q``, or an invitation to ask."""
    keep_shelves()
    wanted = filters.read(request.args, asked_for())
    found = queries.find(wanted) if wanted.q else None
    if wanted.page > 1 and not (found and found.cards):
        abort(404)
    shelves = [] if found is None or found.cards else _shelves(found.asked)
    return render_template(
        "search/index.html",
        wanted=wanted,
        found=found,
        chips=chips.chips(wanted),
        facets=chips.facets(wanted, found) if found else [],
        shelves=shelves,
        tiles=[] if found and found.cards else taxonomy.tiles(),
        last=queries.PAGE * wanted.page,
    )


def _shelves(asked: asking.Asked) -> list[taxonomy.Shelf]:
    """The categories in which things of the concepts that were meant are found."""
    codes = dict.fromkeys(code for concept in asked.concepts for code in table().categories.get(concept, ()))
    return [taxonomy.shelves()[code] for code in codes if code in taxonomy.shelves()]


@bp.get("/suggest")
@requires(Permission.ANYONE)
def suggest() -> Response:
    """At most eight ways to go on from ``q``, as a JSON list."""
    return jsonify(suggesting.suggestions(asked_for()))


@bp.route("/missing", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def missing() -> Answer:
    """Tell the editors that something is not there: only concepts are counted, no word is kept."""
    form = MissingForm(posted(), q=asked_for())
    asked = asking.ask(clean(form.q.data or ""), reader().tag, table(), current())

    def count(session: Session) -> Answer:
        tally.add(session, asked.concepts[:3], db.today())
        return redirect(url_for("search.told"), 303)

    return answer(form, "search/missing.html", count, concepts=chips.concept_labels(asked.concepts[:3]))


@bp.get("/told")
@requires(Permission.ANYONE)
def told() -> str:
    """Thanks, and where to go on."""
    return render_template("search/told.html", words=gettext("Thank you. The editors see what is missing."))
