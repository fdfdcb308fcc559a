"""Calendars become events: new ones, changed ones, cancelled and vanished ones; what people changed here stays."""

import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from map import local
from map.places.models import Place, PlaceText
from portal import db
from portal.moderation.models import ReviewItem
from portal.notices import following
from portal.notices.models import News
from resources.events import dates, laying
from resources.events.following import key
from resources.events.models import Event, EventChange, EventText, EventWish, Occurrence
from tests.people import at_work, both_databases, make
from tests.resources.events.importing import AUGUST, bring, calendar, data, entry, keep, kept
from tests.resources.events.joining import host

D = datetime.datetime
TUESDAYS = "RRULE:FREQ=WEEKLY;BYDAY=TU"


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_a_calendar_becomes_events(app: Flask) -> None:
    person = host(app, verified=True)
    number = keep(app, person, ages_from=18)
    report = bring(app, number, data("series.ics"))
    assert (report.taken, report.changed, report.unchanged, report.skipped) == (1, 0, 0, [])
    event = kept(app, number)["football@google.com"]
    assert event.state == "published"
    assert (event.slug, event.uid.endswith("@wayhouse"), event.version) == ("football-evening", True, 1)
    assert (event.language, event.category_code, event.responsible, event.ages_from) == ("en", "youth", "Comet", 18)
    assert event.organisation
    assert event.organisation.name.startswith("House")
    assert event.author_id == person.id
    assert [(each.origin, each.based_on) for each in event.texts] == [("imported", 1)]
    assert '<li dir="auto">no fee</li>' in event.texts[0].html
    assert event.address == "Sports hall, Street 1"
    days = select(Occurrence.day).where(Occurrence.event_id == event.id).order_by(Occurrence.starts_at).limit(5)
    assert [f"{day:%m-%d}" for day in db.session().scalars(days)] == ["09-01", "09-10", "09-15", "09-26", "09-29"]
    again = bring(app, number, data("series.ics"))
    assert (again.taken, again.changed, again.unchanged, again.kept) == (0, 0, 1, [])
    same = kept(app, number)["football@google.com"]
    assert (same.version, same.wording, same.changed_on) == (1, 1, event.changed_on)


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_what_changes_there_changes_here_but_not_what_people_changed(app: Flask) -> None:
    number = keep(app, host(app, verified=True))
    follower = make(app)
    first = entry("a", "Football", TUESDAYS, "DESCRIPTION:Bring shoes.", "LOCATION:North Hall")
    bring(app, number, calendar(first, entry("b", "Tea")))
    with at_work(app) as opened:
        event = opened.get_one(Event, kept(app, number)["a"].id)
        text = event.texts[0]
        text.title, event.cost, event.step_free = "Football for all", "free", True
        event.texts.append(EventText(locale="ar", title="كرة", text="أحذية", html="", bring="", based_on=1))
        event.place_id, event.address = None, "South Hall"
        following.join(opened, follower.id, key(event))
    newer = entry(
        "a", "Football evening", TUESDAYS, "DESCRIPTION:Bring water.", "LOCATION:West Hall",
        "EXDATE;TZID=Europe/Helsinki:20260908T180000", ends="20260901T193000",
    )  # fmt: skip
    report = bring(app, number, calendar(newer, entry("b", "Tea")))
    assert (report.taken, report.changed, report.unchanged) == (0, 1, 1)
    assert [each.why for each in report.kept] == [
        "Its title was changed here, and stays.", "Its place was changed here, and stays.",
    ]  # fmt: skip
    event = kept(app, number)["a"]
    assert {each.locale: (each.title, each.text) for each in event.texts} == {
        "en": ("Football for all", "Bring water."), "ar": ("كرة", "أحذية"),
    }  # fmt: skip
    assert (event.address, event.cost, event.step_free) == ("South Hall", "free", True)
    assert (event.ends.hour, event.ends.minute) == (19, 30)
    assert [(each.original.day, each.silent) for each in event.changes] == [(8, True)]
    assert (event.version, event.wording) == (2, 2)
    assert {each.locale: each.based_on for each in event.texts} == {"en": 2, "ar": 1}
    assert db.session().scalars(select(News.keys)).all() == [[f"event:{event.id}"]]
    assert bring(app, number, calendar(newer, entry("b", "Tea"))).unchanged == 2
    assert kept(app, number)["a"].version == 2


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_single_dates_are_looked_at_one_by_one(app: Flask) -> None:
    number = keep(app, host(app, verified=True))
    left_out = "EXDATE;TZID=Europe/Helsinki:20260908T180000"
    bring(app, number, calendar(entry("a", "Football", TUESDAYS, left_out)))
    with at_work(app) as opened:
        event = opened.get_one(Event, kept(app, number)["a"].id)
        event.changes[0].note = "See you in two weeks"
    more = f"{left_out},20260915T180000,20260922T180000"
    report = bring(app, number, calendar(entry("a", "Football", TUESDAYS, more)))
    assert [each.why for each in report.kept] == ["Single dates were changed here, and stay."]
    said = {each.original.day: (each.silent, each.note) for each in kept(app, number)["a"].changes}
    assert said == {8: (True, "See you in two weeks"), 15: (True, ""), 22: (True, "")}
    report = bring(app, number, calendar(entry("a", "Football", TUESDAYS, left_out.replace("0908", "0915"))))
    assert [each.why for each in report.kept] == ["Single dates were changed here, and stay."]
    assert [each.original.day for each in kept(app, number)["a"].changes] == [8, 15]


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_what_people_changed_at_single_dates_stays_with_its_day_when_the_hour_shifts(app: Flask) -> None:
    person = host(app, verified=True)
    number = keep(app, person)
    left_out = "EXDATE;TZID=Europe/Helsinki:20260929T{}0000"
    bring(app, number, calendar(entry("a", "Football", TUESDAYS, left_out.format(18))))
    with at_work(app) as opened:
        event = opened.get_one(Event, kept(app, number)["a"].id)
        plain = {"extra": False, "cancelled": False, "silent": False}
        moved = (D(2026, 9, 8, 18, 30), D(2026, 9, 8, 20, 30), "Later")
        same = (D(2026, 9, 15, 18), D(2026, 9, 15, 20), "Bring cake")
        for starts, ends, note in (moved, same):
            at = datetime.datetime.combine(starts.date(), datetime.time(18))
            event.changes.append(EventChange(original=at, starts=starts, ends=ends, note=note, **plain))
        event.changes.append(EventChange(original=D(2026, 9, 22, 18), note="", **plain | {"cancelled": True}))
        opened.add(EventWish(event_id=event.id, original=D(2026, 9, 8, 18), account_id=person.id))
    for hour in (17, 16):
        times = {"starts": f"20260901T{hour}0000", "ends": f"20260901T{hour + 2}0000"}
        newer = calendar(entry("a", "Football", TUESDAYS, left_out.format(hour), **times))
        report = bring(app, number, newer)
        assert report.changed == 1
        assert [each.why for each in report.kept] == ["Single dates were changed here, and stay."]
        event = kept(app, number)["a"]
        assert {each.original: (each.starts, each.ends, each.note) for each in event.changes if not each.silent} == {
            D(2026, 9, 8, hour): moved, D(2026, 9, 15, hour): (None, None, "Bring cake"),
            D(2026, 9, 22, hour): (None, None, ""),
        }  # fmt: skip
        assert [each.original for each in event.changes if each.silent] == [D(2026, 9, 29, hour)]
        found = dates.between(laying.series(event), D(2026, 9, 7), D(2026, 10, 1))
        assert [(each.starts.day, each.starts.hour, each.cancelled) for each in found] == [
            (8, 18, False), (15, hour, False), (22, hour, True),
        ]  # fmt: skip
        assert db.session().scalars(select(EventWish.original)).all() == [D(2026, 9, 8, hour)]
        db.close()
    assert bring(app, number, newer).unchanged == 1
    with at_work(app) as opened:  # the hour is changed here, too; then the calendar leaves out another day
        event = opened.get_one(Event, kept(app, number)["a"].id)
        event.starts, event.ends = D(2026, 9, 1, 19), D(2026, 9, 1, 21)
        for each in event.changes:
            each.original = datetime.datetime.combine(each.original.date(), datetime.time(19))
    more = left_out.format(16) + ",20261006T160000"
    newest = entry("a", "Football", TUESDAYS, more, starts="20260901T160000", ends="20260901T180000")
    report = bring(app, number, calendar(newest))
    assert "Its times were changed here, and stay." in [each.why for each in report.kept]
    silent = [each.original for each in kept(app, number)["a"].changes if each.silent]
    assert silent == [D(2026, 9, 29, 19), D(2026, 10, 6, 19)]


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_a_cancellation_there_is_one_here_and_nobody_here_is_overruled(app: Flask) -> None:
    number = keep(app, host(app, verified=True))
    on, off = (calendar(entry("a", "Football", *more), entry("b", "Tea")) for more in ((), ("STATUS:CANCELLED",)))
    bring(app, number, on)
    report = bring(app, number, off)
    assert (report.cancelled, report.changed) == (1, 1)
    assert kept(app, number)["a"].cancelled
    assert bring(app, number, off).unchanged == 2
    report = bring(app, number, on)
    assert (report.returned, report.changed) == (1, 1)
    event = kept(app, number)["a"]
    assert (event.cancelled, event.version) == (False, 3)
    for step in (on, off, on):  # a person here cancels it: it stays so, whatever its calendar says
        with at_work(app) as opened:
            opened.get_one(Event, event.id).cancelled = True
        assert bring(app, number, step).unchanged == 2
        assert kept(app, number)["a"].cancelled
    bring(app, number, calendar(entry("b", "Tea")))
    assert bring(app, number, on).returned == 0
    never = calendar(entry("c", "Never told of", "STATUS:CANCELLED"))
    assert (bring(app, number, never, whole=False).over, "c" in kept(app, number)) == (1, False)
    with at_work(app) as opened:
        opened.get_one(Event, event.id).cancelled = False
    bring(app, number, off)
    with at_work(app) as opened:  # a person here says that it does take place
        opened.get_one(Event, event.id).cancelled = False
    assert bring(app, number, off).cancelled == 0
    assert not kept(app, number)["a"].cancelled


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_what_vanishes_is_cancelled_and_comes_back(app: Flask) -> None:
    number = keep(app, host(app, verified=True))
    names = "abcdef"
    every = {name: entry(name, f"Evening {name}") for name in names}
    old = entry("old", "Long ago", starts="20260601T180000", ends="20260601T190000")
    bring(app, number, calendar(*every.values(), old))
    assert len(kept(app, number)) == 6
    gone = calendar(*[every[name] for name in "abcd"], entry("e", "Evening e", "RRULE:FREQ=SECONDLY"))
    report = bring(app, number, gone)
    assert (report.cancelled, report.changed, report.unchanged) == (1, 1, 4)
    event = kept(app, number)["f"]
    assert (event.cancelled, event.note) == (True, "No longer in its calendar.")
    assert not kept(app, number)["e"].cancelled  # it is there, though it cannot be read
    assert bring(app, number, gone).cancelled == 0
    assert bring(app, number, calendar(*every.values())).returned == 1
    event = kept(app, number)["f"]
    assert (event.cancelled, event.note, event.version) == (False, "", 3)
    report = bring(app, number, calendar(every["a"]))
    assert (report.cancelled, [each.why for each in report.notes]) == (
        0, ["More than half of its events are gone at once. None was cancelled: look at the calendar."],
    )  # fmt: skip
    assert not any(each.cancelled for each in kept(app, number).values())
    assert bring(app, number, calendar(every["a"]), whole=False).notes == []


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_an_entry_that_is_given_another_name_is_known_again(app: Flask) -> None:
    person = host(app, verified=True)
    number = keep(app, person)
    bring(app, number, calendar(*[entry(f"first-{each}", f"Evening {each}") for each in range(6)]))
    report = bring(app, number, calendar(*[entry(f"second-{each}", f"Evening {each}") for each in range(6)]))
    assert (report.taken, report.unchanged, report.cancelled) == (0, 6, 0)
    assert set(kept(app, number)) == {f"second-{each}" for each in range(6)}
    with at_work(app) as opened:  # it is not read any more; then the organisation subscribes again
        opened.execute(update(Event).values(calendar_id=None))
    other = keep(app, host(app, verified=True))
    assert bring(app, other, calendar(entry("second-1", "Evening 1"))).taken == 1
    again = keep(app, person)
    assert (
        bring(app, again, calendar(*[entry(f"second-{each}", f"Evening {each}") for each in range(6)])).unchanged == 6
    )


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_who_is_not_verified_waits_and_who_is_does_not(app: Flask) -> None:
    phone = entry("b", "Tea", "DESCRIPTION:Call 040 123 4567")
    for verified, states, items in ((True, ["published", "published"], 1), (False, ["pending", "pending"], 2)):
        number = keep(app, host(app, verified=verified))
        bring(app, number, calendar(entry("a", "Football"), phone))
        events = kept(app, number)
        assert [events[ref].state for ref in "ab"] == states
        waiting = select(ReviewItem.target_id).where(ReviewItem.target_id.in_([each.id for each in events.values()]))
        db.close()
        found = db.session().scalars(waiting.where(ReviewItem.status == "open")).all()
        assert len(found) == items
        assert events["b"].id in found
    for line in ("LOCATION:Send money to 040 123 4567", "CONFERENCE:https://elsewhere.example.net/"):
        with at_work(app) as opened:  # someone looked at it; then its calendar says something else
            opened.execute(update(Event).values(state="published"))
        assert bring(app, number, calendar(entry("a", "Football", line), phone)).changed == 1
        event = kept(app, number)["a"]
        assert (event.state, event.untold) == ("pending", True)
    operator = keep(app, None)
    bring(app, operator, calendar(entry("a", "Football")))
    assert kept(app, operator)["a"].state == "pending"
    with at_work(app) as opened:
        opened.get_one(Event, kept(app, number)["a"].id).state = "hidden"
    report = bring(app, number, calendar(entry("a", "Football evening"), phone))
    assert [each.why for each in report.skipped] == ["It is closed by a decision here."]
    assert kept(app, number)["a"].texts[0].title == "Football"


@both_databases
@time_machine.travel(AUGUST, tick=False)
def test_a_place_of_ours_is_known_by_its_name_or_address(demo_app: Flask) -> None:
    doors = local.doors().where(Place.address != "").order_by(Place.id)
    place = db.session().scalars(doors.limit(1)).one()
    name = db.session().scalars(select(PlaceText.name).where(PlaceText.place_id == place.id)).first() or ""
    hidden = db.session().scalars(doors.offset(1).limit(1)).one()
    secret, hidden_id, place_id, address = hidden.address, hidden.id, place.id, place.address
    with at_work(demo_app) as opened:
        opened.get_one(Place, hidden_id).state = "hidden"
    number = keep(demo_app, host(demo_app, verified=True))
    where = {"a": f"LOCATION:{name.upper()}\\, Street 7", "b": f"LOCATION:{address}", "c": f"LOCATION:{secret}"}
    bring(demo_app, number, calendar(*[entry(ref, f"Evening {ref}", line) for ref, line in where.items()]))
    events = kept(demo_app, number)
    assert (events["a"].place_id, events["a"].address) == (place_id, "")
    assert events["b"].place_id == place_id
    assert events["c"].place_id is None
    assert bring(demo_app, number, calendar(entry("a", "Evening a", where["a"])), whole=False).unchanged == 1
