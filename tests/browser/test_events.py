"""Events in a real browser: posted on a phone, let through, found, followed; without script and by keyboard."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.entering import sign_in
from tests.browser.test_dialogue import judge

Visit = Callable[..., Page]


def test_a_resident_finds_an_evening_in_arabic_and_would_like_to_come(visit: Visit) -> None:
    page = visit("/ar/", java_script_enabled=False)
    page.locator("#q").fill("كرة القدم")
    page.locator("form.search button").click()
    page.locator("main a", has_text="أمسية كرة قدم").first.click()
    expect(page.locator("main h1")).to_have_attribute("lang", "ar")
    expect(page.locator("main .facts")).to_contain_text("18:00–20:00")
    expect(page.locator("main")).not_to_contain_text("no real number")
    page.locator("a[href*='/come']").click()
    page.locator("main form button").click()
    expect(page.locator("main [role=status]").first).to_be_visible()
    page.goto("/ar/events")
    expect(page.locator(".day").first).to_be_visible()
    page.locator("a[href*='/events/month']").first.click()
    page.locator("nav.week a[rel=next]").click()
    expect(page.locator(".month > li:not(.other):not(.none) li a").first).to_be_visible()


def test_a_youth_programme_posts_an_evening_and_it_is_everywhere(visit: Visit) -> None:
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=3)
    youth = sign_in(visit("/en/", java_script_enabled=False), "youth")
    youth.goto("/en/events/new")
    for name, said in {
        "title": "DEMO Lantern football", "day": day.isoformat(), "begins": "18:00", "ends": "20:00",
        "place": "Helsinki Central Library Oodi", "responsible": "DEMO Comet", "safeguarding": "DEMO Comet",
    }.items():  # fmt: skip
        youth.locator(f"[name={name}]").fill(said)
    youth.locator("[name=ages][value=teens]").check()
    youth.locator("details.rest summary").click()
    youth.locator("[name=organisation]").select_option("")
    youth.locator("[name=repeats]").select_option("weekly")
    youth.locator("button[name=preview]").click()
    expect(youth.locator("main .sheet h2").first).to_have_text("DEMO Lantern football")
    youth.locator("main form button.primary").click()
    expect(youth.locator("main [role=status]")).to_contain_text("once a person has read it")
    expect(youth.locator("main")).to_contain_text("DEMO Lantern football")
    reader = visit(f"/en/events?day={day}")
    expect(reader.locator("main")).not_to_contain_text("Lantern football")
    judge(sign_in(visit("/en/", java_script_enabled=False), "moderator"), "en", "DEMO Lantern football", "approve")
    reader.goto(f"/en/events?day={day}")
    expect(reader.locator(".day").first).to_contain_text("DEMO Lantern football")
    reader.goto(f"/en/events/month?month={day:%Y-%m}")
    expect(reader.locator(".month")).to_contain_text("DEMO Lantern football")
    feed = reader.request.get("/en/events.ics").text()
    assert "DEMO Lantern football" in feed.replace("\r\n ", "")
    box = reader.request.get(f"/api/events.geojson?bbox=24.9,60.1,25,60.2&zoom=17&day={day}").json()
    assert any(
        "Lantern" in each["properties"].get("name", "") or each["properties"].get("more") for each in box["features"]
    )
    reader.goto("/en/search?q=lantern+football")
    expect(reader.locator("main")).to_contain_text(re.compile("Lantern football", re.IGNORECASE))


def test_doors_with_events_stand_on_the_map_and_are_reached_by_keyboard(visit: Visit) -> None:
    page = visit("/en/events/map?span=week", width=1280)
    pin = page.locator(".leaflet-marker-icon").first
    expect(pin).to_be_visible()
    pin.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup a.button").first.click()
    expect(page.locator("main .facts")).to_be_visible()


def test_the_map_says_what_is_off_and_what_else_is_at_a_door(visit: Visit) -> None:
    page = visit("/en/events/map?span=week", width=1280)
    today, box = datetime.datetime.now(datetime.UTC).date(), "/api/events.geojson?bbox=24.9,60.1,25,60.2&zoom=17"

    def doors(query: str) -> list[Any]:
        return [each["properties"] for each in page.request.get(f"{box}&{query}").json()["features"]]

    days = [str(today + datetime.timedelta(days=number)) for number in range(40)]
    off = next(day for day in days for each in doors(f"day={day}") if each["state"] == "closed")
    for day, width in ((off, 320), (off, 1280)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/en/events/map?day={day}")
        page.get_by_role("button", name=re.compile("football.*:00.*Does not take place", re.IGNORECASE)).press(
            "Enter"
        )
        popup = page.locator(".leaflet-popup")
        expect(popup).to_contain_text(re.compile("day [0-9:–]+Does not take place"))
        expect(popup).not_to_contain_text("More here")
    page.goto("/en/events/map?span=week")
    many = next(each for each in doors("span=week") if each["more"])
    page.locator(".leaflet-marker-icon:has(.pin)").first.wait_for()
    page.get_by_role("button", name=many["name"]).press("Enter")
    link = page.locator(".leaflet-popup").get_by_role("link", name=f"More here: {many['more']}")
    expect(link).to_be_visible()
    box_of_link = link.bounding_box()
    assert box_of_link
    assert box_of_link["height"] >= 44
    link.click()
    expect(page.locator("section#events")).to_contain_text(many["name"])


def test_squares_on_paper_are_as_large_as_phones_need(visit: Visit) -> None:
    page = visit("/en/events/week")
    page.emulate_media(media="print", color_scheme="dark")
    for path, square in (
        ("/en/events/week", ".week-square svg"),
        ("/en/places/rikhardinkadun-kirjasto", "footer svg"),
    ):
        page.goto(path)
        drawn = page.locator(square).first
        box = drawn.bounding_box()
        modules = int(str(drawn.get_attribute("viewBox")).split()[2])
        assert box
        assert box["width"] == pytest.approx(box["height"])
        assert box["width"] / 96 * 25.4 >= max(20, modules / 2), path


def test_a_leader_cancels_one_date_at_once(visit: Visit) -> None:
    leader = sign_in(visit("/en/", java_script_enabled=False), "leader")
    leader.goto("/en/desk")
    leader.locator("main a", has_text="DEMO Women's breakfast").first.click()
    leader.locator("a[href*='/date?']").click()
    leader.locator("[name=cancelled]").check()
    leader.locator("[name=note]").fill("The kitchen is closed.")
    leader.locator("main form button.primary").click()
    if leader.locator("[role=alert]").count():
        leader.locator("main form button.primary").click()
    reader = visit("/en/events/womens-breakfast", java_script_enabled=False)
    expect(reader.locator("main .facts")).to_be_visible()
    expect(reader.locator("main")).to_contain_text("The kitchen is closed.")
    expect(reader.locator("main [role=status]").first).to_contain_text("does not take place")
