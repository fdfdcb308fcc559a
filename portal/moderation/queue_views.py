"""The queue: look, take, decide. Every step is a form; the keys that are shown make it faster."""

import re
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import session
from portal.accounts.guard import prove_first
from portal.accounts.models import Account
from portal.accounts.queries import name_of
from portal.errors import Refused
from portal.i18n import gettext
from portal.kinds import kind_of
from portal.moderation import deciding, queries, queue, targets, trust
from portal.moderation.forms import ClaimForm, DecideForm, LanguageForm
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.moderation.words import ACTIONS, HARMS, KINDS, REASONS, RULES
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, posted
from portal.taxonomy import queries as taxonomy

bp = Blueprint("moderation", __name__, url_prefix="/<locale:lang>/moderation")
WORDS: dict[str, Any] = {"harms": HARMS, "kinds": KINDS, "rules": RULES, "actions": ACTIONS, "why": REASONS}


@bp.get("")
@requires(Permission.REVIEW)
def index() -> Response:
    """What waits for this reviewer, the most urgent first."""
    account = session.someone()
    rows, total = queries.waiting(account)
    return page(
        "moderation/queue.html", rows=rows, total=total,
        seen=queries.seen_today(account.id), break_after=queries.BREAK,
        foreign={row.id for row in rows if queue.needs_translator(account, row)},
        reasons={row.id: queue.reasons(account, row) for row in rows}, **WORDS,
    )  # fmt: skip


@bp.get("/next")
@requires(Permission.REVIEW)
def next_item() -> Response:
    """The first item that nobody holds, or the one that follows *after* another; the queue where there is none."""
    ids = queries.waiting_ids(session.someone())
    here = request.args.get("after", 0, int)
    following = [*ids[ids.index(here) + 1 :], *ids][:1] if here in ids else ids[:1]
    return redirect(url_for("moderation.show", number=following[0]) if following else url_for("moderation.index"))


@bp.route("/<int:number>", methods=["GET", "POST"])
@requires(Permission.REVIEW)
def show(number: int) -> Response:
    """One item: its text first, then what is known, then the decision."""
    account = session.someone()
    item = queue.one(db.session(), account, number)
    if item is None:
        return _gone(number)
    form = DecideForm(posted(), version=item.version)
    facts = _about(form, item)

    def work(opened: Session) -> Response:
        ruling = _ruling(form)
        deciding.decide(opened, account, number, _version(form), ruling)
        if form.same.data:
            deciding.decide_all(opened, account, form.same.data, ruling)
        return redirect(url_for("moderation.next_item"), 303)

    if request.method == "POST" and form.same.data and not session.stepped_up():
        return prove_first()
    return answer(form, "moderation/item.html", work, **facts, **WORDS)


def _gone(number: int) -> Response:
    """An item that is not for this reviewer, or is no more; what they had written is shown to them once more."""
    if request.method != "POST":
        abort(404)
    words = gettext("This moved meanwhile. Your words are kept: look at it again, then decide.")
    return page("moderation/moved.html", 409, form=DecideForm(posted()), problem=words, number=number)


def _about(form: DecideForm, item: ReviewItem) -> dict[str, Any]:
    """What the page of *item* says, and the choices that depend on it."""
    account = session.someone()
    flags = queue.flags(account, item)
    known = [each for each in flags if each.reporter_id and each.outcome == "open"]
    form.bad_faith.choices = [(each.id, HARMS[each.harm]) for each in known if session.may(Permission.SANCTION)]
    same = deciding.open_duplicates(db.session(), account, item)
    form.same.choices = [(each.id, f"{KINDS[each.kind]} {each.id}") for each in same]
    author = queries.account(item.author_id)
    return {
        "item": item,
        "flags": flags,
        "reasons": queue.reasons(account, item),
        "shelves": taxonomy.shelves(),
        "mine": queue.holds(account, item),
        "held": queue.is_held(item) and not queue.holds(account, item),
        "claim": ClaimForm(version=item.version),
        "language": LanguageForm(language=item.language),
        "author": author,
        "author_name": name_of(author),
        "trusts": bool(author and author.trusted_by),
        "foreign": queue.needs_translator(account, item),
        "stands": _address(item),
        "pictures": kind_of(item.kind).pictures(item.target_id),
        "past": queries.past(item.author_id, item.id),
        "seen": queries.seen_today(account.id),
        "break_after": queries.BREAK,
    }


def _address(item: ReviewItem) -> str:
    """Where what *item* is about stands, so that it can be read among what surrounds it."""
    kind = kind_of(item.kind)
    row = queries.row_of(kind, item.target_id)
    return kind.url(row) if row is not None and kind.card_template else ""


def _ruling(form: DecideForm) -> Ruling:
    return Ruling(
        form.action.data, form.rule.data, form.facts.data or "", form.note.data or "", form.days.data or 0,
        tuple(form.bad_faith.data or ()),
    )  # fmt: skip


def _version(form: DecideForm | ClaimForm) -> int:
    written = form.version.data or ""
    return int(written) if re.fullmatch(r"[0-9]{1,9}", str(written)) else 0


@bp.post("/<int:number>/claim")
@requires(Permission.REVIEW)
def claim(number: int) -> Response:
    """Take an item for half an hour."""
    form = ClaimForm(posted())

    def work(opened: Session) -> Response:
        queue.claim(opened, session.someone(), number, _version(form))
        return redirect(url_for("moderation.show", number=number), 303)

    return answer(form, "moderation/moved.html", work, number=number)


@bp.post("/take-up/<kind>/<int:number>")
@requires(Permission.REVIEW)
def take_up(kind: str, number: int) -> Response:
    """Look at something of one's own accord: it comes into the queue, and is decided there like all else."""
    form = ClaimForm(posted())

    def work(opened: Session) -> Response:
        row = targets.find(opened, kind, number)
        if row is None:
            raise Moved(gettext("What this was about is not there any more."))
        item = queue.open_item(opened, kind_of(kind), row, "taken-up")
        if queue.one(opened, session.someone(), item.id) is None:
            raise Refused(gettext("This is not yours to decide. You can report it."))
        return redirect(url_for("moderation.show", number=item.id), 303)

    return answer(form, "moderation/moved.html", work, number=None)


@bp.post("/<int:number>/language")
@requires(Permission.REVIEW)
def language(number: int) -> Response:
    """Say in which language something is, where it was guessed wrongly: those who read that language see it then."""
    form = LanguageForm(posted())

    def work(opened: Session) -> Response:
        item = queue.one(opened, session.someone(), number)
        row = targets.find(opened, item.kind, item.target_id) if item else None
        if item is None or row is None or kind_of(item.kind).by_author is None:
            raise Moved(gettext("What this was about is not there any more."))
        queue.correct_language(opened, kind_of(item.kind), row, form.language.data)
        item.version += 1
        return redirect(url_for("moderation.index"), 303)

    return answer(form, "moderation/moved.html", work, number=number)


@bp.post("/<int:number>/release")
@requires(Permission.REVIEW)
def release(number: int) -> Response:
    """Give an item back."""

    def work(opened: Session) -> Response:
        queue.release(opened, session.someone(), number)
        return redirect(url_for("moderation.index"), 303)

    return answer(ClaimForm(posted()), "moderation/moved.html", work, number=number)


@bp.post("/<int:number>/trust")
@requires(Permission.TRUST)
def vouch(number: int) -> Response:
    """Give or take back one's word that this author may publish without waiting."""

    def work(opened: Session) -> Response:
        item = queue.one(opened, session.someone(), number)
        author = opened.get(Account, item.author_id) if item and item.author_id else None
        if author is None:
            raise Moved(gettext("What this was about is not there any more."))
        trust.vouch(opened, session.someone(), author, give="give" in request.form)
        return redirect(url_for("moderation.show", number=number), 303)

    return answer(ClaimForm(posted()), "moderation/moved.html", work, number=number)
