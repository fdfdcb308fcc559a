"""What is asked in a hurry and what is taken along: the offer check, a quiz, and the copy in airplane mode."""

import re
from typing import Any

import pytest
from playwright.sync_api import Error, Page, expect

from resources.wordings.loading import shipped

Visit = Any
CACHED = """async () => { const found = [];
  for (const name of await caches.keys()) {
    for (const asked of await (await caches.open(name)).keys()) { found.push(new URL(asked.url).pathname); }
  } return found; }"""
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
AGE = """day => caches.open('wayhouse-pack').then(async cache => {
  const page = await (await cache.match('/offline-pack')).text();
  await cache.put('/offline-pack', new Response(page.replace(/data-made="[^"]+"/, `data-made="${day}"`)));
})"""
SIDEWAYS = "document.documentElement.scrollWidth"


def test_the_offer_check_without_script_in_arabic_on_a_small_screen(visit: Visit) -> None:
    said = shipped("offer-check", "ar")
    page = visit("/ar/offer-check", java_script_enabled=False)
    page.get_by_role("button", name=said["offer.job"], exact=True).click()
    questions = page.locator("fieldset")
    expect(questions).to_have_count(12)
    for at, answer in enumerate(["yes", "yes", "no", "unsure"]):
        questions.nth(at).locator(f"input[value={answer}]").check()
    page.locator("main form button").click()
    expect(page.locator(".verdict.stop")).to_contain_text(said["result.stop"])
    expect(page.locator(".flag.grave h3")).to_have_text([said["flag.papers.name"], said["flag.fee.name"]])
    expect(page.locator(".panel.call a[href='tel:112']")).to_be_visible()
    assert re.search("/ar/offer-check$", page.url)


def test_every_page_of_the_check_fits_320_pixels(visit: Visit) -> None:
    page = visit("/ar/offer-check")
    for button in ("main form button", "main form button"):
        assert page.evaluate(SIDEWAYS) <= 320
        with page.expect_navigation():
            page.locator(button).first.click()
    expect(page.locator(".verdict")).to_be_visible()
    assert page.evaluate(SIDEWAYS) <= 320


def test_a_quiz_is_scored_in_the_page_only(visit: Visit) -> None:
    page = visit("/en/lessons/checking-rumours")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    items = page.locator("[data-right]")
    items.nth(0).locator("[data-answer=no]").click()
    items.nth(1).locator("[data-answer=no]").click()
    expect(items.nth(0).locator(".quiz-said")).to_have_text("Right.")
    expect(items.nth(1).locator(".quiz-said")).to_have_text("Not quite.")
    expect(items.nth(1).locator("details p")).to_be_visible()
    expect(page.locator(".quiz-score")).to_have_text("1 of 5 right so far.")
    assert sent == []


def test_a_quiz_without_script_shows_its_answers(visit: Visit) -> None:
    page = visit("/ar/lessons/checking-rumours", java_script_enabled=False)
    expect(page.locator("[data-answer]").first).to_be_hidden()
    page.locator("summary").first.click()
    expect(page.locator("details p").first).to_be_visible()


def keep(page: Page) -> None:
    """Put the copy on this phone."""
    page.locator("[data-keep]").click()
    expect(page.locator("[data-said]")).to_contain_text("It is on this phone now")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_the_copy_works_in_airplane_mode_and_holds_nothing_else(visit: Visit) -> None:
    page = visit("/en/offline?area=kluuvi", expected="ERR_INTERNET_DISCONNECTED")
    keep(page)
    page.goto("/en/guides/violence-at-home")
    expect(page.locator("[data-offline]")).to_have_count(0)
    assert sorted(page.evaluate(CACHED)) == sorted(_expected(page))
    page.context.set_offline(True)
    for path in ("/en/guides/violence-at-home", "/ar/", "/en/offline/pack"):
        page.goto(path)
        expect(page.locator("[data-offline]")).to_contain_text("You are offline.")
        expect(page.locator("#guide-violence-at-home")).to_be_visible()
        expect(page.locator("a[href='tel:112']").first).to_be_visible()
    assert "Kluuvi" in page.locator(".lead").first.inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.exit')).display") == "flex"  # its style is there
    page.context.set_offline(False)
    page.goto("/en/guides/violence-at-home")
    expect(page.locator("[data-offline]")).to_have_count(0)


def _expected(page: Page) -> list[str]:
    """The copy, and what the page with the button said that goes with it."""
    page.goto("/en/offline")
    return ["/offline-pack", *(page.locator("[data-assets]").get_attribute("data-assets") or "").split()]


def test_the_copy_says_that_it_is_one_only_without_a_network(visit: Visit) -> None:
    page = visit("/en/offline/pack", java_script_enabled=False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text("On this phone")


def test_the_copy_is_removed_by_its_button(visit: Visit) -> None:
    page = visit("/en/offline")
    keep(page)
    page.locator("[data-remove]").click()
    expect(page.locator("[data-said]")).to_contain_text("It is removed")
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert (page.evaluate(CACHED), page.evaluate(WORKERS)) == ([], 0)


def test_an_old_copy_offers_to_be_renewed(visit: Visit) -> None:
    page = visit("/en/offline?area=kluuvi")
    keep(page)
    expect(page.locator("[data-words]")).to_contain_text("English, Kluuvi, of ")
    expect(page.locator("[data-old]")).to_be_hidden()
    page.evaluate(AGE, "2020-01-01")
    page.goto("/en/offline")
    expect(page.locator("[data-old]")).to_be_visible()
    page.locator("[data-renew]").click()
    expect(page.locator("[data-old]")).to_be_hidden()
    expect(page.locator("[data-words]")).to_contain_text("Kluuvi")


def test_a_connection_that_breaks_loses_no_copy(visit: Visit) -> None:
    page = visit("/en/offline", expected="ERR_")
    keep(page)
    before = page.evaluate(CACHED)
    page.context.route("**/offline/pack*", lambda route: route.abort())
    page.locator("[data-keep]").click()
    expect(page.locator("[data-said]")).to_contain_text("That did not work")
    assert page.evaluate(CACHED) == before


def test_without_script_it_says_so_and_offers_sheets(visit: Visit) -> None:
    page = visit("/en/offline", java_script_enabled=False)
    expect(page.locator("[data-without]")).to_be_visible()
    expect(page.locator("[data-keep]")).to_be_hidden()
    expect(page.locator(".choices a[href$='/sheet']").first).to_be_visible()


@pytest.mark.parametrize("way", ["online", "offline", "plain link"])
def test_quick_exit_takes_the_copy_along(leaving: Page, elsewhere: str, way: str) -> None:
    page = leaving
    page.goto("/en/offline")
    keep(page)
    if way == "offline":
        page.context.set_offline(True)
        page.goto("/en/guides")
        expect(page.locator("[data-offline]")).to_be_visible()
    if way == "plain link":
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):  # nobody answers where the link leads
            page.goto("/exit")
    else:
        page.locator(".exit").click()
        page.wait_for_url(elsewhere)
    page.context.set_offline(False)
    later = page.context.new_page()
    later.goto("/en/")
    assert (later.evaluate(CACHED), later.evaluate(WORKERS)) == ([], 0)
