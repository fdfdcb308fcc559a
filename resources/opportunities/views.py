"""Opportunities: the list, one of them, its words to pass on, and the feed."""

from urllib.parse import quote

from flask import Blueprint, Response, abort, jsonify, render_template, request

from map.areas import queries as areas
from map.places.views import qr
from portal import db, jsonfeed
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.addresses import address
from portal.i18n import gettext
from portal.permissions import Permission, requires
from resources.opportunities import actions, filters, queries, words
from resources.opportunities.cards import Card, card, cards
from resources.opportunities.feed import feed as feed_of
from resources.opportunities.models import Opportunity

bp = Blueprint("opportunities", __name__, url_prefix="/<locale:lang>", template_folder="../templates")


@bp.get("/opportunities")
@requires(Permission.ANYONE)
def index() -> str:
    """The list, what ends first before the rest."""
    wanted = filters.read(request.args)
    total, rows = queries.count(wanted), queries.page(wanted)
    if wanted.page > 1 and not rows:
        abort(404)
    return render_template(
        "opportunities/list.html", cards=cards(rows), total=total, wanted=wanted, chips=filters.chips(wanted),
        more=total > wanted.page * queries.PAGE, sorts=words.sorts(), money=words.MONEY, areas=areas.named(),
        held_in=queries.held_in(),
    )  # fmt: skip


@bp.get("/opportunities.json")
@requires(Permission.ANYONE)
def feed() -> Response:
    """What the list shows, as a JSON Feed."""
    wanted = filters.read(request.args)
    answer = jsonify(feed_of(cards(queries.page(wanted, queries.FED)), wanted))
    answer.mimetype = jsonfeed.MIME
    return answer


@bp.get("/opportunities/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> str:
    """One opportunity, with how to check it; those who run it also see one that others do not."""
    found = queries.by_slug(slug)
    row = found or _own(slug)
    if row is None:
        abort(404)
    account = session.me()
    running = account is not None and actions.may_run(account, row)
    leads_to = address("opportunities.show", slug=slug)
    return render_template(
        "opportunities/show.html", card=card(row, request.args.get("read", "")), public=found is not None,
        running=running, confirm=ConfirmForm() if running else None, stands=words.STANDS, address=leads_to,
        qr=qr(leads_to),
    )  # fmt: skip


def _own(slug: str) -> Opportunity | None:
    """The opportunity called *slug*, where the reader runs it."""
    account = session.me()
    row = db.session().scalars(queries.whole(queries.any_of(slug))).unique().first() if account else None
    return row if account and row and actions.may_run(account, row) else None


@bp.get("/opportunities/<slug>/share")
@requires(Permission.ANYONE)
def share(slug: str) -> str:
    """An opportunity as a short text to send to someone, by WhatsApp, SMS or copying."""
    row = queries.by_slug(slug)
    if row is None:
        abort(404)
    shown = card(row, request.args.get("read", ""))
    text = _shared(shown)
    return render_template("opportunities/share.html", card=shown, text=text, quoted=quote(text, safe=""))


def _shared(shown: Card) -> str:
    """What it is, who offers it, until when, how it can be checked, and its address."""
    row = shown.row
    check = gettext("Check it yourself: %(way)s", way=row.check_url or row.check_phone)
    said = (
        f"{shown.sort.label}: {shown.title.words}",
        row.organisation.name,
        shown.apply_by,
        check,
        address("opportunities.show", slug=row.slug),
    )
    return "\n".join(said)
