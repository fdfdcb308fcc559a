"""What tests of events share: an event that is posted through the form, and one that simply is there."""

import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.test import TestResponse

from map.organisations.models import Organisation, OrganisationVerification
from portal import db
from portal.moderation import deciding, queue, targets
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.permissions import Role
from portal.text import prose
from resources.events.kind import KIND
from resources.events.models import Event, EventChange, EventLanguage, EventText, Occurrence
from tests.moderating import judged
from tests.people import Browser, Person, at_work, fill_in, give, make, send

NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)  # a Wednesday
WORDS: dict[str, Any] = {
    "title": "Football evening", "day": "2026-12-01", "begins": "18:00", "ends": "20:00", "place": "North Hall",
    "ages": "teens", "responsible": "Comet of the youth house", "safeguarding": "Comet, at the desk",
    "text": "Come **alone** or with friends.", "category": "youth", "languages": ["en", "ar"],
}  # fmt: skip


def host(app: Flask, *, verified: bool, role: Role = Role.MEMBER) -> Person:
    """Someone of an organisation that two people verified, or nobody did."""
    person = make(app)
    with at_work(app) as opened:
        row = Organisation(
            slug=f"house-{person.id}", name=f"House {person.id}", language="en", state="published", locked=False,
            website="https://house.example.org",
        )  # fmt: skip
        opened.add(row)
        opened.flush()
        scope = row.scope
        number = row.id
    if verified:
        for checker in (make(app), make(app)):
            with at_work(app) as opened:
                opened.add(
                    OrganisationVerification(organisation_id=number, verified_by=checker.id, verified_on=db.today())
                )
    give(app, person, role, scope)
    return person


def post_event(client: Browser, **words: Any) -> TestResponse:
    """Post an event; who is asked whether words are meant says yes."""
    answer = fill_in(client, "/en/events/new", **WORDS | words)
    return send(client, answer) if "Look again before you send" in answer.text else answer


def add(app: Flask, slug: str, starts: str, ends: str, rule: str = "", **facts: Any) -> int:
    """An event that is there and public, unless *facts* say otherwise; times as ``2026-12-01T18:00``; its id."""
    words = facts.pop("words", {"en": (slug.replace("-", " "), "", "")})
    tags = facts.pop("languages", ())
    changes = [
        EventChange(**{"extra": False, "cancelled": False, "silent": False, "note": ""} | each)
        for each in facts.pop("changes", ())
    ]
    given: dict[str, Any] = {
        "zone": "Europe/Helsinki", "category_code": "youth", "responsible": "Comet", "changed_on": db.today(),
        "state": "published", "locked": False, "language": "en", "version": 1, "wording": 1, "note": "",
        "cancelled": False, "all_day": False, "address": "", "online": "", "price": "", "safeguarding": "",
    } | facts  # fmt: skip
    with at_work(app) as opened:
        event = Event(
            slug=slug, uid=f"{slug}@test", starts=datetime.datetime.fromisoformat(starts),
            ends=datetime.datetime.fromisoformat(ends), rule=rule, changes=changes,
            languages=[EventLanguage(language=tag) for tag in tags],
            texts=[_text(tag, *said) for tag, said in words.items()],
            **given,
        )  # fmt: skip
        opened.add(event)
        opened.flush()
        targets.follow(opened, KIND, event)
        return event.id


def _text(tag: str, title: str, text: str, bring: str) -> EventText:
    return EventText(locale=tag, title=title, text=text, html=prose(text), bring=bring)


def event_of(app: Flask, slug: str) -> Event:
    """The event called *slug*, with its dates' changes and words."""
    with app.app_context():
        parts = (selectinload(Event.changes), selectinload(Event.texts), selectinload(Event.languages))
        return db.session().scalars(select(Event).where(Event.slug == slug).options(*parts)).one()


def days_of(app: Flask, slug: str) -> list[str]:
    """The days on which lists show the event called *slug*."""
    with app.app_context():
        query = select(Occurrence.day).join(Event, Event.id == Occurrence.event_id).where(Event.slug == slug)
        return [f"{each:%m-%d}" for each in db.session().scalars(query.order_by(Occurrence.day))]


def approve(app: Flask, moderator: Person) -> None:
    """Let what waits first through."""
    account = judged(app, moderator)
    with at_work(app) as opened:
        item = opened.scalars(select(ReviewItem).where(ReviewItem.status == "open", ReviewItem.kind == "event")).one()
        queue.claim(opened, account, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, account, item.id, item.version, Ruling("approve", "none"))
