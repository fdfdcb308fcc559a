"""Walks through the portal as its readers would take them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Visit = Any
HELSINKI = {"latitude": 60.1699123, "longitude": 24.9384567}


def test_the_list_is_complete_without_script(visit: Visit) -> None:
    page = visit("/ar/", java_script_enabled=False)
    page.locator(".tile.health").click()
    expect(page.locator(".card")).to_have_count(19)
    page.locator(".card h2 a").first.click()
    expect(page.locator("table.hours tr")).to_have_count(7)


def test_searching_without_script(visit: Visit) -> None:
    page = visit("/ar/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("مكتبة")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/ar/search"))
    expect(page.locator(".card").nth(4)).to_be_visible()


def test_filters_without_script(visit: Visit) -> None:
    page = visit("/en/places", java_script_enabled=False)
    page.locator("summary").click()
    page.get_by_label("District").select_option("kluuvi")
    page.get_by_label("Step-free").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".chip")).to_have_count(2)
    page.locator(".chip").first.click()
    expect(page.locator(".chip")).to_have_count(1)


def test_feedback_without_script_keeps_words_on_failure(visit: Visit) -> None:
    page = visit("/en/feedback", java_script_enabled=False, expected="400 (BAD REQUEST)")
    page.locator("textarea").fill("The door is closed.")
    page.locator("input[name=token]").evaluate("field => { field.value = 'waited too long'; }")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Your words are kept")
    expect(page.locator("textarea")).to_have_value("The door is closed.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")


def test_changing_the_language_keeps_the_page(visit: Visit) -> None:
    page = visit("/en/places?category=health", java_script_enabled=False)
    page.locator(".tool").first.click()
    page.get_by_role("link", name="العربية", exact=True).last.click()
    expect(page).to_have_url(re.compile(r"/ar/places\?category=health$"))


def test_the_map_shows_doors_and_their_words(visit: Visit) -> None:
    page = visit("/en/map", width=1280)
    page.wait_for_selector("[data-drawn]")
    expect(page.locator(".ring").nth(3)).to_be_visible()
    expect(page.locator(".leaflet-marker-icon .pin").nth(3)).to_be_visible()
    page.locator(".leaflet-marker-icon:has(.pin)").first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a.button")
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.keyboard.press("Space")
    expect(link).to_be_visible()
    link.click()
    expect(page).to_have_url(re.compile("/en/places/"))


def test_the_map_is_no_trap_for_the_keyboard(visit: Visit) -> None:
    page = visit("/ar/map")
    page.wait_for_selector("[data-drawn]")
    page.locator("#map_wayhouse").focus()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.foot') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('.foot') !== null")


@pytest.mark.parametrize("path", ["/uk/", "/fr/call", "/ar/places?category=food", "/so/"])
def test_large_text_stays_on_the_screen(visit: Visit, path: str) -> None:
    page = visit(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = page.locator(".exit").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_a_cluster_opens_by_keyboard(visit: Visit) -> None:
    page = visit("/ar/map", width=1280)
    page.wait_for_selector("[data-drawn]")
    before = page.locator("#map_wayhouse").get_attribute("data-drawn")
    ring = page.locator(".leaflet-marker-icon:has(.ring)").first
    assert ring.get_attribute("aria-label")
    ring.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.getElementById('map_wayhouse').dataset.drawn !== before", arg=before)


def test_the_basemap_is_drawn_and_credited(visit: Visit) -> None:
    page = visit("/en/map", width=1280)
    page.wait_for_selector("canvas.leaflet-tile-loaded")
    colours = page.evaluate(
        """() => { const found = new Set();
        document.querySelectorAll('canvas.leaflet-tile').forEach(tile => {
          const data = tile.getContext('2d').getImageData(0, 0, tile.width, tile.height).data;
          for (let at = 0; at < data.length; at += 4000) { found.add(data.slice(at, at + 3).join()); }
        }); return found.size; }"""
    )
    assert colours > 5
    expect(page.locator(".map-credit")).to_contain_text("OpenStreetMap contributors")


def test_the_map_and_the_list_share_their_filters(visit: Visit) -> None:
    page = visit("/en/places?category=language-library", width=1280)
    page.set_viewport_size({"width": 1280, "height": 1400})  # tall enough for the whole demo
    count = page.locator(".card").count()
    page.get_by_role("link", name="Show on the map").click()
    page.wait_for_selector("[data-drawn]")
    assert page.locator("#map_wayhouse").get_attribute("data-drawn") == str(count)


def test_near_me_asks_only_on_a_tap_and_rounds(visit: Visit) -> None:
    page = visit("/en/places", geolocation=HELSINKI, permissions=["geolocation"])
    page.locator("summary").click()
    assert "near" not in page.url
    page.get_by_role("button", name="Near me").click()
    page.wait_for_url(re.compile(r"near=60\.170%2C24\.938$"))
    expect(page.locator(".card .kind").first).to_contain_text("metres away")


def test_near_me_refused_says_what_to_do(visit: Visit) -> None:
    page = visit("/en/places", permissions=[])
    page.locator("summary").click()
    page.get_by_role("button", name="Near me").click()
    expect(page.locator(".near-words")).to_contain_text("Choose a district")


def _visit_and_leave(page: Page, exit_url: str, *, by_key: bool) -> None:
    page.goto("about:blank")
    page.goto("/en/places")
    page.evaluate("caches.open('kept').then(cache => cache.put('/x', new Response('y')))")
    if by_key:
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.locator(".exit").click()
    page.wait_for_url(exit_url)


@pytest.mark.parametrize("by_key", [False, True])
def test_quick_exit_replaces_the_page(leaving: Page, elsewhere: str, by_key: bool) -> None:
    page = leaving
    _visit_and_leave(page, elsewhere, by_key=by_key)
    page.go_back()
    assert page.url == "about:blank"
    page.goto("/en/")
    assert page.evaluate("caches.keys()") == []


def test_shift_while_typing_does_not_leave(visit: Visit) -> None:
    page = visit("/en/")
    page.get_by_role("searchbox").press_sequentially("A B C D", delay=10)
    page.keyboard.press("Shift+A")
    assert page.url.endswith("/en/")


def test_everything_is_reached_by_keyboard(visit: Visit) -> None:
    page = visit("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.alert') !== null")  # what warns of danger comes first
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_print_has_hours_and_a_code(visit: Visit) -> None:
    page = visit("/ar/places/luckan")
    page.emulate_media(media="print")
    expect(page.locator("footer.printed svg")).to_be_visible()
    expect(page.locator("table.hours")).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".notice.demo")).to_be_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
