"""Opening hours: open, closed or unknown, the next change in words, holidays, and no string that takes long."""

import datetime
import time

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from map.places.cards import state_words
from portal import hours
from portal.i18n import speak

HELSINKI = "Europe/Helsinki"
OFFICE = "Mo-Fr 10:00-18:00; PH off"


def at(text: str, moment: str, zone: str = HELSINKI) -> hours.Now:
    return hours.at(text, zone, "FI", datetime.datetime.fromisoformat(moment))


def words(app: Flask, text: str, moment: str) -> str:
    with app.test_request_context("/en/"):
        speak("en")
        return state_words(at(text, moment), has_phone=True)


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@pytest.mark.parametrize(
    ("text", "utc", "said"),
    [
        (OFFICE, "2026-11-23T09:00", "Open until 18:00"),
        (OFFICE, "2026-11-23T06:00", "Opens today 10:00"),
        (OFFICE, "2026-11-23T17:00", "Opens tomorrow 10:00"),
        (OFFICE, "2026-11-27T17:00", "Opens Monday 10:00"),
        ("24/7", "2026-11-27T17:00", "Open day and night"),
        ("Mo-Su 00:00-24:00", "2026-11-27T17:00", "Open day and night"),
        ("", "2026-11-27T17:00", "Hours unknown: call first"),
        ("by appointment maybe", "2026-11-27T17:00", "Hours unknown: call first"),
        ("off", "2026-11-27T17:00", "Closed for now"),
    ],
)
def test_the_state_in_words(app: Flask, text: str, utc: str, said: str) -> None:
    assert words(app, text, utc) == said


def test_public_holidays_count() -> None:
    assert at(OFFICE, "2027-12-06T09:00").state == "closed"  # a Monday, Finland's Independence Day
    assert at(OFFICE, "2027-12-07T09:00").state == "open"


def test_the_places_own_zone_counts() -> None:
    assert at(OFFICE, "2026-11-23T08:30").state == "open"
    assert at(OFFICE, "2026-11-23T08:30", "America/New_York").state == "closed"


def test_summer_time_moves_the_clock() -> None:
    assert at("Mo-Su 10:00-11:00", "2026-06-01T07:30").state == "open"
    assert at("Mo-Su 10:00-11:00", "2026-12-01T08:30").state == "open"


def test_a_comment_is_carried() -> None:
    assert at('Mo-Fr 10:00-12:00 || "call ahead"', "2026-11-28T09:00").comment == "call ahead"


def test_the_week_has_seven_days_and_nights_belong_to_their_evening() -> None:
    week = hours.week("Mo 20:00-02:00", HELSINKI, "FI", datetime.datetime.fromisoformat("2026-11-23T23:30"))
    assert [day.date.isoformat() for day in week][:2] == ["2026-11-24", "2026-11-25"]
    monday = next(day for day in week if day.date.weekday() == 0)
    assert [(span[0].hour, span[1].hour) for span in monday.spans] == [(20, 2)]
    assert not next(day for day in week if day.date.weekday() == 1).spans


def test_a_fortnight_of_open_times_is_in_utc() -> None:
    spans = hours.fortnight(OFFICE, HELSINKI, "FI", datetime.datetime.fromisoformat("2026-11-23T00:00"))
    assert spans[0] == (datetime.datetime(2026, 11, 23, 8), datetime.datetime(2026, 11, 23, 16))  # noqa: DTZ001
    assert len(spans) == 10


@pytest.mark.parametrize(
    "text", ["Mo-Su 00:00-24:00", "24/7", "1900-2200 Mo-Su 00:00-24:00", "week 1-53/2 Mo[-1] 00:00-00:01", "x" * 5000]
)
def test_no_string_is_a_denial_of_service(text: str) -> None:
    began = time.process_time()
    at(text, "2026-11-23T09:00")
    assert time.process_time() - began < 0.2


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_open_closed_or_unknown(text: str) -> None:
    assert at(text, "2026-11-23T09:00").state in {"open", "closed", "unknown"}
