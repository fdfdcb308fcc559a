"""A week on paper, and a date as a text to send."""

import dataclasses
import datetime
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.people import browser
from tests.resources.events.joining import add

pytestmark = pytest.mark.usefixtures("clock")
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def settled(app: Flask, **changes: Any) -> None:
    """Give *app* other settings."""
    plain = app.extensions["wayhouse.settings"]
    app.extensions["wayhouse.settings"] = app.jinja_env.globals["settings"] = dataclasses.replace(plain, **changes)


def test_a_week_is_printed_with_squares_that_lead_to_each_event(app: Flask) -> None:
    settled(app, public_url="https://help.example.org", demo=True)
    words = {"en": ("Football evening", "", ""), "ar": ("أمسية كرة قدم", "", "")}
    off = [{"original": datetime.datetime.fromisoformat("2026-12-01T18:00"), "cancelled": True}]
    add(
        app, "football", "2026-11-24T18:00", "2026-11-24T20:00", "FREQ=WEEKLY;BYDAY=TU,TH", words=words, changes=off,
        address="Street 3", ages_from=13, ages_to=17, cost="free", languages=("ar", "fi"), safeguarding="SECRETWORD",
    )  # fmt: skip
    add(app, "camp", "2026-11-27T00:00", "2026-11-30T00:00", all_day=True, online="https://x.example.org")
    add(
        app, "broadway", "2026-11-26T18:00", "2026-11-26T19:00", zone="America/New_York", ages_to=17,
        online="https://x.example.org",
    )  # fmt: skip
    add(app, "waits", "2026-11-27T10:00", "2026-11-27T11:00", state="pending")
    client = browser(app)
    page = client.get("/en/events/week?dates=persian").text
    sheet = page.split('class="week-sheet few"')[1].split("</article>")[0]
    for said in (
        "What you can join in", "November 25, 2026", "December 1, 2026", "4 Azar 1405", "18:00–20:00", "Street 3",
        "Teenagers, 13 to 17", "Free", "Arabic", "Finnish", "All day", "Sunday", "help.example.org/en/events",
    ):  # fmt: skip
        assert said in sheet, said
    assert "DEMO" in page
    assert "waits" not in page
    assert "SECRETWORD" not in page
    assert sheet.count('class="week-event') == 4
    assert sheet.count("America/<wbr>New_York") == 1
    assert sheet.count('class="week-square"') == 3  # none where it does not take place
    squares = re.findall(r'<svg ([^>]*) class="segno">(.*?)</svg>', sheet)
    assert len(squares) == 3
    for frame, drawing in squares:
        (wide,) = re.findall(r'^viewBox="0 0 (\d+) \1"$', frame)  # as wide as it is styled
        assert f'<path fill="#fff" d="M0 0h{wide}v{wide}h-{wide}z"/>' in drawing
        assert 'stroke="#000" d="M4 4.5h7' in drawing  # four light modules around it
    assert "Does not take place" in sheet
    arabic = client.get("/ar/events/week").text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "أمسية كرة قدم" in arabic
    assert "Azar" not in arabic
    assert client.get("/en/events/week?ages=older").text.count('class="week-event') == 1
    assert "Look at the next week" in client.get("/en/events/week?day=2026-12-07&ages=older").text
    far = client.get("/en/events/week?day=2030-01-01").text
    assert "half a year ahead" in far
    assert "Look at the next week" not in far
    assert client.get("/en/events/week?day=soon").status_code == 400


@EMBEDDED
def test_more_than_forty_are_left_to_the_list(app: Flask) -> None:
    for number in range(7):
        add(app, f"tea-{number}", f"2026-11-25T1{number}:30", "2026-11-25T23:00", "FREQ=DAILY")
    page = browser(app).get("/en/events/week?cost=&ages=adults").text
    assert page.count('class="week-event') == 40
    assert "/en/events?day=2026-11-25&amp;ages=adults" in page.split("and more:")[1]


@EMBEDDED
def test_a_date_is_sent_as_a_text_that_phones_show_in_the_right_direction(app: Flask) -> None:
    settled(app, public_url="https://help.example.org")
    words = {"en": ("Tea (شاي) & cake", "", ""), "ar": ("Wayhouse: شاي وكعك", "", "")}
    add(app, "tea", "2026-11-24T18:00", "2026-11-24T20:00", "FREQ=WEEKLY", words=words, address="Street 3")
    client = browser(app)
    assert "December 8, 2026" in client.get("/en/events/tea/share?at=2026-12-08T1800").text
    page = client.get("/en/events/tea/share").text
    text = unescape(re.findall("<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0])
    assert text == (
        "Tea (شاي) & cake\nTuesday · December 1, 2026 · 18:00–20:00\nStreet 3\n\n"
        "https://help.example.org/en/events/tea?at=2026-12-01T1800"
    )
    for start in ("whatsapp://send?text=", "sms:?&amp;body=", "sms:?&body="):
        if start in page:
            assert unquote(unescape(page.split(start)[1].split('"')[0])) == text
    arabic = client.get("/ar/events/tea/share").text.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
    add(app, "broadway", "2026-11-26T18:00", "2026-11-26T19:00", zone="America/New_York")
    away = unescape(client.get("/en/events/broadway/share").text)
    assert "Thursday · November 26, 2026 · 18:00–19:00 (America/New_York)" in away
    line = client.get("/en/events").text.split('class="card event')[1]
    assert "18:00–19:00</bdi>" in line
    assert "America/<wbr>New_York" in line
    first, when, street, *_rest = unescape(arabic).split("\n")
    assert first == "\u200fWayhouse: شاي وكعك"  # its first letters would turn it
    assert when.endswith("\u206618:00–20:00\u2069")
    assert street == "\u200fStreet 3"
    assert client.get("/en/events/none/share").status_code == 404
