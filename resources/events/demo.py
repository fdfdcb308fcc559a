"""The demo's events: an evening that repeats, one that was moved, one that waits, and more. All of them say DEMO."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from map import local
from map.organisations.models import Organisation
from map.places.models import Place
from portal import db
from portal.accounts.models import Account
from portal.db import Mark
from portal.moderation import queue, targets
from portal.settings import current
from portal.text import prose
from resources.events.kind import KIND
from resources.events.models import Event, EventChange, EventLanguage, EventText
from resources.events.words import AGES
from resources.opportunities import demo as opportunities

FILE = Path(__file__).parent / "demo.toml"
MARK = "events"


def fill() -> None:
    """Fill events and opportunities once, after the people are there."""
    if db.mark(MARK):
        return
    with db.transaction() as opened:
        people = {each.sign_in_name: each for each in opened.scalars(select(Account))}
        host = opportunities.organisation(opened, people)
        opportunities.fill(opened, people)
        for slug, said in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
            _event(opened, people, host, slug, said)
        opened.add(Mark(name=MARK, value="yes"))


def _event(opened: Session, people: dict[str, Account], host: Organisation, slug: str, said: dict[str, Any]) -> None:
    starts, ends = _times(said)
    event = Event(
        slug=slug, uid=f"{slug}@demo.wayhouse", zone=current().time_zone, starts=starts, ends=ends,
        all_day="hours" not in said, rule=said.get("rule", ""), skips_holidays=said.get("skips_holidays", False),
        category_code=said["category"], responsible=said["responsible"], safeguarding=said.get("safeguarding", ""),
        cost=said.get("cost", "free"), price="", step_free=said.get("step_free"), capacity=said.get("capacity"),
        online=said.get("online", ""), address="", note=said.get("note", ""), version=1, wording=1, cancelled=False,
        changed_on=db.today(), written_on=db.today(), language="en", locked=False,
        state=said.get("state", "published"), author_id=people[said["by"]].id,
    )  # fmt: skip
    event.ages_from, event.ages_to = AGES[said["ages"]]
    event.place = _place(opened, said.get("place", ""))
    event.area_id = event.place.area_id if event.place else None
    event.organisation = host if said.get("organisation", True) else None
    event.languages = [EventLanguage(language=tag) for tag in said["languages"].split()]
    event.texts = [_text(locale, words) for locale, words in said["words"].items()]
    event.changes = [_change(event, each) for each in said.get("change", ())]
    opened.add(event)
    opened.flush()
    if event.state == "pending":
        queue.open_item(opened, KIND, event, "first")
    targets.follow(opened, KIND, event)


def _times(said: dict[str, Any]) -> tuple[datetime.datetime, datetime.datetime]:
    """When it begins and ends: so many days from now, on the weekday that it is always held on."""
    day = local.today() + datetime.timedelta(days=said["in_days"])
    if "weekday" in said:
        day += datetime.timedelta(days=(said["weekday"] - day.weekday()) % 7)
    if "hours" not in said:
        midnight = datetime.datetime.combine(day, datetime.time.min)
        return midnight, midnight + datetime.timedelta(days=said.get("days", 1))
    begins, ends = said["hours"]
    return datetime.datetime.combine(day, begins), datetime.datetime.combine(day, ends)


def _place(opened: Session, slug: str) -> Place | None:
    return opened.scalar(local.doors().where(Place.slug == slug)) if slug else None


def _text(locale: str, words: list[str]) -> EventText:
    title, text, bring = words
    machine = locale != "en"
    return EventText(
        locale=locale, title=title, text=text, html=prose(text), bring=bring, based_on=1,
        origin="machine" if machine else "human", review="draft" if machine else "verified",
    )  # fmt: skip


def _change(event: Event, said: dict[str, Any]) -> EventChange:
    """What is different at a date that is so many weeks after the first."""
    original = event.starts + datetime.timedelta(weeks=said["after_weeks"])
    starts = original + datetime.timedelta(hours=said.get("hours_later", 0))
    return EventChange(
        original=original, extra=False, silent=False, cancelled=said.get("cancelled", False), note=said["note"],
        starts=starts, ends=starts + (event.ends - event.starts),
    )  # fmt: skip
