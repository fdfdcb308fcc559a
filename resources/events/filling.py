"""What the forms of events begin with: an event as it is, a copy of one, what was said the last time."""

import datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from map import local
from map.areas import queries as areas
from map.organisations import queries as organisations
from map.places import cards as places
from map.places.models import Place, PlaceText
from portal import db
from portal.accounts.models import Account
from portal.i18n import reader
from portal.settings import current
from resources.events import dates, rules
from resources.events.actions import say
from resources.events.forms import KEPT, EventForm
from resources.events.models import Event
from resources.events.time_forms import DAY
from resources.events.words import band

OFFERED = 50


def places_of(opened: Session, account: Account) -> list[str]:
    """The names of places to offer: where this person held something, and where their organisations are."""
    held = select(Event.place_id).where(Event.author_id == account.id, Event.place_id.is_not(None))
    ours = [each.id for each in organisations.of_account(opened, account)]
    chosen = local.doors().where(Place.id.in_(held) | Place.organisation_id.in_(ours)).with_only_columns(Place.id)
    names = select(PlaceText.name).where(PlaceText.place_id.in_(chosen)).distinct().order_by(PlaceText.name)
    return list(opened.scalars(names.limit(OFFERED)))


def imagined(account: Account, form: EventForm) -> Event:
    """The event that *form* says, to be looked at; it is kept nowhere.

    Raises:
        BadInput: it cannot take place so, or its place is not known.
    """
    event = Event(
        id=0, slug="new", zone=current().time_zone, language="", wording=1, version=1, note="", cancelled=False,
        author_id=account.id,
    )  # fmt: skip
    say(db.session(), account, event, form, reader().tag)
    return event


def as_written(event: Event) -> dict[str, Any]:
    """The words, times and facts of *event* as they were entered, for the form."""
    return (
        as_copied(event)
        | times_of(*_shown(event), all_day=event.all_day)
        | {
            "repeats": _repeats(event)[0],
            "until": _until(event),
            "left_out": "\n".join(f"{each.original:%Y-%m-%d}" for each in event.changes if each.silent),
            "note": event.note,
            "version": event.version,
        }
    )


def _shown(event: Event) -> tuple[datetime.datetime, datetime.datetime]:
    """When the first date of *event* begins and ends, by the clocks that it is shown by."""
    first = dates.by_clocks(dates.Date(event.starts, event.starts, event.ends), event.zone)
    return first.starts, first.ends


def times_of(starts: datetime.datetime, ends: datetime.datetime, *, all_day: bool) -> dict[str, Any]:
    """When something takes place, as forms ask for it: times, unless *all_day*, and its last day if it is later."""
    if all_day:
        last = (ends - datetime.timedelta(microseconds=1)).date()
        return {"day": starts.date(), "last_day": last if last > starts.date() else None}
    night = ends.date() - starts.date() == DAY and ends.time() <= min(starts.time(), dates.SIX)
    return {
        "day": starts.date(), "begins": starts.time(), "ends": ends.time(),
        "last_day": None if night or ends.date() == starts.date() else ends.date(),
    }  # fmt: skip


def _until(event: Event) -> datetime.date | None:
    return rules.last_day(rules.parts(event.rule), event.starts) if event.rule else None


def as_copied(event: Event) -> dict[str, Any]:
    """*event* without its days: what a copy of it begins with."""
    text = next((each for each in event.texts if each.locale == event.language), None)
    said = {name: getattr(text, name) for name in ("title", "text", "bring")} if text else {}
    repeats, weekdays = _repeats(event)
    times = times_of(*_shown(event), all_day=event.all_day)
    return said | as_last(event) | {name: times.get(name) for name in ("begins", "ends")} | {
        "all_day": event.all_day, "repeats": "" if repeats == KEPT else repeats, "weekdays": weekdays,
        "skips_holidays": event.skips_holidays,
    }  # fmt: skip


def as_last(event: Event) -> dict[str, Any]:
    """What is the same each time: where, for whom, who is responsible, what it costs."""
    return {
        "place": _address(event.place) if event.place else event.address,
        "ages": band((event.ages_from, event.ages_to)) or "all",
        "responsible": event.responsible,
        "safeguarding": event.safeguarding,
        "area": areas.all_areas()[event.area_id].slug if event.area_id and is_only_there(event) else "",
        "online": event.online,
        "organisation": event.organisation.slug if event.organisation else "",
        "category": event.category_code,
        "languages": [each.language for each in event.languages],
        "cost": event.cost or "",
        "price": event.price,
        "step_free": {True: "yes", False: "no", None: ""}[event.step_free],
        "capacity": event.capacity,
    }


def is_only_there(event: Event) -> bool:
    """Whether nothing but its district, if that, says where *event* is."""
    return not (event.place or event.address or event.online)


def as_first(account: Account) -> dict[str, Any]:
    """What the first event of someone begins with."""
    ours = organisations.of_account(db.session(), account)
    return {
        "category": "youth", "languages": [current().local_language], "organisation": ours[0].slug if ours else "",
    }  # fmt: skip


def _address(place: Place) -> str:
    """How to name *place* so that it is found again: its name or, where others are called so, its address."""
    called = places.name(place).words
    same = select(PlaceText.place_id).where(func.lower(PlaceText.name) == called.lower())
    alike = db.session().scalars(local.doors().with_only_columns(Place.id).where(Place.id.in_(same)).limit(2)).all()
    return called if len(alike) == 1 else url_for("places.show", slug=place.slug)


def _repeats(event: Event) -> tuple[str, list[str]]:
    """The choice of the form that says the rule of *event*, and its days of the week."""
    if not event.rule:
        return "", []
    found = rules.parts(event.rule)
    days_ = [each for each in found.get("BYDAY", "").split(",") if each]
    plain = set(found) <= {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "BYMONTHDAY"}
    shape = (found["FREQ"], found.get("INTERVAL", "1"), "BYDAY" in found, "BYMONTHDAY" in found)
    code = {
        ("DAILY", "1", False, False): "daily",
        ("WEEKLY", "1", True, False): "weekly",
        ("WEEKLY", "1", False, False): "weekly",
        ("WEEKLY", "2", True, False): "fortnightly",
        ("WEEKLY", "2", False, False): "fortnightly",
        ("MONTHLY", "1", True, False): "weekday" if len(days_) == 1 and len(days_[0]) > 2 else "",
        ("MONTHLY", "1", False, True): "monthday" if found.get("BYMONTHDAY") == str(event.starts.day) else "",
    }.get(shape, "")
    return (code, days_ if found["FREQ"] == "WEEKLY" else []) if plain and code else (KEPT, [])
