"""Moderation walked through from end to end: without script, and by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.entering import sign_in

Visit = Callable[..., Page]


@pytest.fixture
def enter(visit: Visit) -> Callable[..., Page]:
    """Someone of the demo, signed in, in a browser without script."""

    def come(name: str, lang: str = "en", **options: Any) -> Page:
        return sign_in(visit(f"/{lang}/", java_script_enabled=False, **options), name, lang)

    return come


def suggest(page: Page, name: str, about: str) -> str:
    """Suggest a place; return the address of the page on which it waits."""
    page.goto("/en/places/suggest")
    page.get_by_label("Name of the place").fill(name)
    page.get_by_label("What kind of help?").select_option("meals")
    page.get_by_label("What does one find there").fill(about)
    page.get_by_role("button", name="Send").click()
    return page.url


def take(page: Page, words: str) -> None:
    """Find the item that says *words* in the queue, and take it."""
    page.goto("/en/moderation")
    links = page.locator("main .rows a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    for address in links:
        page.goto(address)
        if words in page.locator("main").inner_text():
            break
    page.get_by_role("button", name="Take it").click()


def decide(page: Page, action: str, rule: str, facts: str = "", note: str = "") -> None:
    page.locator(f"input[name=action][value={action}]").check()
    page.locator("#rule").select_option(rule)
    page.locator("#facts").fill(facts)
    page.locator("#note").fill(note)
    page.get_by_role("button", name="Decide").click()


def test_a_suggestion_waits_comes_back_is_mended_shown_hidden_and_restored(visit: Visit, enter: Visit) -> None:
    resident, moderator = enter("resident"), enter("moderator")
    suggest(resident, "Room of kettles", "Tea at four. Call 040 123 4567.")
    expect(resident.get_by_role("alert")).to_contain_text("A phone number")
    resident.get_by_role("button", name="Send").click()
    expect(resident.locator(".waiting")).to_contain_text("A person reads it before others can")
    waiting = resident.url
    take(moderator, "Room of kettles")
    decide(moderator, "return", "privacy", "It gives a number.", "Leave the number out, please.")
    resident.goto(waiting)
    resident.get_by_role("link", name="What was decided").click()
    expect(resident.locator("main")).to_contain_text("Leave the number out, please.")
    resident.get_by_role("link", name="Change it and send it again").click()
    expect(resident.get_by_label("Name of the place")).to_have_value("Room of kettles")
    resident.get_by_label("What does one find there").fill("Tea at four.")
    resident.get_by_role("button", name="Send").click()
    take(moderator, "Room of kettles")
    decide(moderator, "approve", "none")
    stranger = visit("/en/search?q=kettles", java_script_enabled=False)
    stranger.goto("/en/places?category=meals")
    stranger.get_by_role("link", name="Room of kettles").click()
    stranger.get_by_role("link", name="Something is wrong here").click()
    stranger.get_by_label("It tries to get money").check()
    stranger.get_by_role("button", name="Send the report").click()
    expect(stranger.locator("h1")).to_contain_text("We have your report")
    take(moderator, "Room of kettles")
    decide(moderator, "hide", "scam", "It asks for money.")
    stranger.goto("/en/places?category=meals")
    expect(stranger.get_by_text("Room of kettles")).to_have_count(0)
    resident.goto("/en/notices")
    resident.get_by_role("link", name="Something was decided").first.click()
    resident.get_by_role("link", name="I object").click()
    resident.get_by_label("What did we get wrong?").fill("The tea is free.")
    resident.get_by_role("button", name="Send the objection").click()
    answer_as_ombudsperson(enter("ombuds"), "The tea is free.")
    stranger.goto("/en/places?category=meals")
    expect(stranger.get_by_text("Room of kettles")).to_have_count(1)
    resident.reload()
    expect(resident.locator("main")).to_contain_text("This was taken back")


def answer_as_ombudsperson(page: Page, objection: str) -> None:
    page.goto("/en/moderation/appeals")
    for address in page.locator("main .rows a").evaluate_all("all => all.map(each => each.getAttribute('href'))"):
        page.goto(address)
        if objection in page.locator("main").inner_text():
            break
    page.locator("input[name=status][value=upheld]").check()
    page.locator("#reply").fill("You are right, nothing is asked for.")
    page.get_by_role("button", name="Answer").click()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what *selector* names has the focus, as a hand without a mouse would."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_the_queue_is_worked_by_keyboard_alone(visit: Visit, enter: Visit) -> None:
    suggest(enter("leader"), "Room of scarves", "Warm scarves for winter.")
    page = sign_in(visit("/en/"), "editor")
    page.goto("/en/moderation")
    tab_to(page, "a[href$='/moderation/next']")
    page.keyboard.press("Enter")
    for _ in range(5):
        if "Room of scarves" in page.locator("main").inner_text():
            break
        with page.expect_navigation():
            page.keyboard.press("n")
    with page.expect_navigation():
        page.keyboard.press("t")
    expect(page.locator(".decide")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("input[name=action]").first).to_be_checked()
    tab_to(page, "#rule")
    page.keyboard.press("End")
    tab_to(page, "#facts")
    page.keyboard.type("All well: s, n and t are letters here.")
    tab_to(page, ".decide button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/en/places?category=meals")
    expect(page.get_by_text("Room of scarves")).to_have_count(1)


def test_a_moved_item_says_so_and_keeps_what_was_written(visit: Visit, enter: Visit) -> None:
    suggest(enter("youth"), "Room of lamps", "Lamps to borrow.")
    page = enter("moderator", expected="409 (CONFLICT)")
    take(page, "Room of lamps")
    page.locator("input[name=version]").first.evaluate("field => { field.value = '1'; }")
    decide(page, "hide", "spam", "My careful reasons.")
    expect(page.get_by_role("alert")).to_contain_text("Your words are kept")
    expect(page.locator("#facts")).to_have_value("My careful reasons.")


@pytest.mark.parametrize("lang", ["ar", "uk"])
def test_a_member_of_another_language_is_told_in_it(enter: Visit, lang: str) -> None:
    page = enter("resident", lang)
    page.goto(f"/{lang}/places/suggest")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.goto(f"/{lang}/decisions/1")
    expect(page.locator("main dl dd").nth(1)).not_to_be_empty()
    assert not re.search(r"[A-Za-z]{4,}", page.locator("main dl dt").first.inner_text())
