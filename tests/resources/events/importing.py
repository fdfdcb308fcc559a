"""What tests of calendars share: calendars as text, those that are read, and events as they are kept."""

import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from resources.events.exchange import reading
from resources.events.exchange.records import store
from resources.events.exchange.reports import Report
from resources.events.models import Event, EventCalendar
from tests.moderating import judged
from tests.people import Person, at_work

DATA = Path(__file__).parent / "data"
AUGUST = datetime.datetime(2026, 8, 15, 12, tzinfo=datetime.UTC)  # before what the files hold


def data(name: str) -> bytes:
    return (DATA / name).read_bytes()


def entry(uid: str, title: str, *lines: str, starts: str = "20260901T180000", ends: str = "20260901T200000") -> str:
    """An entry of a calendar, in Helsinki's time."""
    times = [f"DTSTART;TZID=Europe/Helsinki:{starts}", f"DTEND;TZID=Europe/Helsinki:{ends}"]
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *times, *lines, "END:VEVENT"])


def calendar(*entries: str) -> bytes:
    """A calendar of *entries*."""
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *entries, "END:VCALENDAR", ""]).encode()


def keep(app: Flask, person: Person | None, **facts: Any) -> int:
    """A calendar of *person*'s organisation, or of the operator's, to which nothing was read yet; its id."""
    scopes = sorted(standing.organisations(judged(app, person))) if person else []
    given = {
        "name": "Youth house", "language": "en", "category_code": "youth", "responsible": "Comet", "safeguarding": "",
        "account_id": person.id if person else None, "every": 6, "etag": "", "problem": "", "report": {}, "url": "",
        "organisation_id": int(scopes[0].partition(":")[2]) if scopes else None,
    } | facts  # fmt: skip
    with at_work(app) as opened:
        row = EventCalendar(**given)
        opened.add(row)
        opened.flush()
        return row.id


def bring(app: Flask, number: int, found: bytes, *, whole: bool = True) -> Report:
    """Read *found* into the calendar *number*."""
    with at_work(app) as opened:
        row = opened.get_one(EventCalendar, number)
        by = opened.get(Account, row.account_id) if row.account_id else None
        return store(opened, row, reading.read(found), by, whole=whole)


def kept(app: Flask, number: int | None = None) -> dict[str, Event]:
    """The events of a calendar, by what they are called there."""
    with app.app_context():
        parts = (selectinload(Event.changes), selectinload(Event.texts), selectinload(Event.languages))
        query = select(Event).where(Event.calendar_id == number).options(*parts, selectinload(Event.organisation))
        return {str(each.source_ref): each for each in db.session().scalars(query)}
