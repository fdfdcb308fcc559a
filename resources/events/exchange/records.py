"""Keeps the entries of a calendar as events: new ones, changed ones, those that were cancelled or are gone.

What people here changed stays, and so do translations; what did not change writes nothing.
"""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from map.organisations.models import Organisation
from map.places.models import Place
from map.slugs import Slugs
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import BadInput, Refused
from portal.i18n import gettext, lazy, says
from portal.moderation import contributing, targets
from portal.moderation.contributing import Waits
from portal.moderation.reviewed import State
from resources.events import wishes
from resources.events.actions import RESERVED, may_change
from resources.events.exchange import contacts, known, merging
from resources.events.exchange.entries import Calendar, Entry, Remark
from resources.events.exchange.known import Memory
from resources.events.exchange.places import Doors
from resources.events.exchange.reports import Report
from resources.events.following import CANCELLED, CHANGED, MOVED, tell_changed
from resources.events.kind import KIND
from resources.events.models import Event, EventCalendar, EventText

ENOUGH = 5  # events that are to come: of fewer, also all may be gone
KEPT = {
    "title": lazy("Its title was changed here, and stays."),
    "text": lazy("Its text was changed here, and stays."),
    "where": lazy("Its place was changed here, and stays."),
    "times": lazy("Its times were changed here, and stay."),
    "changes": lazy("Single dates were changed here, and stay."),
}
KEPT_TOO = lazy("Something else was changed here, and stays.")
_OFF, _GONE = "cancelled", "gone"


def store(
    opened: Session,
    calendar: EventCalendar,
    found: Calendar,
    by: Account | None,
    *,
    whole: bool,
    doors: Doors | None = None,
) -> Report:
    """Keep what was *found* in *calendar*, in the name of *by*; *whole* says that what is not in it is gone.

    *doors* are those that may be named in it, where it is only a part of what was found.

    Raises:
        Refused: *by* is slowed.
    """
    check_slowed(by)
    before = known.lively(opened, calendar.id) if whole else set()
    doors = doors or Doors(each.address for each in found.entries)
    storing = _Storing(opened, calendar, found, by, doors)
    for entry in found.entries:
        storing.take(entry)
    if whole:
        storing.drop_gone(before)
    return storing.report


def check_slowed(by: Account | None) -> None:
    """Refuse the calendars of someone who may send one thing an hour.

    Raises:
        Refused: *by* is such.
    """
    if by is not None and standing.held_by(by, "slow"):
        raise Refused(gettext("For now you can send one thing an hour, and no calendars."))


def drop_gone(
    opened: Session, calendar: EventCalendar, found: Calendar, by: Account | None, before: Collection[int]
) -> Report:
    """Cancel what is not *found* any more of those that were lively *before*, see `known.lively`."""
    storing = _Storing(opened, calendar, found, by, Doors(()))
    storing.drop_gone(before)
    return storing.report


class _Storing:
    """One calendar being kept, in one transaction."""

    def __init__(
        self, opened: Session, calendar: EventCalendar, found: Calendar, by: Account | None, doors: Doors
    ) -> None:
        self.opened, self.calendar, self.found, self.by = opened, calendar, found, by
        self.report = Report(over=found.over, skipped=list(found.problems), notes=list(found.notes))
        self.organisation = opened.get(Organisation, calendar.organisation_id) if calendar.organisation_id else None
        self.known = known.events(opened, calendar, found)
        self.ours = known.ours(opened, [each.ref for each in found.entries])
        self.room: int | None = None
        self.doors = doors
        self.slugs: Slugs | None = None

    def take(self, entry: Entry) -> None:
        """Keep one entry."""
        try:
            self._take(entry)
        except BadInput as error:
            self.report.skipped.append(Remark(entry.line, entry.title, str(error)))

    def _where(self, entry: Entry) -> list[Any]:
        place = self.doors.named(self.opened, entry.address)
        return [place, "" if place else entry.address]

    def _take(self, entry: Entry) -> None:
        event = self.known.get(entry.ref)
        if event is None and entry.cancelled:
            self.report.over += 1
        elif event is None:
            self._begin(entry)
        elif event.state == State.HIDDEN or event.locked:
            raise BadInput(gettext("It is closed by a decision here."))
        elif not self._may_change(event):
            raise BadInput(gettext("Others hold it now: this calendar does not change it any more."))
        else:
            self._follow(event, entry)

    def _may_change(self, event: Event) -> bool:
        return self.by is None or may_change(self.by, event)

    def _follow(self, event: Event, entry: Entry) -> None:
        """Take what changed there since the last time, unless people here changed the same."""
        memory = Memory.of(event)
        where = memory.values["where"] if memory.address == entry.address else self._where(entry)
        there = merging.values(entry, where)
        taken, kept = merging.merged(merging.present(event), memory.values, there)
        self._name_contact(event, entry, taken, there)
        self.report.kept += [Remark(entry.line, entry.title, str(KEPT.get(name, KEPT_TOO))) for name in kept]
        why, turned = self._turn(event, memory.why, _OFF if entry.cancelled else "")
        Memory(memory.values | there, entry.address, why).keep(event)
        if taken or turned:
            self._change(event, taken, turned=turned)
        else:
            self.report.unchanged += 1

    def _name_contact(self, event: Event, entry: Entry, taken: merging.Values, there: merging.Values) -> None:
        """Let *event* name someone whom our team can call where it is for under-18s once all is *taken*.

        What is cancelled is so at once: without anyone to call, only its ages are not taken.

        Raises:
            BadInput: nobody is named, and it is to take place.
        """
        first, last = taken.get("ages", (event.ages_from, event.ages_to))
        contact = event.safeguarding or self.calendar.safeguarding
        try:
            contacts.check((first, last), contact)
        except BadInput:
            if not entry.cancelled:
                raise
            taken.pop("ages", None)
            there.pop("ages", None)
        else:
            event.safeguarding = contact

    def _change(self, event: Event, taken: merging.Values, *, turned: bool) -> None:
        starts = event.starts
        merging.take(event, taken)
        if event.starts.time() != starts.time() or not event.rule:
            wishes.move(self.opened, event, starts)
        event.version += 1
        event.changed_on = db.today()
        if "where" in taken:
            self._place(event)
        if merging.SAID & set(taken):
            self._submit(event)
        else:
            targets.follow(self.opened, KIND, event)
        if turned or merging.SHAPE & set(taken):
            self._tell(event, taken, turned=turned)
        self.report.changed += 1

    def _tell(self, event: Event, taken: merging.Values, *, turned: bool) -> None:
        """Tell those who follow *event* what became of it, or once it is read again."""
        if event.state != State.PUBLISHED:
            event.untold = True
            return
        what = MOVED if {"times", "changes"} & set(taken) else CHANGED
        what = CANCELLED if turned and event.cancelled else what
        tell_changed(self.opened, event, self.by.id if self.by else None, what)

    def _turn(self, event: Event, why: str, there: str) -> tuple[str, bool]:
        """Cancel *event*, or take that back, as *there* says; return why we did, and whether that turned just now.

        *why* is why we had cancelled it, empty where we had not. Whoever cancelled it here, or said that it does take
        place, or why not, is not overruled.
        """
        gone = says(self.calendar.language, "No longer in its calendar.")
        if there and not why and not event.cancelled:
            event.cancelled, event.note = True, gone if there == _GONE else event.note
            self.report.cancelled += 1
            return there, True
        turned = bool(why and not there and event.cancelled and event.note in {"", gone})
        if turned:
            event.cancelled = False
            self.report.returned += 1
        if why and there != _GONE and event.note == gone:
            event.note = ""
        return there if why else "", turned

    def _begin(self, entry: Entry) -> None:
        """Add a new event."""
        if entry.ref in self.ours:
            raise BadInput(gettext("It comes from here, and is here already."))
        self._check_room()
        event = self._made(entry)
        there = merging.values(entry, self._where(entry))
        merging.take(event, there)
        merging.source(event).based_on = event.wording = 1
        self.opened.add(event)
        self._place(event)
        self.opened.flush()
        Memory(merging.present(event), entry.address).keep(event)
        self._submit(event)
        self.known[entry.ref] = event
        self.report.taken += 1

    def _check_room(self) -> None:
        """Refuse one event more than a calendar can mean.

        Raises:
            BadInput: it would be that.
        """
        if self.room is None:
            self.room = known.room(self.opened, self.calendar, self.by.id if self.by else None)
        if self.room <= 0:
            raise BadInput(gettext("Too many of its events wait here already, or are to come. Bring it again later."))
        self.room -= 1

    def _made(self, entry: Entry) -> Event:
        """An event with what the calendar says of all of its own."""
        calendar = self.calendar
        first, last = entry.ages or (calendar.ages_from, calendar.ages_to)
        contacts.check((first, last), calendar.safeguarding)
        if self.slugs is None:
            self.slugs = Slugs(self.opened, Event, RESERVED)
        words = EventText(
            locale=calendar.language, title="", text="", html="", bring="", origin="imported", review="verified"
        )
        return Event(
            slug=self.slugs.make(entry.title), uid=f"{uuid.uuid4()}@wayhouse", calendar_id=calendar.id,
            source_ref=entry.ref, organisation=self.organisation, category_code=calendar.category_code,
            author_id=self.by.id if self.by else None, language=calendar.language, written_on=db.today(),
            changed_on=db.today(), state=State.DRAFT, locked=False, online="", price="", skips_holidays=False,
            responsible=calendar.responsible, safeguarding=calendar.safeguarding, ages_from=first, ages_to=last,
            cancelled=False, note="", version=1, wording=1, texts=[words],
        )  # fmt: skip

    def _place(self, event: Event) -> None:
        """Let *event* know its place, and the district of that."""
        event.place = self.opened.get(Place, event.place_id) if event.place_id else None
        if event.place and event.place.area_id:
            event.area_id = event.place.area_id

    def _submit(self, event: Event) -> None:
        """Let it be read at once where a verified organisation holds it; what stands out in it is looked at after."""
        text = merging.source(event)
        facts = (event.address, event.online, event.responsible, event.price)
        words = [text.title, text.text, text.bring, *facts]
        waits = Waits.ALL
        if event.organisation and event.organisation.verified:
            looked_at = self.by is None or contributing.found(self.opened, self.by, words)
            waits = Waits.AFTER if looked_at else Waits.NONE
        contributing.submit(self.opened, KIND, event, self.by, words, waits)

    def drop_gone(self, before: Collection[int]) -> None:
        """Cancel what was lively *before* and is not in the calendar any more; not where most vanished at once."""
        gone = known.gone(self.opened, before, self.found.refs)
        if len(before) >= ENOUGH and len(gone) * 2 > len(before):
            why = gettext("More than half of its events are gone at once. None was cancelled: look at the calendar.")
            self.report.notes.append(Remark(0, "", why))
            return
        for event in filter(self._may_change, gone):
            memory = Memory.of(event)
            why, turned = self._turn(event, memory.why, _GONE)
            Memory(memory.values, memory.address, why).keep(event)
            if turned:
                self._change(event, {}, turned=True)
