"""Calendars of others: bringing a file, subscribing to an address, and reading it again and again."""

import datetime
import hashlib
import logging
import time
from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import Select, or_, select, true, update
from sqlalchemy.orm import Session

from map.organisations import queries as organisations
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import BadInput, Refused
from portal.i18n import gettext, lazy
from portal.notices.actions import tell
from portal.outbox import queue
from portal.permissions import Permission
from portal.text import host
from resources.events.calendar_forms import CalendarForm, SubscribeForm
from resources.events.exchange import contacts, known, reading, rows
from resources.events.exchange.entries import LONGEST_TITLE, Calendar
from resources.events.exchange.fetching import USUAL, Limits, fetch
from resources.events.exchange.places import Doors
from resources.events.exchange.records import check_slowed, drop_gone, store
from resources.events.exchange.reports import Report
from resources.events.models import EventCalendar
from resources.events.words import AGES

TOPIC = "calendars"
TURN = 60.0  # seconds after which it is asked again what is due
LATE = datetime.timedelta(minutes=30)  # by which a turn may come too soon
MOST = 100  # calendars of a list
MOST_SUBSCRIBED = 20  # of one organisation, or of one person
LONGEST_PROBLEM = 500
_OURS = "sha256:"  # how we mark what a server gave no mark
PART = 50  # entries that are kept in one transaction
UNFINISHED = lazy("Not all of it was kept. Bring the file once more.")
log = logging.getLogger("wayhouse")


def register(app: Flask) -> None:
    """Let the worker of *app* read calendars when their turn comes."""
    queue.register(app, queue.Topic(TOPIC, read, slow=True))
    queue.register(app, queue.Topic("turns of calendars", promise_due, datetime.timedelta(hours=1)))


def is_staff(account: Account) -> bool:
    """Whether *account* may post events for everyone."""
    return "" in standing.reach(account, Permission.HOST)


def tended(account: Account) -> Select[EventCalendar]:
    """The calendars that *account* may tend: their organisations', their own, or for staff all."""
    ids = [int(each.partition(":")[2]) for each in standing.organisations(account)]
    own = EventCalendar.organisation_id.is_(None) & (EventCalendar.account_id == account.id)
    mine = true() if is_staff(account) else or_(EventCalendar.organisation_id.in_(ids), own)
    return select(EventCalendar).where(mine)


def all_tended(account: Account) -> Sequence[EventCalendar]:
    """The calendars that *account* may tend, the newest first."""
    return db.session().scalars(tended(account).order_by(EventCalendar.id.desc()).limit(MOST)).all()


def one(account: Account, number: int) -> Select[EventCalendar]:
    """The calendar *number*, where *account* may tend it."""
    return tended(account).where(EventCalendar.id == number)


def told(account_id: int) -> list[dict[str, Any]]:
    """The calendars that an account brought or subscribed to, for its owner."""
    rows = db.session().scalars(select(EventCalendar).where(EventCalendar.account_id == account_id))
    return [{name: getattr(row, name) for name in ("name", "url", "responsible", "safeguarding")} for row in rows]


def begin(opened: Session, account: Account, form: CalendarForm, name: str) -> EventCalendar:
    """A calendar called *name* that comes as a file; `keep` goes on from there.

    Raises:
        Refused: *account* is slowed.
    """
    check_slowed(account)
    calendar = EventCalendar(account_id=account.id, url="", every=0, etag="", problem=str(UNFINISHED), report={})
    fill(opened, account, calendar, form, name)
    opened.add(calendar)
    opened.flush()
    return calendar


def keep(number: int, found: Calendar, by: int | None, *, whole: bool) -> Report:
    """Keep what was *found* in the calendar *number*, a few entries a transaction, so that nobody waits for us long.

    *by* is the account that brings it, if one does. *whole* says that what is not in it is gone. Cut off in the
    middle, it says so and can be done again.

    Raises:
        Refused: who brings it is slowed.
    """
    doors = Doors(each.address for each in found.entries)
    total = Report(over=found.over, skipped=list(found.problems), notes=list(found.notes))
    before = known.lively(db.session(), number) if whole else set()
    for start in range(0, len(found.entries), PART):
        with db.transaction() as opened:
            calendar = opened.get(EventCalendar, number, with_for_update=True)
            if calendar is None:  # nobody wants it any more
                return total
            part = Calendar(found.name, found.entries[start : start + PART], refs=found.refs)
            total.add(store(opened, calendar, part, _account(opened, by), whole=False, doors=doors))
    with db.transaction() as opened:
        calendar = opened.get(EventCalendar, number, with_for_update=True)
        if calendar is None:
            return total
        if whole:
            rest = Calendar(found.name, (), refs=found.refs)
            total.add(drop_gone(opened, calendar, rest, _account(opened, by), before))
        calendar.report, calendar.problem, calendar.read_at = total.plain(), "", db.now()
    return total


def _account(opened: Session, number: int | None) -> Account | None:
    return opened.get(Account, number) if number else None


def parsed(name: str, data: bytes) -> Calendar:
    """What a file called *name* holds, a calendar or a table.

    Raises:
        BadInput: it is neither.
    """
    return rows.read(data) if is_table(name, data) else reading.read(data)


def is_table(name: str, data: bytes) -> bool:
    """Whether a file called *name* is meant as a table."""
    begins = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return name.lower().endswith((".csv", ".tsv", ".txt")) and not begins.startswith(b"begin:")


def fill(opened: Session, account: Account, calendar: EventCalendar, form: CalendarForm, name: str) -> None:
    """Let *calendar* say what *form* does; *name* is what it calls itself."""
    mine = {each.slug: each.id for each in organisations.of_account(opened, account)}
    if form.organisation.data in mine:
        calendar.organisation_id = mine[form.organisation.data]
    elif not form.organisation.data and calendar.organisation_id in {None, *mine.values()}:
        calendar.organisation_id = None
    calendar.name = (form.name.data or name or gettext("Calendar"))[:LONGEST_TITLE]
    calendar.language, calendar.category_code = form.language.data, form.category.data
    calendar.ages_from, calendar.ages_to = AGES[form.ages.data or "all"]
    calendar.responsible, calendar.safeguarding = form.responsible.data or "", form.safeguarding.data or ""


def subscribe(opened: Session, account: Account, form: SubscribeForm) -> EventCalendar:
    """Read a calendar from now on, in the name of *account*; the worker begins at once.

    Raises:
        Refused: no organisation of theirs stands for it, it is read already, or they read too many.
    """
    name = host(form.url.data or "")  # until it says what it calls itself
    calendar = EventCalendar(account_id=account.id, name=name, etag="", problem="", report={})
    change(opened, account, calendar, form)
    same = EventCalendar.organisation_id == calendar.organisation_id
    if calendar.organisation_id is None:
        same = EventCalendar.organisation_id.is_(None) & (EventCalendar.account_id == account.id)
    urls = opened.scalars(select(EventCalendar.url).where(same, EventCalendar.url != "")).all()
    if calendar.url in urls:
        raise Refused(gettext("This calendar is read already."))
    if len(urls) >= MOST_SUBSCRIBED:
        raise Refused(gettext("These are many calendars. Stop reading one of them first."))
    opened.add(calendar)
    opened.flush()
    read_soon(opened, calendar)
    return calendar


def change(opened: Session, account: Account, calendar: EventCalendar, form: CalendarForm) -> None:
    """Change what is said of *calendar*; what it brought already stays as it is, but for whom our team calls.

    Raises:
        Refused: it is read again and again, and no organisation of theirs stands for it; or nobody is named any more
            whom our team can call about what it brought for under-18s.
    """
    before = calendar.safeguarding
    fill(opened, account, calendar, form, calendar.name)
    if calendar.id is not None and calendar.safeguarding != before:
        contacts.pass_on(opened, calendar, before)
    if isinstance(form, SubscribeForm):
        calendar.url, calendar.every, calendar.etag = form.url.data or "", int(form.every.data or 6), ""
        if calendar.organisation_id is None and not is_staff(account):
            raise Refused(gettext("Choose the organisation that holds its events."))


def read_soon(opened: Session, calendar: EventCalendar) -> None:
    """Let the worker read *calendar* now, whether it changed or not."""
    calendar.etag = ""
    queue.promise(opened, TOPIC, [str(calendar.id)])


def stop(opened: Session, calendar: EventCalendar) -> None:
    """Read *calendar* no more; its events stay, as events of their own."""
    opened.delete(calendar)


def promise_due(_keys: object = None) -> None:
    """Promise to read those calendars whose turn has come."""
    now = db.now() + LATE
    with db.transaction() as opened:
        turns = select(EventCalendar.id, EventCalendar.read_at, EventCalendar.every)
        due = [
            str(number) for number, read_at, every in opened.execute(turns.where(EventCalendar.url != ""))
            if read_at is None or read_at + datetime.timedelta(hours=every) <= now
        ]  # fmt: skip
        queue.promise(opened, TOPIC, due)


def read(keys: Sequence[str], limits: Limits = USUAL) -> None:
    """Read calendars, as many as there is time for in one turn; the others come in the next."""
    until = time.monotonic() + TURN
    for at, key in enumerate(keys):
        if time.monotonic() > until:
            with db.transaction() as opened:
                queue.promise(opened, TOPIC, keys[at:])
            return
        _read(int(key), limits)


def _read(number: int, limits: Limits) -> None:
    """Read one calendar. Whatever is the matter with it is noted, and it is tried again at its next turn."""
    try:
        _ask(number, limits)
    except BadInput as error:
        _note(number, str(error))
    except Exception as error:  # one calendar must not stop the others
        log.error("calendar failed", exc_info=error, extra={"fields": {"error": type(error).__name__}})
        _note(number, gettext("Something broke here while we read it. It is our fault: tell us."))


def _ask(number: int, limits: Limits) -> None:
    calendar = db.session().get(EventCalendar, number)
    if calendar is None or not calendar.url:
        return
    url, etag = calendar.url, calendar.etag
    db.close()  # nothing waits for us while we wait
    fetched = fetch(url, "" if etag.startswith(_OURS) else etag, limits)
    mark = (fetched.etag or _OURS + hashlib.sha256(fetched.body).hexdigest()) if fetched else etag
    same = fetched is None or (mark == etag and not fetched.etag)
    found = reading.read(fetched.body) if fetched and not same else None
    with db.transaction() as opened:
        row = opened.get(EventCalendar, number)
        if row is None or row.url != url:
            return
        _check_author(opened, row)
        by, row.problem, row.read_at = row.account_id, "", db.now()
        if found:
            row.name = found.name if found.name and row.name == host(url) else row.name
    if found:
        keep(number, found, by, whole=True)
        with db.transaction() as opened:
            opened.execute(update(EventCalendar).where(EventCalendar.id == number).values(etag=mark))


def _check_author(opened: Session, calendar: EventCalendar) -> None:
    """Refuse to read for someone who may not post events any more, or not for this organisation.

    Raises:
        Refused: so it is.
    """
    account = _account(opened, calendar.account_id)
    may = account and Permission.HOST in standing.permissions(account, strong=True)
    if account is None or not may or opened.scalar(one(account, calendar.id)) is None:
        raise Refused(gettext("Who subscribed to it may not post events any more. Someone else has to."))


def _note(number: int, problem: str) -> None:
    """Note what is the matter with a calendar; who subscribed to it is told once."""
    with db.transaction() as opened:
        row = opened.get(EventCalendar, number)
        if row is None:
            return
        if not row.problem and row.account_id:
            tell(opened, row.account_id, "calendar", f"/events/calendars/{number}")
        row.problem, row.read_at = problem[:LONGEST_PROBLEM], db.now()
