"""Days of the Persian calendar, as Persian, Dari and other pages say them."""

import datetime

import pytest
from flask import Flask

from portal.i18n import speak
from resources.events import persian


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2026-11-25", {"fa": "4 آذر 1405", "prs": "4 قوس 1405", "en": "4 Azar 1405"}),
        ("2026-03-21", {"fa": "1 فروردین 1405", "prs": "1 حمل 1405", "en": "1 Farvardin 1405"}),  # New Year
        ("2026-03-20", {"fa": "29 اسفند 1404", "prs": "29 حوت 1404", "en": "29 Esfand 1404"}),
        ("2025-03-20", {"fa": "30 اسفند 1403", "en": "30 Esfand 1403"}),  # of a leap year
        ("2026-09-22", {"fa": "31 شهریور 1405", "prs": "31 سنبله 1405"}),
    ],
)
def test_days_are_said_in_the_language_of_the_page(app: Flask, date: str, said: dict[str, str]) -> None:
    with app.test_request_context("/en/"):
        for tag, words in said.items():
            speak(tag)
            assert persian.said(datetime.date.fromisoformat(date)) == words
