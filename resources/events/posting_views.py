"""Posting an event, changing it or one of its dates, cancelling it, and writing it in another language."""

import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from map import local
from map.organisations import queries as organisations
from portal import db
from portal.accounts import session
from portal.accounts.models import Account
from portal.i18n import day, gettext, language_name, reader, shown
from portal.languages import LANGUAGES
from portal.moderation import drafts
from portal.moderation.composing import compose
from portal.moderation.contributing import Waits
from portal.moderation.reviewed import State
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, posted
from resources.events import actions, dates, filling, laying, queries, single, templates, words
from resources.events.cards import card, moment, spelled, words_of
from resources.events.change_forms import CancelForm, DateForm, TranslateForm
from resources.events.forms import ChangeForm, EventForm, NewForm
from resources.events.models import Event, EventText

bp = Blueprint("event_posting", __name__, url_prefix="/<locale:lang>/events", template_folder="../templates")
TEMPLATE, DRAFT = "events/compose.html", "event:new"
FIRST_DATES = 4
"""How many dates of a series are shown before it is sent."""


def _offered(form: EventForm, account: Account) -> EventForm:
    """*form* with what this person can choose from."""
    form.area.choices = local.area_choices()
    mine = organisations.of_account(db.session(), account)
    form.organisation.choices = [("", gettext("Nobody but me")), *((each.slug, each.name) for each in mine)]
    form.organisation.validate_choice = False
    return form


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.HOST)
def new() -> Response:
    """Post an event: empty but for what is always the same, or a copy, or from a template."""
    account = session.someone()
    form = _offered(NewForm(posted(), **_begun(account)), account)

    def work(opened: Session) -> Response:
        return _standing(actions.propose(opened, account, form, reader().tag), "posted")

    return compose(
        form, TEMPLATE, work, draft=DRAFT, anew=_begins_elsewhere(), preview=lambda: _preview(account, form),
        event=None, title=gettext("Post an event"),
        lead=gettext("Five things are needed. The rest is as the last time."),
        places=filling.places_of(db.session(), account), templates=templates.all_templates(shown().tag),
        copies=queries.copied(account.id), at_once=_reads_at_once(account, form),
    )  # fmt: skip


def _standing(event: Event, said: str, original: datetime.datetime | None = None) -> Response:
    """Where whoever changed *event*, or its date at *original*, sees what became of it."""
    if event.state != State.PUBLISHED:
        return redirect(url_for("pages.desk", said="waits"), 303)
    at = spelled(original) if original else None
    return redirect(url_for("events.show", slug=event.slug, at=at, said=said), 303)


def _reads_at_once(account: Account, form: EventForm) -> bool:
    """Whether others read at once what *form* says, since it is in the name of a verified organisation."""
    mine = {each.slug: each for each in organisations.of_account(db.session(), account)}
    return actions.waits(mine.get(form.organisation.data or "")) == Waits.AFTER


def _begins_elsewhere() -> bool:
    """Whether a new event begins with a copy or a template, rather than with a draft."""
    return bool(request.args.get("copy") or request.args.get("template"))


def _begun(account: Account) -> dict[str, Any]:
    """What a new form is opened with: a copy, a template, or what was said the last time."""
    slug, template = request.args.get("copy", ""), request.args.get("template", "")
    if drafts.find(account, DRAFT) and not _begins_elsewhere():
        return {}
    last = queries.last_of(account.id)
    begun = filling.as_last(last) if last else filling.as_first(account)
    if slug:
        event = _own(slug, account)
        return filling.as_copied(event) if event else begun
    return begun | templates.filled(template, reader().tag)


def _own(slug: str, account: Account) -> Event | None:
    """The event called *slug*, where *account* may change it."""
    event = queries.any_by_slug(slug)
    return event if event is not None and actions.may_change(account, event) else None


def _preview(account: Account, form: EventForm) -> str:
    """The event as others will see it, from what the form says."""
    event = filling.imagined(account, form)
    coming = dates.between(laying.series(event), event.starts, event.starts + dates.AHEAD)
    return render_template(
        "events/preview.html", card=card(event), recurrence=words.recurrence(event.rule, event.starts),
        coming=[each.starts.date() for each in coming[:FIRST_DATES]] if event.rule else [],
    )  # fmt: skip


def _mine(slug: str) -> Event | None:
    """The event called *slug* where the reader may change it; what was sent is never lost where they may not."""
    event = _own(slug, session.someone())
    if event is None and posted() is None:
        abort(404)
    return event


@bp.route("/<slug>/change", methods=["GET", "POST"])
@requires(Permission.HOST)
def change(slug: str) -> Response:
    """Change all of an event."""
    account, event = session.someone(), _mine(slug)
    form = ChangeForm(posted(), **(filling.as_written(event) if event else {}))
    form.placeless = event is not None and filling.is_only_there(event) and not event.area_id
    form.zone = local.clocks(event.zone) if event else ""
    _offered(form, account)

    def work(opened: Session) -> Response:
        row = _locked(opened, slug)
        actions.change(opened, account, row, form, reader().tag)
        return _standing(row, "changed")

    return compose(
        form, TEMPLATE, work, preview=lambda: _preview(account, form), event=event, title=gettext("Change the event"),
        lead=gettext("This changes all of its dates. Those who follow it are told."), templates=[], copies=[],
        at_once=_reads_at_once(account, form), places=filling.places_of(db.session(), account),
    )  # fmt: skip


@bp.route("/<slug>/date", methods=["GET", "POST"])
@requires(Permission.HOST)
def date(slug: str) -> Response:
    """Change one date of a series, or it and all that follow: ``at`` names it."""
    account, event, original = session.someone(), _mine(slug), moment(request.args.get("at", ""))
    found = single.date_at(event, original) if event and original else None
    if original is None or (found is None and posted() is None):
        abort(404)
    form = DateForm(posted(), **(single.as_is(event, found) if event and found else {}))
    form.zone = local.clocks(event.zone) if event else ""
    if event and event.all_day:
        del form.begins, form.ends

    def work(opened: Session) -> Response:
        row = _locked(opened, slug)
        held = single.change(opened, account, row, original, form)
        return _standing(held, "changed", original if held is row and single.date_at(row, original) else None)

    return compose(
        form, "events/date.html", work, event=event, date=found, title=gettext("Change this date"),
        at_once=event is not None and actions.waits(event.organisation) == Waits.AFTER,
        lead=gettext("Those who follow the event are told."),
    )  # fmt: skip


@bp.route("/<slug>/cancel", methods=["GET", "POST"])
@requires(Permission.OWN)
def cancel(slug: str) -> Response:
    """Say that an event, or its date ``at``, does not take place, or with ``back`` that it does after all.

    At once, and also by who is silenced.
    """
    account, back, original = session.someone(), "back" in request.args, moment(request.args.get("at", ""))
    event = _mine(slug)
    form = CancelForm(posted())
    if back:
        del form.note

    def work(opened: Session) -> Response:
        row = _locked(opened, slug)
        if back:
            single.restore(opened, account, row, original)
        else:
            note = (form.note.data or "") if session.may(Permission.HOST) else ""
            single.cancel(opened, account, row, original, note)
        return _standing(row, "changed", original)

    title, lead = _cancelling(event, original, back=back)
    return answer(form, "events/cancel.html", work, title=title, lead=lead, event=event, back=back)


def _cancelling(event: Event | None, original: datetime.datetime | None, *, back: bool) -> tuple[str, str]:
    """The title of the page on which *event*, or its date at *original*, is cancelled or restored; what it says."""
    date = single.date_at(event, original) if event and original else None
    if event and date:
        shown_on = day(dates.by_clocks(date, event.zone).starts.date())
        title = gettext("Let this date take place after all") if back else gettext("Cancel this date")
        said = gettext("Only on %(day)s. Everyone sees it at once, and those who follow it are told.", day=shown_on)
        return title, said
    said = gettext("Everyone sees it at once, and those who follow it are told.")
    if event and event.rule:
        said = gettext("All of its dates. Everyone sees it at once, and those who follow it are told.")
    return gettext("Let it take place after all") if back else gettext("Cancel the event"), said


@bp.route("/<slug>/translate/<language>", methods=["GET", "POST"])
@requires(Permission.OWN)
def translate(slug: str, language: str) -> Response:
    """Write an event in another language."""
    account, event = session.someone(), queries.any_by_slug(slug)
    if event is not None and not _may_translate(account, event):
        event = None
    if language not in LANGUAGES or (event is None and posted() is None):
        abort(404)
    source, there = _texts(event, language)
    form = TranslateForm(posted(), **(_as_translated(event, there) if event else {}))

    def work(opened: Session) -> Response:
        row = _locked(opened, slug, translating=True)
        actions.translate(opened, account, row, language, form)
        return redirect(url_for("events.show", lang=language, slug=slug), 303)

    title = gettext("Write it in %(language)s", language=language_name(language))
    return compose(
        form, "events/translate.html", work, title=title, source=source, event=event, language=language, at_once=True,
        lead=gettext("Others can read it at once; a person looks at it afterwards."),
    )  # fmt: skip


def _may_translate(account: Account, event: Event) -> bool:
    hosts = session.may(Permission.HOST) and actions.may_change(account, event)
    return hosts or (session.may(Permission.TRANSLATE) and event.state == "published")


def _texts(event: Event | None, language: str) -> tuple[EventText | None, EventText | None]:
    """The words of *event* as they were written, and in *language*."""
    found = {each.locale: each for each in event.texts} if event else {}
    return (found.get(event.language) or words_of(event)) if event else None, found.get(language)


def _as_translated(event: Event, there: EventText | None) -> dict[str, Any]:
    if there is None:
        return {"version": event.wording}
    machine = there.origin == "machine" and there.review == "draft"
    said = {name: getattr(there, name) for name in ("title", "text", "bring")}
    return said | {"machine": machine, "version": event.wording}


def _locked(opened: Session, slug: str, *, translating: bool = False) -> Event:
    """The event called *slug*, held until the transaction ends.

    Raises:
        Moved: it is gone, or the reader may not change it any more.
    """
    event: Event | None = opened.scalars(queries.held(slug)).unique().one_or_none()
    if event is None:
        raise Moved(gettext("Others cannot read this any more. Your words are kept here, to copy."))
    account = session.someone()
    if not (_may_translate(account, event) if translating else actions.may_change(account, event)):
        raise Moved(gettext("You may not do this, or not any more."))
    return event
