"""Posting events, changing them, cancelling them: who may, what waits, and what becomes of the dates."""

import datetime
import uuid
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from map import local
from map.organisations import queries as organisations
from map.organisations.models import Organisation
from map.places.models import Place, PlaceText
from map.slugs import Slugs
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.detecting import language_of
from portal.errors import BadInput, Refused
from portal.i18n import gettext
from portal.moderation import contributing, queue, targets
from portal.moderation.contributing import Waits
from portal.moderation.reviewed import State
from portal.permissions import Permission
from portal.settings import current
from portal.text import prose
from resources.events import dates, laying, rules, wishes
from resources.events.change_forms import TranslateForm
from resources.events.following import CANCELLED, CHANGED, tell_changed
from resources.events.forms import KEPT, ChangeForm, EventForm, days
from resources.events.kind import KIND
from resources.events.models import Event, EventChange, EventLanguage, EventText
from resources.events.recurrence import DAYS
from resources.events.words import AGES

RESERVED = {"new", "month", "map", "week", "calendars"}
"""What addresses below ``/events`` mean already."""


def may_change(account: Account, event: Event) -> bool:
    """Whether *account* posted *event*, is of who holds it, or posts everywhere."""
    ours = event.organisation is not None and event.organisation.scope in standing.organisations(account)
    return event.author_id == account.id or ours or "" in standing.reach(account, Permission.HOST)


def waits(organisation: Organisation | None) -> Waits:
    """What waits of what is posted in the name of *organisation*: nothing where two people verified it."""
    return Waits.AFTER if organisation and organisation.verified else Waits.FIRST


def propose(opened: Session, author: Account, form: EventForm, tag: str) -> Event:
    """Post an event of *author*, who reads the page in *tag*: at once, or once a person has looked at it.

    Raises:
        BadInput: it cannot take place so, or its place is not known.
        Refused: *author* is slowed and wrote within the hour.
    """
    event = Event(
        author_id=author.id, written_on=db.today(), changed_on=db.today(), zone=current().time_zone, state="draft",
        locked=False, cancelled=False, version=1, wording=1, note="", uid=f"{uuid.uuid4()}@wayhouse",
        slug=slug(opened, form.title.data or ""),
    )  # fmt: skip
    say(opened, author, event, form, tag)
    opened.add(event)
    opened.flush()
    contributing.submit(opened, KIND, event, author, form.texts(), waits(event.organisation))
    return event


def slug(opened: Session, title: str) -> str:
    """An address for an event called *title*."""
    return Slugs(opened, Event, RESERVED).make(title)


def change(opened: Session, by: Account, event: Event, form: ChangeForm, tag: str) -> None:
    """Change all of *event*, and tell those who follow it.

    Raises:
        BadInput: it cannot take place so, or its place is not known.
        Moved: it was changed meanwhile.
        Refused: it is hidden or locked, or *by* is slowed and wrote within the hour.
    """
    contributing.check_open(event)
    contributing.count_change(form.version, event)
    shape, said, starts = _shape(event), _said(event), event.starts
    say(opened, by, event, form, tag)
    event.note, event.changed_on = form.note.data or "", db.today()
    wishes.move(opened, event, starts)
    event.untold = event.untold or _shape(event) != shape or bool(event.note)
    waiting = Waits.AFTER if _said(event) == said and event.state == State.PUBLISHED else waits(event.organisation)
    contributing.submit(opened, KIND, event, by, form.texts(), waiting)


def _shape(event: Event) -> tuple[Any, ...]:
    """When and where *event* is: what those who follow it have to know."""
    return event.starts, event.ends, event.rule, event.place_id, event.address, event.online, event.area_id


def _said(event: Event) -> tuple[Any, ...]:
    """What *event* says in words of its host: as long as they stay, a person looks at a change afterwards."""
    source = next((each for each in event.texts if each.locale == event.language), None)
    words = (source.title, source.text, source.bring) if source else ()
    holder = event.organisation.id if event.organisation else None
    return *words, event.address, event.online, event.responsible, event.price, event.note, holder


def say(opened: Session, by: Account, event: Event, form: EventForm, tag: str) -> None:
    """Let *event* say what *form* does, by the clocks that it is shown by; nothing is kept yet."""
    starts, ends = form.times()
    begun = event.starts is not None
    event.zone = local.clocks(event.zone)
    if begun and form.weekdays.data == [DAYS[event.starts.weekday()]]:
        form.weekdays.data = []  # a series on one day of the week goes along with its first date
    rule = event.rule if form.repeats.data == KEPT else rules.checked(form.rule(), starts)
    _move_changes(event, starts)
    event.starts, event.ends, event.rule, event.all_day = starts, ends, rule, form.all_day.data
    event.skips_holidays = form.skips_holidays.data
    _leave_out(event, days(form.left_out.data or ""))
    dates.check(laying.series(event), local.today())
    _say_words(event, form, tag)
    _say_where(opened, event, form)
    if event.place and not begun:
        event.zone = event.place.time_zone
    _say_facts(opened, by, event, form)


def _move_changes(event: Event, starts: datetime.datetime) -> None:
    """What differs at single dates stays with its day where the hour of the series changes."""
    if event.starts is None or event.starts.time() == starts.time():
        return
    for each in event.changes:
        if not each.extra:
            each.original = datetime.datetime.combine(each.original.date(), starts.time())


def _leave_out(event: Event, wanted: list[datetime.date]) -> None:
    """Leave out the days that are *wanted*, and no others; what else differs at single dates stays."""
    others = [each for each in event.changes if not each.silent]
    taken = {each.original.date() for each in others}
    clock = event.starts.time()
    kept = {each.original: each for each in event.changes if each.silent}
    moments = [datetime.datetime.combine(day, clock) for day in dict.fromkeys(wanted) if day not in taken]
    event.changes = others + [kept.get(moment) or left_out(moment) for moment in moments]


def left_out(moment: datetime.datetime) -> EventChange:
    """That nothing takes place at *moment*, and that nothing is said of it."""
    return EventChange(original=moment, extra=False, cancelled=False, silent=True, note="")


def _say_words(event: Event, form: EventForm, tag: str) -> None:
    title, text, bring = form.title.data or "", form.text.data or "", form.bring.data or ""
    source = next((each for each in event.texts if each.locale == event.language), None)
    if source and (source.title, source.text, source.bring) == (title, text, bring):
        return
    if source is None:
        event.language = language_of(f"{title} {text}", tag)
        source = EventText(locale=event.language, origin="human", review="verified")
        event.texts.append(source)
    else:
        event.wording += 1
    source.title, source.text, source.html, source.bring = title, text, prose(text), bring
    source.based_on = event.wording


def _say_where(opened: Session, event: Event, form: EventForm) -> None:
    event.place, event.address = where(opened, form.place.data or "")
    event.area_id = local.district(opened, event.place, form.area.data or "")
    event.online = form.online.data or ""


def where(opened: Session, words: str) -> tuple[Place | None, str]:
    """The public place that *words* name, or, where they name none, the street that they are.

    Raises:
        BadInput: several places are called so, or the address is that of no place here.
    """
    if not words:
        return None, ""
    if "/" in words and " " not in words:
        return local.door(opened, words), ""
    called = select(PlaceText.place_id).where(func.lower(PlaceText.name) == words.lower())
    found = opened.scalars(local.doors().where(Place.id.in_(called)).limit(2)).all()
    if len(found) > 1:
        raise BadInput(gettext("Several places are called so. Open its page here, copy the address, and paste it."))
    return (found[0], "") if found else (None, words)


def _say_facts(opened: Session, by: Account, event: Event, form: EventForm) -> None:
    event.ages_from, event.ages_to = AGES[form.ages.data or "all"]
    event.responsible, event.safeguarding = form.responsible.data or "", form.safeguarding.data or ""
    event.category_code = form.category.data
    event.cost, event.price = form.cost.data or None, form.price.data or ""
    event.step_free = {"yes": True, "no": False}.get(form.step_free.data or "")
    event.capacity = form.capacity.data
    kept = {each.language: each for each in event.languages}
    event.languages = [kept.get(tag) or EventLanguage(language=tag) for tag in form.languages.data or ()]
    mine = {each.slug: each for each in organisations.of_account(opened, by)}
    if form.organisation.data in mine:
        event.organisation = mine[form.organisation.data]
    elif not form.organisation.data and event.organisation and event.organisation.slug in mine:
        event.organisation = None


def cancel(opened: Session, by: Account, event: Event, note: str) -> None:
    """Say that *event* does not take place: at once; a *note* is looked at afterwards.

    Raises:
        BadInput: the *note* holds what would have to wait for a person.
    """
    event.cancelled, event.note = True, note
    tell_cancelled(opened, by, event, note)


def restore(opened: Session, by: Account, event: Event) -> None:
    """Say that *event* takes place after all."""
    event.cancelled, event.note = False, ""
    tell_restored(opened, by, event)


def tell_cancelled(
    opened: Session, by: Account, event: Event, note: str, original: datetime.datetime | None = None
) -> None:
    """Let everyone see at once that *event*, or its date at *original*, does not take place, and tell followers.

    Raises:
        BadInput: the *note* holds what would have to wait for a person.
    """
    if note and waits(event.organisation) != Waits.AFTER and contributing.found(opened, by, [note]):
        raise BadInput(
            gettext(
                "Everyone sees a cancellation at once. "
                "Take links, numbers and addresses out of the note, and send it."
            )
        )
    _count(event)
    targets.follow(opened, KIND, event)
    if note and event.state == State.PUBLISHED:
        queue.open_item(opened, KIND, event, Waits.AFTER)
    tell_changed(opened, event, by.id, CANCELLED, original)


def tell_restored(opened: Session, by: Account, event: Event, original: datetime.datetime | None = None) -> None:
    """Let everyone see at once that *event*, or its date at *original*, takes place after all, and tell followers."""
    _count(event)
    targets.follow(opened, KIND, event)
    tell_changed(opened, event, by.id, CHANGED, original)


def _count(event: Event) -> None:
    event.changed_on = db.today()
    event.version += 1


def translate(opened: Session, by: Account, event: Event, locale: str, form: TranslateForm) -> None:
    """Keep *event* in the language *locale*, in the place of an earlier translation; it is reviewed after.

    Raises:
        Refused: it is hidden or locked, *locale* is its own language, or *by* is slowed.
    """
    if locale == event.language:
        raise Refused(gettext("This is the language that it was written in: change the event itself."))
    contributing.check_open(event)
    contributing.check_version(form.version, str(event.wording))
    text = next((each for each in event.texts if each.locale == locale), None)
    if text is None:
        text = EventText(locale=locale)
        event.texts.append(text)
    text.title, text.text, text.bring = form.title.data or "", form.text.data or "", form.bring.data or ""
    text.html, text.based_on = prose(text.text), event.wording
    text.origin = "machine" if form.machine.data else "human"
    text.review = "draft" if form.machine.data else "verified"
    if event.state != State.PUBLISHED:
        targets.follow(opened, KIND, event)
        return
    held = contributing.found(opened, by, form.texts())
    contributing.submit(opened, KIND, event, by, form.texts(), waits(event.organisation) if held else Waits.AFTER)
