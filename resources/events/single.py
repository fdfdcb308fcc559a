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
from portal.moderation.contributing import Waits
from portal.notices import following
from portal.notices.models import Subscription
from resources.events import actions, dates, laying, rules
from resources.events.change_forms import DateForm
from resources.events.following import key, tell_changed
from resources.events.kind import KIND
from resources.events.models import Event, EventChange, EventLanguage, EventText, EventWish

Times = tuple[datetime.datetime, datetime.datetime]
NOT_COPIED = {"id", "slug", "uid", "calendar_id", "source_ref", "imported", "follows_id", "laid_until", "version"}


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
    return {
        "day": date.starts.date(), "begins": date.starts.time(), "ends": date.ends.time(),
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
    if date_at(event, original) is None:
        raise BadInput(gettext("There is no such date any more."))
    event.changed_on = db.today()
    held = event
    times = _times(event, form)
    if form.scope.data == "this" or not event.rule:
        _change_one(event, original, form, times)
    elif form.cancelled.data:
        _end_before(event, original)
    else:
        held = _part(opened, event, original, form, times)
    _keep(opened, by, held, form)
    if held is not event:
        _keep(opened, by, event, form)
    return held


def _times(event: Event, form: DateForm) -> Times:
    """When *form* says that it begins and ends, in the event's own zone."""
    starts, ends = (local.between(each, local.clocks(event.zone), event.zone) for each in form.times())
    return starts, ends


def _keep(opened: Session, by: Account, event: Event, form: DateForm) -> None:
    """Let what was changed of *event* be read; a cancellation never waits."""
    dates.check(laying.series(event), local.today())
    if form.note.data and not form.cancelled.data:
        contributing.submit(opened, KIND, event, by, form.texts(), actions.waits(event.organisation))
    elif form.note.data and event.state == "published":
        contributing.submit(opened, KIND, event, by, form.texts(), Waits.AFTER)
    else:
        targets.follow(opened, KIND, event)
    tell_changed(opened, event, by.id)


def _change_one(event: Event, original: datetime.datetime, form: DateForm, times: Times) -> None:
    row = next((each for each in event.changes if each.original == original), None)
    if row is None:
        row = EventChange(original=original, extra=False, silent=False)
        event.changes.append(row)
    row.cancelled, row.note, row.silent = form.cancelled.data, form.note.data or "", False
    if not form.cancelled.data:
        row.starts, row.ends = times


def _end_before(event: Event, original: datetime.datetime) -> None:
    """Let the series end before *original*; what differs at later dates goes with them."""
    found = rules.parts(event.rule)
    found.pop("COUNT", None)
    last = original - datetime.timedelta(seconds=1)
    event.rule = rules.joined(found | {"UNTIL": f"{last:%Y%m%dT%H%M%S}"})
    event.changes = [each for each in event.changes if each.original < original]
    if event.starts >= original:
        event.cancelled = True


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
        past = list(rules.moments(event.rule, event.starts, event.starts, original - datetime.timedelta(seconds=1)))
        found["COUNT"] = str(max(1, int(found["COUNT"]) - len(past)))
    if found["FREQ"] == "WEEKLY" and starts.weekday() != original.weekday():
        found.pop("BYDAY", None)
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
