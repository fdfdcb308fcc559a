"""Which recurrences are taken, what they cost, and where we follow RFC 5545 rather than a library."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.events import dates, rules
from resources.events.dates import Series
from resources.events.exchange.entries import Change

DAY = datetime.timedelta(days=1)
LONG_AGO, NOW, LAST = map(datetime.datetime.fromisoformat, ("1970-01-01T18:00", "2026-11-25", "9999-12-31T18:00"))
TWO_YEARS = NOW + 731 * DAY
QUICK = 0.2  # seconds of the processor


def seconds(work: Callable[[], Any]) -> float:
    """What *work* costs: the least of three times, since others work on this machine, too."""
    took = []
    for _time in range(3):
        rules._ready.cache_clear()
        before = time.process_time()
        work()
        took.append(time.process_time() - before)
    return min(took)


def refused(rule: str, starts: datetime.datetime = LONG_AGO) -> str:
    try:
        rules.checked(rule, starts)
    except rules.BadRule as problem:
        return str(problem)
    return ""


def days(rule: str, starts: str, many: int) -> list[str]:
    """The first days that *rule* means."""
    begin = datetime.datetime.fromisoformat(starts)
    found = rules.moments(rules.checked(rule, begin), begin, begin, begin + 4000 * DAY)
    return [str(next(found).date()) for _number in range(many)]


def by_dateutil(rule: str, starts: str, many: int) -> list[str]:
    found: Any = rrulestr(rule, dtstart=datetime.datetime.fromisoformat(starts))
    return [str(each.date()) for each in found[:many]]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=SECONDLY;UNTIL=20700101T000000", "more often than every day"),
        ("FREQ=HOURLY", "more often than every day"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "No day ever"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "No day ever"),  # what begins on a Thursday
        ("FREQ=MONTHLY;BYDAY=9MO", "No day ever"),
        ("FREQ=YEARLY;BYDAY=99MO", "No day ever"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=100", "No day ever"),
        ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", "No day ever"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "cannot be understood"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "cannot be understood"),
        ("FREQ=WEEKLY;BYDAY=2MO", "cannot be understood"),
        ("FREQ=DAILY;INTERVAL=0", "cannot be understood"),
        ("FREQ=DAILY;UNTIL=20261399", "cannot be understood"),
        ("FREQ=DAILY;COUNT=10001", "cannot be understood"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "ends twice"),
        ("FREQ=DAILY;COUNT=3;COUNT=4", "one thing twice"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=0,10,20,30,40", "so often on one day"),
        ("FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 200), "too long"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once_with_a_sentence(rule: str, said: str) -> None:
    assert said in refused(rule)
    assert seconds(lambda: refused(rule)) < QUICK


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("FREQ=DAILY", 731),
        ("FREQ=DAILY;COUNT=10000", 0),
        ("FREQ=DAILY;COUNT=10000;BYMONTH=2;BYMONTHDAY=29", 1),
        ("FREQ=DAILY;INTERVAL=1000", 1),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=10000", 0),
        ("FREQ=MONTHLY;BYDAY=-1FR", 25),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", 24),
        ("FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2;INTERVAL=3", 0),
        ("FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=13;BYSETPOS=1,-1", 2),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;BYSETPOS=-1", 1),
        ("FREQ=YEARLY;COUNT=10000;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12", 26),
    ],
)
def test_what_began_long_ago_costs_nothing(rule: str, number: int) -> None:
    text = rules.checked(rule, LONG_AGO)
    assert len(list(rules.moments(text, LONG_AGO, NOW, TWO_YEARS))) == number
    assert seconds(lambda: rules.checked(rule, LONG_AGO)) < QUICK
    assert seconds(lambda: list(rules.moments(text, LONG_AGO, NOW, TWO_YEARS))) < QUICK


def test_many_changes_of_a_long_series_are_looked_up_in_one_walk() -> None:
    changes = [Change(LONG_AGO + number * DAY, starts=NOW + number * DAY / 2) for number in range(0, 10_000, 10)]
    changes.append(Change(LAST, starts=NOW))
    series = Series(LONG_AGO, LONG_AGO + DAY / 24, "UTC", "FREQ=DAILY;COUNT=10000", changes)
    found = dates.between(series, NOW, TWO_YEARS)
    assert len(found) == 147
    assert all(each.moved and each.original.year < 1976 for each in found)
    assert seconds(lambda: dates.between(series, NOW, TWO_YEARS)) < QUICK


def test_plain_days_and_the_nth_ones_stand_beside_each_other() -> None:
    """RFC 5545 joins what BYDAY lists; dateutil asks for both at once, and finds nothing."""
    rule = "FREQ=MONTHLY;BYDAY=MO,-1FR"
    assert days(rule, "2026-11-02", 6) == [*(f"2026-11-{day:02}" for day in (2, 9, 16, 23, 27, 30))]
    assert by_dateutil(rule, "2026-11-02", 1) == []


def test_weeks_are_whole_where_positions_count() -> None:
    """Of a week's Monday, Wednesday and Friday the second is Wednesday, also in the week of the first date.

    dateutil counts within what is left of that week.
    """
    rule = "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2"
    assert days(rule, "2026-11-25", 2) == ["2026-11-25", "2026-12-02"]  # a Wednesday
    assert by_dateutil(rule, "2026-11-25", 2) == ["2026-11-27", "2026-12-02"]


def test_a_week_of_the_year_has_one_day_of_an_event() -> None:
    """What a rule leaves open it takes from the first date (3.3.10); dateutil takes all seven days."""
    rule = "FREQ=YEARLY;BYWEEKNO=20"
    assert days(rule, "2026-05-12", 2) == ["2026-05-12", "2027-05-18"]  # Tuesdays
    assert by_dateutil(rule, "2026-05-12", 2) == ["2026-05-12", "2026-05-13"]


def test_weeks_of_the_year_begin_where_the_rule_says() -> None:
    assert days("FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=TH", "2026-01-01", 3) == ["2026-01-01", "2026-12-31", "2027-01-07"]
    assert days("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH", "2026-12-31", 2) == ["2026-12-31", "2027-12-30"]
    assert days("FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU", "2026-01-04", 2) == ["2026-01-04", "2027-01-03"]


def test_29_february_waits_for_its_year() -> None:
    assert days("FREQ=YEARLY", "2024-02-29", 3) == ["2024-02-29", "2028-02-29", "2032-02-29"]
    assert days("FREQ=MONTHLY", "2024-01-31", 3) == ["2024-01-31", "2024-03-31", "2024-05-31"]


# Signs of which recurrences are made, in an order that nobody would write.
PIECES = st.lists(
    st.sampled_from([
        "FREQ=", "DAILY", "WEEKLY", "YEARLY", "MONTHLY", ";", "=", ",", "BYDAY=", "MO", "-1FR", "53SU", "BYMONTHDAY=",
        "BYSETPOS=", "BYWEEKNO=", "BYYEARDAY=", "BYHOUR=", "COUNT=", "UNTIL=", "20270101", "T000000Z", "00000000",
        "INTERVAL=", "WKST=", "0", "1", "-7", "366", "99999", "RRULE:", "\r\n", "ⅷ", "٣", " ", "\x00", "EXDATE",
    ])
).map("".join)  # fmt: skip


@given(st.one_of(st.text(), PIECES, PIECES.map("FREQ=MONTHLY;{}".format)))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_rubbish_is_refused_and_never_breaks(rule: str) -> None:
    text = "" if refused(rule, NOW) else rules.checked(rule, NOW)
    if text:
        assert rules.checked(text, NOW) == text
        assert list(rules.moments(text, NOW, NOW, TWO_YEARS)) == sorted(rules.moments(text, NOW, NOW, TWO_YEARS))
