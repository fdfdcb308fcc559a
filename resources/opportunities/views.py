"""Opportunities: the list, one of them, its words to pass on, and the feed."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, jsonify, render_template, request

from map.areas import queries as areas
from map.places.views import qr
from portal import db, jsonfeed
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.accounts.models import Account
from portal.addresses import address
from portal.i18n import gettext
from portal.moderation import queue
from portal.moderation.models import ReviewItem
from portal.permissions import Permission, requires
from resources.opportunities import actions, filters, queries, words
from resources.opportunities.cards import Card, card, cards
from resources.opportunities.feed import feed as feed_of
from resources.opportunities.filters import Wanted
from resources.opportunities.kind import KIND
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
    more = total > wanted.page * queries.PAGE
    return render_template(
        "opportunities/list.html", cards=cards(rows), total=total, wanted=wanted, more=more,
        **choices(wanted, "opportunities.index"),
    )  # fmt: skip


def choices(wanted: Wanted, endpoint: str) -> dict[str, Any]:
    """What the filters of the page *endpoint* offer, and those that are on."""
    return {
        "target": endpoint,
        "sorts": words.sorts(),
        "money": words.MONEY,
        "areas": areas.named(),
        "held_in": queries.held_in(),
        "chips": filters.chips(wanted, endpoint),
    }


@bp.get("/opportunities.json")
@requires(Permission.ANYONE)
def feed() -> Response:
    """What the list shows, as a JSON Feed, page by page."""
    wanted = filters.read(request.args)
    total, rows = queries.count(wanted), queries.page(wanted, queries.FED)
    if wanted.page > 1 and not rows:
        abort(404)
    answer = jsonify(feed_of(cards(rows), wanted, more=total > wanted.page * queries.FED))
    answer.mimetype = jsonfeed.MIME
    return answer


@bp.get("/opportunities/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> str:
    """One opportunity, with how to check it; those who run or review it also see one that others do not."""
    found = queries.by_slug(slug)
    row = found or _withheld(slug)
    if row is None:
        abort(404)
    account = session.me()
    running = account is not None and actions.may_run(account, row)
    leads_to = address("opportunities.show", slug=slug)
    withheld = "" if found else queries.withheld([row]).get(row.id, "")
    return render_template(
        "opportunities/show.html", card=card(row, request.args.get("read", ""), withheld), public=found is not None,
        running=running, confirm=ConfirmForm() if running else None, stands=words.STANDS, address=leads_to,
        qr=qr(leads_to),
    )  # fmt: skip


def _withheld(slug: str) -> Opportunity | None:
    """The opportunity called *slug* that others do not see, where the reader runs or reviews it."""
    account = session.me()
    row = db.session().scalars(queries.whole(queries.any_of(slug))).unique().first() if account else None
    return row if account and row and (actions.may_run(account, row) or _reviews(account, row)) else None


def _reviews(account: Account, row: Opportunity) -> bool:
    """Whether the queue shows *row* to *account*."""
    if not session.may(Permission.REVIEW):
        return False
    same = (ReviewItem.kind == KIND.name) & (ReviewItem.target_id == row.id)
    return db.session().scalar(queue.visible(account).where(same)) is not None


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
