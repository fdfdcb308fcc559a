"""For those who post: a new opportunity, changing, extending and closing one, and its words in other languages."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from map import local
from map.organisations import queries as organisations
from map.organisations.models import Organisation
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, language_name, reader
from portal.languages import is_language
from portal.moderation import drafts
from portal.moderation.composing import compose
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, posted
from resources.opportunities import actions, queries, translations
from resources.opportunities.cards import card
from resources.opportunities.forms import ChangeForm, OpportunityForm, TranslateForm
from resources.opportunities.models import Opportunity
from resources.opportunities.words import LISTED

bp = Blueprint("opportunity_posting", __name__, url_prefix="/<locale:lang>/opportunities")
COMPOSE, DRAFT = "opportunities/compose.html", "opportunity:new"


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.HOST)
def new() -> Response:
    """Post an opportunity; what mostly stays the same is there from the last time, or from the one to copy."""
    own = organisations.of_account(db.session(), session.someone())
    said = _begin(request.args.get("copy", ""), own) if posted() is None else {}
    form = OpportunityForm(posted(), own=[(each.slug, each.name) for each in own], **said)

    def work(opened: Session) -> Response:
        return _standing(actions.post(opened, session.someone(), form, reader().tag))

    lead = gettext(
        "Say what people need in order to decide. What you offer for your own verified organisation can be "
        "read at once; the rest once a person has looked at it."
    )
    return compose(
        form, COMPOSE, work, draft=DRAFT, preview=_preview(form), title=gettext("Post an opportunity"), lead=lead
    )


def _begin(copied: str, own: Sequence[Organisation]) -> dict[str, Any]:
    """What a new form begins with: a draft, all of *copied*, or what the reader's last one says of who and where."""
    if drafts.find(session.someone(), DRAFT):
        return {"organisation": ""}
    ends = {"expires_on": (local.today() + LISTED).isoformat()}
    if copied:
        return actions.as_written(_run(copied)) | ends | {"deadline": "", "no_fee": False, "no_passport": False}
    mine = queries.by_author(session.someone().id).limit(1)
    last = db.session().scalars(mine).unique().first()
    first = {"check_url": own[0].website or ""} if own else {}
    return (actions.last_time(last) if last else first) | ends


def _preview(form: OpportunityForm) -> Callable[[], str]:
    """Draws what *form* says as others would see it; nothing is kept."""

    def draw() -> str:
        row = actions.begun(db.session(), form, reader().tag)
        return render_template("opportunities/facts.html", card=card(row), heading=True)

    return draw


@bp.route("/<slug>/change", methods=["GET", "POST"])
@requires(Permission.HOST)
def change(slug: str) -> Response:
    """Change an opportunity; what was closed is open again."""
    row = _run(slug) if posted() is None else None
    own = [(each.slug, each.name) for each in organisations.of_account(db.session(), session.someone())]
    form = ChangeForm(posted(), own=own, **(actions.as_written(row) if row else {}))

    def work(opened: Session) -> Response:
        found = _locked(opened, slug)
        actions.change(opened, session.someone(), found, form)
        return _standing(found)

    lead = gettext("What you offer for your own verified organisation stays to be read; the rest waits for a person.")
    title = gettext("Change it and send it again")
    return compose(form, COMPOSE, work, preview=_preview(form), title=title, lead=lead)


@bp.route("/<slug>/extend", methods=["GET", "POST"])
@requires(Permission.HOST)
def extend(slug: str) -> Response:
    """Say that it is still open."""
    title, button = gettext("Is this still open?"), gettext("Still open: show it for 90 more days")
    lead = "" if posted() else card(_run(slug)).title.words

    def work(opened: Session) -> Response:
        actions.extend(opened, _locked(opened, slug))
        return redirect(url_for("opportunities.show", slug=slug), 303)

    return answer(ConfirmForm(posted()), "form.html", work, title=title, lead=lead, button=button)


@bp.post("/<slug>/close")
@requires(Permission.OWN)
def close(slug: str) -> Response:
    """Say that it is not open any more: nobody is kept from that."""

    def work(opened: Session) -> Response:
        actions.close(opened, _locked(opened, slug))
        return redirect(url_for("opportunities.show", slug=slug), 303)

    title = gettext("Close it")
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


@bp.route("/<slug>/translate/<locale>", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def translate(slug: str, locale: str) -> Response:
    """Write it in another language: for those who run it, and for translators of what can be read."""
    row = _translated(slug)
    if row is None or locale == row.language or not is_language(locale) or len(locale) > 12:
        abort(404)
    form = TranslateForm(posted(), **translations.as_written(row, locale))

    def work(opened: Session) -> Response:
        found = _locked(opened, slug, to_translate=True)
        actions.translate(opened, session.someone(), found, locale, form)
        return _standing(found, read=locale)

    title = gettext("Translate into %(language)s", language=language_name(locale))
    lead = gettext("The links and numbers have to be those of the original.")
    source = translations.source_of(row)
    return compose(form, "opportunities/translate.html", work, title=title, lead=lead, source=source)


def _translated(slug: str) -> Opportunity | None:
    """The opportunity called *slug*, where the reader may translate it."""
    row = db.session().scalars(queries.whole(queries.any_of(slug))).unique().first()
    if row is None or actions.may_run(session.someone(), row):
        return row
    if not session.may(Permission.TRANSLATE):
        abort(403)
    return queries.by_slug(slug)


def _run(slug: str) -> Opportunity:
    """The opportunity called *slug*, which the reader runs."""
    row: Opportunity | None = db.session().scalars(queries.whole(queries.any_of(slug))).unique().first()
    if row is None or not actions.may_run(session.someone(), row):
        abort(404)
    return row


def _locked(opened: Session, slug: str, *, to_translate: bool = False) -> Opportunity:
    """The opportunity called *slug*, held until the transaction ends.

    Raises:
        Moved: it is gone, or the reader may not do this with it any more.
    """
    row: Opportunity | None = opened.scalars(queries.any_of(slug).with_for_update()).one_or_none()
    if row is None:
        raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
    mine = actions.may_run(session.someone(), row)
    public = to_translate and session.may(Permission.TRANSLATE) and queries.is_public(opened, row)
    if not mine and not public:
        raise Moved(gettext("You may not do this, or not any more."))
    return row


def _standing(row: Opportunity, read: str = "") -> Response:
    """Where whoever posted *row* sees how it stands."""
    if row.state != "published" and row.author_id == session.someone().id:
        return redirect(url_for("own.contribution", kind="opportunity", number=row.id), 303)
    return redirect(url_for("opportunities.show", slug=row.slug, read=read or None), 303)
