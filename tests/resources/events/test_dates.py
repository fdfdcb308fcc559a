"""The dates of a series are those that an independent library finds, near its start and long after it."""

import datetime
from typing import Any

import time_machine
from hypothesis import HealthCheck, assume, given, settings

from portal.languages import Said
from resources.events import dates, rules
from resources.events.exchange import writing
from resources.events.exchange.writing import Entry
from tests.resources.events.series import TWO_YEARS, Case, Found, by_others, calendar, cases

STEADY: dict[str, Any] = {"deadline": None, "derandomize": True, "suppress_health_check": [HealthCheck.too_slow]}


def by_us(case: Case) -> list[Found]:
    """What we find that begins within two years; a rule that nothing matches is refused, and no case."""
    try:
        rules.checked(case.series.rule, case.series.starts)
    except rules.BadRule:
        assume(False)
    found = dates.between(case.series, case.since, case.since + TWO_YEARS)
    return sorted((each.starts, each.ends, each.cancelled) for each in found)


@given(cases())
@settings(max_examples=300, **STEADY)
def test_generated_series_have_the_dates_that_others_find(case: Case) -> None:
    assert by_us(case) == by_others(calendar(case), case.since, case.series.zone)


@given(cases())
@settings(max_examples=60, **STEADY)
def test_generated_series_keep_their_dates_when_they_leave_as_calendars(case: Case) -> None:
    entry = Entry(
        uid="one@tests", version=1, changed_on=case.since.date(), series=case.series, all_day=case.all_day,
        cancelled=False, title=Said("Tea", "en"), about=Said("", "en"), where=None, category=Said("", "en"), url="",
    )  # fmt: skip
    with time_machine.travel(case.since.replace(tzinfo=datetime.UTC), tick=False):
        text = writing.calendar("Tests", [entry])
    assert by_us(case) == by_others(text, case.since, case.series.zone)
