"""No calendar takes away what keeps people safe: who is called for minors, whose an event is, room for others."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from portal.accounts.models import Account
from resources.events.exchange import known, rows
from resources.events.exchange.entries import Remark
from resources.events.exchange.records import KEPT_TOO, store
from resources.events.exchange.reports import Report
from resources.events.models import Event, EventCalendar
from tests.people import at_work
from tests.resources.events.importing import AUGUST, bring, calendar, entry, keep, kept
from tests.resources.events.joining import host

NOBODY = "It is for under-18s, and nobody is named whom our team can call."


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_what_is_for_minors_needs_someone_to_call(app: Flask) -> None:
    number = keep(app, host(app, verified=True), ages_from=13, ages_to=17)
    assert [each.why for each in bring(app, number, calendar(entry("a", "Football"))).skipped] == [NOBODY]
    number = keep(app, host(app, verified=True), ages_from=13, ages_to=17, safeguarding="Comet, 040")
    bring(app, number, calendar(entry("a", "Football")))
    event = kept(app, number)["a"]
    assert event.safeguarding == "Comet, 040"
    assert "Comet, 040" not in str(event.imported)


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_no_newer_table_makes_an_event_one_for_minors_without_someone_to_call(app: Flask) -> None:
    number = keep(app, host(app, verified=True))

    def table(ages: str, title: str = "Tea") -> Report:
        found = rows.read(f"title,starts,ages,ref\n{title},2026-12-01 18:00,{ages},one\n".encode())
        with at_work(app) as opened:
            row = opened.get_one(EventCalendar, number)
            return store(opened, row, found, opened.get(Account, row.account_id), whole=False)

    assert table("18+").taken == 1
    for ages in ("13-17", "-12", "teens", "0-99"):
        report = table(ages, "Tea for teens")
        assert (report.changed, report.skipped) == (0, [Remark(2, "Tea for teens", NOBODY)])
        event = kept(app, number)["one"]
        assert (event.ages_from, event.ages_to, event.texts[0].title, event.version) == (18, None, "Tea", 1)
    with at_work(app) as opened:
        opened.get_one(EventCalendar, number).safeguarding = "Comet, 040"
    assert table("13-17", "Tea for teens").changed == 1
    event = kept(app, number)["one"]
    assert (event.ages_from, event.ages_to, event.safeguarding, event.state) == (13, 17, "Comet, 040", "published")
    with at_work(app) as opened:
        opened.execute(update(Event).values(ages_from=18, ages_to=None, safeguarding=""))
        opened.execute(update(EventCalendar).values(safeguarding=""))
    report = table("13-17", "Tea for teens")  # nobody here is overruled: it stays one for adults
    assert (report.skipped, [each.why for each in report.kept]) == ([], [str(KEPT_TOO)])
    assert kept(app, number)["one"].ages_from == 18
    off = entry("two", "Camp", "STATUS:CANCELLED")
    bring(app, number, calendar(entry("two", "Camp")), whole=False)
    with at_work(app) as opened:
        opened.execute(update(Event).where(Event.source_ref == "two").values(ages_from=13))
    assert [each.why for each in bring(app, number, calendar(entry("two", "Camp")), whole=False).skipped] == [NOBODY]
    assert bring(app, number, calendar(off), whole=False).cancelled == 1  # that never waits
    report = bring(app, number, calendar(entry("two", "Camp")), whole=False)
    assert (report.returned, [each.why for each in report.skipped]) == (0, [NOBODY])
    assert kept(app, number)["two"].cancelled


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@time_machine.travel(AUGUST, tick=False)
def test_a_hostile_calendar_changes_nothing_of_others_and_fills_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, other = host(app, verified=True), host(app, verified=True)
    mine, theirs = keep(app, owner), keep(app, other)
    bring(app, mine, calendar(entry("a", "Football")))
    bring(app, theirs, calendar(entry("a", "Ours now", "STATUS:CONFIRMED", "SEQUENCE:99")))
    assert [kept(app, each)["a"].texts[0].title for each in (mine, theirs)] == ["Football", "Ours now"]
    uid = kept(app, mine)["a"].uid
    report = bring(app, theirs, calendar(entry("a", "Ours now"), entry(uid, "Football")))  # our own feed, by a detour
    assert [each.why for each in report.skipped] == ["It comes from here, and is here already."]
    with at_work(app) as opened:  # they left the organisation, and took the calendar along
        opened.execute(update(EventCalendar).where(EventCalendar.id == mine).values(account_id=other.id))
    report = bring(app, mine, calendar(entry("a", "Football is off", "STATUS:CANCELLED")))
    assert [each.why for each in report.skipped] == ["Others hold it now: this calendar does not change it any more."]
    assert bring(app, mine, calendar()).cancelled == 0
    assert not kept(app, mine)["a"].cancelled
    monkeypatch.setattr(known, "MOST_HELD", 6)
    for turn in range(3):  # other names at each reading
        many = [entry(f"{turn}-{each}", f"Evening {turn} {each}") for each in range(4)]
        report = bring(app, theirs, calendar(entry("a", "Ours now"), *many))
        assert report.taken == (4, 1, 0)[turn]
    assert {each.why for each in report.skipped} == {
        "Too many of its events wait here already, or are to come. Bring it again later."
    }
    waiting = host(app, verified=False)
    for turn, taken in enumerate((4, 2, 0)):  # a calendar of its own for each
        many = [entry(f"{each}", f"Night {turn} {each}") for each in range(4)]
        assert bring(app, keep(app, waiting), calendar(*many)).taken == taken
