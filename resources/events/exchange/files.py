"""Brings a calendar from a file of the operator's, in the name of an organisation or of nobody."""

import dataclasses
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from map.organisations.models import Organisation
from portal import db
from portal.errors import BadInput
from portal.languages import is_language
from portal.settings import current
from portal.taxonomy.models import Category
from resources.events import calendars
from resources.events.exchange.components import LARGEST
from resources.events.exchange.entries import Calendar
from resources.events.exchange.records import store
from resources.events.exchange.reports import Report
from resources.events.models import EventCalendar


@dataclasses.dataclass(frozen=True, slots=True)
class Whose:
    """What holds for all events of a file: the *organisation*, by its slug, their *language* and *category*."""

    organisation: str = ""
    language: str = ""
    category: str = "associations"


class _DryRun(Exception):
    """Takes back all that a dry run did."""


def bring(path: Path, whose: Whose, *, dry_run: bool = False) -> Report:
    """Keep the events of the calendar or table *path*, or only say what would become of them.

    The same calendar of the same organisation, brought again, changes its events, and cancels those that are gone.

    Raises:
        BadInput: it cannot be read, or *whose* names what is not known.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    found = calendars.parsed(path.name, data)
    whole = not calendars.is_table(path.name, data)
    if dry_run:
        return _tried(found, path, whose, whole=whole)
    with db.transaction() as opened:
        number = _calendar(opened, whose, found.name or path.stem).id
    return calendars.keep(number, found, None, whole=whole)


def _tried(found: Calendar, path: Path, whose: Whose, *, whole: bool) -> Report:
    """What would become of what was *found*: all of it is taken back."""
    report = Report()
    try:
        with db.transaction() as opened:
            calendar = _calendar(opened, whose, found.name or path.stem)
            report = store(opened, calendar, found, None, whole=whole)
            raise _DryRun
    except _DryRun:
        return report


def _calendar(opened: Session, whose: Whose, name: str) -> EventCalendar:
    """The calendar that a file called *name* was brought into before, or a new one."""
    organisation = opened.scalar(select(Organisation).where(Organisation.slug == whose.organisation))
    language = whose.language or current().local_language or "en"
    if whose.organisation and organisation is None:
        raise BadInput(f"{whose.organisation}: there is no organisation of this name (the last part of its address).")
    if not is_language(language) or opened.get(Category, whose.category) is None:
        raise BadInput(f"{language}, {whose.category}: one of these is no language, or no category.")
    number = organisation.id if organisation else None
    same = (EventCalendar.name == name[:120]) & (EventCalendar.url == "") & EventCalendar.account_id.is_(None)
    found = opened.scalar(
        select(EventCalendar).where(same, EventCalendar.organisation_id.is_not_distinct_from(number))
    )
    if found is None:
        found = EventCalendar(name=name[:120], url="", every=0, etag="", problem="", report={}, safeguarding="")
        opened.add(found)
    found.organisation_id, found.language, found.category_code = number, language, whose.category
    found.responsible = (organisation.name if organisation else current().operator)[:120]
    opened.flush()
    return found
