"""Changing one date of a series, or one and all that follow."""

import copy
import datetime
import uuid
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from map import local
from portal import db
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
from portal.moderation import contributing, targets
from portal.moderation.reviewed import State
from portal.notices import following
from portal.notices.models import Subscription
from resources.events import actions, dates, filling, laying, rules
from resources.events.change_forms import DateForm
from resources.events.following import CHANGED, MOVED, key, tell_changed
from resources.events.kind import KIND
from resources.events.models import Event, EventChange, EventLanguage, EventText, EventWish
from resources.events.recurrence import DAYS

Times = tuple[datetime.datetime, datetime.datetime]
_SECOND = datetime.timedelta(seconds=1)
NOT_COPIED = {
    "id",
    "slug",
    "uid",
    "calendar_id",
    "source_ref",
    "imported",
    "follows_id",
    "laid_until",
    "untold",
    "version",
}


def date_at(event: Event, original: datetime.datetime) -> dates.Date | None:
    """The date of *event* that would begin at *original* by its rule, as it is now."""
    moved = [each.starts for each in event.changes if each.original == original and each.starts]
    first, last = min([original, *moved]), max([original, *moved]) + datetime.timedelta(seconds=1)
    return next(
        (each for each in dates.between(laying.series(event), first, last) if each.original == original), None
    )


def as_is(event: Event, date: dates.Date) -> dict[str, Any]:
    """What is said of *date* of *event* now, for the form, by the clocks that it is shown by."""
    date = dates.by_clocks(date, event.zone)
    return filling.times_of(date.starts, date.ends, all_day=event.all_day) | {
        "cancelled": date.cancelled, "note": date.note, "version": event.version,
    }  # fmt: skip


def change(opened: Session, by: Account, event: Event, original: datetime.datetime, form: DateForm) -> Event:
    """Change the date at *original*, or it and all that follow; return the event that holds it from now on.

    Raises:
        BadInput: there is no such date, or it cannot take place so.
        Moved: the event was changed meanwhile.
        Refused: it is hidden or locked, or *by* is slowed and wrote within the hour.
    """
    if not form.cancelled.data:
        contributing.check_open(event)
    contributing.count_change(form.version, event)
    before = _check_date(event, original)
    times, following_ones = _times(event, form), form.scope.data == "following" and bool(event.rule)
    if form.cancelled.data:
        _cancel(opened, by, event, original, form.note.data or "", following_ones=following_ones)
        return event
    event.changed_on = db.today()
    what = MOVED if times != (before.starts, before.ends) else CHANGED
    if not following_ones:
        _move_one(event, original, form.note.data or "", times)
        _keep(opened, by, event, form, what, original)
        return event
    if not _before(event, original):
        _move_all(opened, event, original, form.note.data or "", times)
        _keep(opened, by, event, form, what)
        return event
    after = _part(opened, event, original, form, times)
    for each in (after, event):
        _keep(opened, by, each, form, what)
    return after


def cancel(opened: Session, by: Account, event: Event, original: datetime.datetime | None, note: str) -> None:
    """Say that *event*, or its date at *original*, does not take place.

    Raises:
        BadInput: there is no such date, or the *note* holds what would have to wait for a person.
    """
    if original is None:
        actions.cancel(opened, by, event, note)
        return
    _check_date(event, original)
    _cancel(opened, by, event, original, note, following_ones=False)


def restore(opened: Session, by: Account, event: Event, original: datetime.datetime | None) -> None:
    """Say that *event*, or its date at *original*, takes place after all.

    Raises:
        BadInput: there is no such date.
    """
    if original is None:
        actions.restore(opened, by, event)
        return
    _check_date(event, original)
    row = _differing(event, original)
    row.cancelled, row.note = False, ""
    actions.tell_restored(opened, by, event, original)


def _check_date(event: Event, original: datetime.datetime) -> dates.Date:
    found = date_at(event, original)
    if found is None:
        raise BadInput(gettext("There is no such date any more."))
    return found


def _cancel(
    opened: Session, by: Account, event: Event, original: datetime.datetime, note: str, *, following_ones: bool
) -> None:
    """Let the date at *original*, or it and all that follow, not take place."""
    if not following_ones:
        row = _differing(event, original)
        row.cancelled, row.silent, row.note = True, False, note
        actions.tell_cancelled(opened, by, event, note, original)
    elif _before(event, original):
        _end_before(event, original)
        event.note = note
        actions.tell_cancelled(opened, by, event, note)
    else:
        actions.cancel(opened, by, event, note)


def _before(event: Event, original: datetime.datetime) -> list[datetime.datetime]:
    """When the dates of *event* before *original* begin by its rule."""
    return list(dates.rules_of(laying.series(event), event.starts, original - _SECOND))


def _times(event: Event, form: DateForm) -> Times:
    """When *form* says that it begins and ends, in the event's own zone."""
    starts, ends = (local.between(each, local.clocks(event.zone), event.zone) for each in form.times())
    return starts, ends


def _keep(
    opened: Session,
    by: Account,
    event: Event,
    form: DateForm,
    what: str,
    original: datetime.datetime | None = None,
) -> None:
    """Let what was changed of *event*, or of its date at *original*, be read, and tell those who follow it *what*."""
    dates.check(laying.series(event), local.today())
    if form.note.data:
        contributing.submit(opened, KIND, event, by, form.texts(), actions.waits(event.organisation))
    else:
        targets.follow(opened, KIND, event)
    if event.state == State.PUBLISHED:
        tell_changed(opened, event, by.id, what, original)
    else:
        event.untold = True


def _differing(event: Event, original: datetime.datetime) -> EventChange:
    """What is different at the date at *original*: nothing yet, where it is new."""
    row = next((each for each in event.changes if each.original == original), None)
    if row is None:
        row = EventChange(original=original, extra=False, silent=False)
        event.changes.append(row)
    return row


def _move_one(event: Event, original: datetime.datetime, note: str, times: Times) -> None:
    row = _differing(event, original)
    row.cancelled, row.note, row.silent = False, note, False
    row.starts, row.ends = times


def _end_before(event: Event, original: datetime.datetime) -> None:
    """Let the series end before *original*, which is not its first date; what differs later goes with that."""
    found = rules.parts(event.rule)
    found.pop("COUNT", None)
    event.rule = rules.joined(found | {"UNTIL": f"{_before(event, original)[-1]:%Y%m%dT%H%M%S}"})
    event.changes = [each for each in event.changes if each.original < original]


def _move_all(opened: Session, event: Event, original: datetime.datetime, note: str, times: Times) -> None:
    """Let the whole series, whose first date is the one at *original*, begin at other *times*."""
    starts, ends = times
    event.rule = _rest(event, original, starts)
    event.changes = [_shifted(each, starts - original) for each in event.changes]
    event.starts, event.ends, event.note = starts, ends, note
    _take_along(opened, event, event, original, starts - original)


def _part(opened: Session, event: Event, original: datetime.datetime, form: DateForm, times: Times) -> Event:
    """Let *event* end before *original*, and another one, with all its words, go on from there at the new times."""
    starts, ends = times
    shift = starts - original
    later = [each for each in event.changes if each.original >= original]
    rule = _rest(event, original, starts)
    after = Event(uid=f"{uuid.uuid4()}@wayhouse", follows_id=event.id, version=1)
    for column in inspect(Event).columns:
        if column.key not in NOT_COPIED:
            setattr(after, column.key, copy.copy(getattr(event, column.key)))
    after.slug = actions.slug(opened, event.slug)
    after.starts, after.ends, after.rule, after.note = starts, ends, rule, form.note.data or ""
    after.texts = [EventText(**_kept(each)) for each in event.texts]
    after.languages = [EventLanguage(language=each.language) for each in event.languages]
    after.changes = [_shifted(each, shift) for each in later]
    after.organisation, after.place = event.organisation, event.place
    _end_before(event, original)
    opened.add(after)
    opened.flush()
    _take_along(opened, event, after, original, shift)
    return after


def _rest(event: Event, original: datetime.datetime, starts: datetime.datetime) -> str:
    """The rule of *event* from *original* on, whose first date is now at *starts*."""
    found = rules.parts(event.rule)
    if "COUNT" in found:
        found["COUNT"] = str(max(1, int(found["COUNT"]) - len(_before(event, original))))
    if found["FREQ"] == "WEEKLY" and "BYDAY" in found:
        here, there = DAYS[original.weekday()], DAYS[starts.weekday()]
        kept = dict.fromkeys(there if each == here else each for each in found["BYDAY"].split(","))
        found["BYDAY"] = ",".join(kept)
    if found["FREQ"] == "MONTHLY" and starts.date() != original.date():
        found = {name: value for name, value in found.items() if name not in {"BYDAY", "BYMONTHDAY", "BYSETPOS"}}
    return rules.checked(rules.joined(found), starts)


def _kept(text: EventText) -> dict[str, Any]:
    """The columns of *text* but for whose it is."""
    return {each.key: getattr(text, each.key) for each in inspect(EventText).columns if each.key != "event_id"}


def _shifted(row: EventChange, shift: datetime.timedelta) -> EventChange:
    starts, ends = (None if each is None else each + shift for each in (row.starts, row.ends))
    return EventChange(
        original=row.original + shift, extra=row.extra, cancelled=row.cancelled, silent=row.silent, note=row.note,
        starts=starts, ends=ends,
    )  # fmt: skip


def _take_along(
    opened: Session, event: Event, after: Event, original: datetime.datetime, shift: datetime.timedelta
) -> None:
    """Whoever follows the series, or would like to come to a later date, follows the new one."""
    for recipient in opened.scalars(select(Subscription.recipient).where(Subscription.key == key(event))).all():
        following.join(opened, recipient, key(after))
    later = select(EventWish).where(EventWish.event_id == event.id, EventWish.original >= original)
    for wish in opened.scalars(later):
        wish.event_id, wish.original = after.id, wish.original + shift
