"""Events: by day, by month, one of them, and wishing to come."""

import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from map import local
from map.areas import queries as areas
from map.organisations import queries as organisations
from map.places.chips import without
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, language_name
from portal.moderation.reviewed import State
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page_number, posted
from portal.taxonomy import queries as taxonomy
from resources.events import actions, briefs, dates, filters, poster, queries, wishes, words
from resources.events.cards import Card, by_day, card, moment, spelled
from resources.events.filters import Wanted
from resources.events.models import Event, Occurrence

bp = Blueprint("events", __name__, url_prefix="/<locale:lang>/events", template_folder="../templates")
SIX_DAYS, WEEK = datetime.timedelta(days=6), datetime.timedelta(days=7)
NEXT_DATES = 8


@bp.get("")
@requires(Permission.ANYONE)
def index() -> str:
    """A week of events by day, from the day that is asked for."""
    wanted, number = filters.read(request.args), page_number()
    first = filters.day(request.args, "day", local.today())
    last = first + SIX_DAYS
    rows = queries.listed(wanted, first, last, number)
    if number > 1 and not rows:
        abort(404)
    return render_template(
        "events/list.html", wanted=wanted, first=first, last=last, week=WEEK, following=reached(first + WEEK),
        far=is_far(last), days=by_day(rows[: queries.PAGE]), more=len(rows) > queries.PAGE, number=number,
        **choices(wanted),
    )  # fmt: skip


def reached(day: datetime.date) -> datetime.date | None:
    """*day*, where it is one that pages lead to."""
    return day if filters.FIRST <= day <= filters.LAST else None


def is_far(day: datetime.date) -> bool:
    """Whether *day* is so far ahead that series are not laid out for it."""
    return day >= local.today() + dates.AHEAD


def choices(wanted: Wanted, endpoint: str = "events.index") -> dict[str, Any]:
    """What the filters offer, and those that are on."""
    return {
        "today": local.today(),
        "tiles": taxonomy.tiles(),
        "areas": areas.named(),
        "spoken": local.languages(),
        "bands": {code: said for code, said in words.AGE_WORDS.items() if code != "all"},
        "chips": chips(wanted, endpoint),
    }


def chips(wanted: Wanted, endpoint: str) -> list[tuple[str, str]]:
    """The filters that are on, in words, each with the address of the page *endpoint* without it."""
    said = {
        "category": wanted.category and taxonomy.shelves()[wanted.category].label.words,
        "area": wanted.area and dict(areas.named())[wanted.area].words,
        "language": wanted.language and language_name(wanted.language),
        "ages": wanted.ages and words.AGE_WORDS[wanted.ages],
        "cost": wanted.cost and words.COSTS[wanted.cost],
        "online": wanted.online and gettext("Online"),
        "step_free": wanted.step_free and gettext("Step-free"),
        "organisation": wanted.organisation and _organisation(wanted.organisation),
        "near": wanted.near and gettext("Near me"),
    }
    kept = {name: request.args[name] for name in ("day", "month") if request.args.get(name)}
    return without(wanted, said, endpoint, **kept)


def _organisation(slug: str) -> str:
    found = organisations.by_slug(slug)
    return found.name if found else slug


@bp.get("/month")
@requires(Permission.ANYONE)
def month() -> str:
    """A month of events, a few of each day."""
    wanted = filters.read(request.args)
    first = filters.day(request.args, "month", local.today()).replace(day=1)
    begin = first - datetime.timedelta(days=first.weekday())
    after = (first + datetime.timedelta(days=32)).replace(day=1)
    last = after + datetime.timedelta(days=-after.weekday() % 7 - 1)
    days = [begin + datetime.timedelta(days=number) for number in range((last - begin).days + 1)]
    found = briefs.month(wanted, [each for each in days if each.month == first.month])
    return render_template(
        "events/month.html", wanted=wanted, first=first, before=first - datetime.timedelta(days=1),
        after=reached(after), days={each: reached(each) for each in days}, far=is_far(after), found=found,
        shown=briefs.A_DAY, **choices(wanted, "events.month"),
    )  # fmt: skip


@bp.get("/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> Response | str:
    """One event, at the date that is asked for or the next one."""
    event = queries.by_slug(slug) or _unseen(slug)
    if event is None:
        abort(404)
    coming = queries.dates_of(event.id, NEXT_DATES + 1)
    row = _asked(event) or (coming[0] if coming else None)
    account = session.me()
    shown = card(event, row)
    running = account is not None and actions.may_change(account, event)
    return render_template(
        "events/event.html", card=shown, row=row, coming=[card(event, each) for each in coming[:NEXT_DATES]],
        more=len(coming) > NEXT_DATES, public=event.state == State.PUBLISHED,
        over=event.state == State.PUBLISHED and not coming,
        gone=bool(request.args.get("at")) and row is not None and spelled(row.original) != request.args["at"],
        recurrence=words.recurrence(event.rule, event.starts),
        running=running, translates=session.may(Permission.TRANSLATE) or (running and session.may(Permission.HOST)),
        wished=wishes.wished(account, event, shown.original),
        confirm=ConfirmForm() if account else None, wanted=filters.read({"dates": request.args.get("dates", "")}),
        languages_of=sorted(each.locale for each in event.texts), crowded=_is_crowded(event, shown),
        poster=poster.can_draw(shown.title.words), at=spelled(shown.original), today=local.today(),
    )  # fmt: skip


def _unseen(slug: str) -> Event | None:
    """The event called *slug* that others cannot see, for those who hold or review it."""
    account = session.me()
    event = queries.any_by_slug(slug) if account else None
    reviews = session.may(Permission.REVIEW)
    return event if account and event and (reviews or actions.may_change(account, event)) else None


def _asked(event: Event) -> Occurrence | None:
    """The date that the address names."""
    original = moment(request.args.get("at", ""))
    return queries.date_of(event.id, original) if original else None


def _is_crowded(event: Event, shown: Card) -> bool:
    """Whether as many want to come as there is room for; how many they are, readers are not told."""
    count = wishes.counts([event.id]).get((event.id, shown.original), 0) if event.capacity else 0
    return bool(event.capacity and count >= event.capacity)


@bp.route("/<slug>/come", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def come(slug: str) -> Response:
    """Say that one would like to come, or take it back: with an account also a reminder, without one a count."""
    event = queries.by_slug(slug)
    original = moment(request.args.get("at", ""))
    row = queries.date_of(event.id, original) if event and original else None
    if event is None or row is None:
        abort(404)
    account, shown = session.me(), card(event, row)
    back = "back" in request.args and account is not None

    def work(opened: Session) -> Response:
        there = opened.scalars(queries.public().where(Event.id == event.id)).one_or_none()
        if there is None:
            raise Moved(gettext("This event is not there any more."))
        if back and account:
            wishes.unwish(opened, account, there, row.original)
        else:
            wishes.wish(opened, account, there, row.original)
        return redirect(url_for("events.show", slug=slug, at=request.args["at"], said=None if back else "come"), 303)

    title = gettext("I cannot come") if back else gettext("I would like to come")
    return answer(
        ConfirmForm(posted()), "events/come.html", work, title=title, button=title, card=shown, member=account
    )
