"""Every page in every language, narrow and wide: axe, sideways scroll, targets, foreign words.

Axe looks at each page in English, narrow and light, and in Arabic, wide and dark; what it asks of colours and
structure is the same in the other languages, of which each looks at every third page, not the same as the last one's.
`make look` lets axe look at all pages in every language and size.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from portal.languages import LANGUAGES
from tests.browser.entering import sign_in
from tests.pages import LOOKED_AT, SIGNED_IN

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']}))
  .violations.map(each => [each.id, each.nodes.map(node => node.html)])"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TARGETS = ".button, button, .tile, .bar a, .exit, .tool, .chip, summary, select, .choices a"
SMALL = f"""() => [...document.querySelectorAll('{TARGETS}')]
  .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5).map(each => each.outerHTML)"""
# Latin words that stand, without a lang of their own, in a page of another script.
LATIN = """() => { const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    const other = parent.closest('[lang]') !== document.documentElement;
    if (other || parent.closest('script, bdi[dir], noscript, textarea, option')) continue;
    found.push(...(walk.currentNode.textContent.match(/[A-Za-z]{3,}/g) || []));
  } return found; }"""
NAMES = {
    "Wayhouse",
    "DEMO",
    "SIM",
    "OpenStreetMap",
    "JavaScript",
    "Wikipedia",
    "Atom",
    "CSV",
    "JSON",
    "iCal",
    "ics",
    "csv",
    "UTF",
    "WhatsApp",
    "EUR",
    "Maki",
    "Temaki",
    "https",
    "AGPL",
    "ODbL",
    "SMS",
    "Markdown",
    "PO",
    "prs",
    "finding",
    "room",
    "kmr",
    "ckb",
}
EVERY = ((320, "light"), (320, "dark"), (1280, "dark"), (1280, "light"))
LOOKS = {"en": (EVERY[0],), "ar": (EVERY[2],)}
SHARED = 3  # of the languages that axe does not look at, so many look at all pages together
OTHER_SCRIPT = {"ar", "fa", "prs", "uk", "ti"}


Look = tuple[int, str]


def check(page: Page, looks: Sequence[Look] = EVERY) -> None:
    """Look at a page: axe in each of *looks*; whether it scrolls sideways, and its targets, in both widths."""
    if looks:
        page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in looks:
        see(page, width, scheme)
        assert page.evaluate(RUN) == [], (page.url, width, scheme)
    for width in (320, 1280):
        see(page, width, "light")
        assert page.evaluate(SIDEWAYS) <= 0, (page.url, width)
        assert page.evaluate(SMALL) == [], (page.url, width)


def see(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)


def go(page: Page, path: str, looks: Sequence[Look]) -> None:
    """Go to one page, and look at it."""
    page.goto(path)
    if path.endswith("/map"):
        page.wait_for_selector("[data-drawn]")
    check(page, looks)
    if page.evaluate("document.documentElement.lang") in OTHER_SCRIPT:
        assert set(page.evaluate(LATIN)) <= NAMES, path


def every_page(visit: Any, tag: str, looks: Sequence[Look], paths: Sequence[str] = LOOKED_AT) -> None:
    page = visit(f"/{tag}/", expected="404 (NOT FOUND)")
    for path in paths:
        go(page, f"/{tag}{path}", looks)


def every_signed_in_page(visit: Any, tag: str, looks: Sequence[Look]) -> None:
    pages = {name: sign_in(visit(f"/{tag}/"), name, tag) for name in {name for name, _ in SIGNED_IN}}
    for name, path in SIGNED_IN:
        go(pages[name], f"/{tag}{path}", looks)


def test_every_page_of_those_who_are_signed_in(visit: Any) -> None:
    every_signed_in_page(visit, "ar", LOOKS["ar"])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page(visit: Any, tag: str) -> None:
    paths = LOOKED_AT if tag in LOOKS else LOOKED_AT[list(LANGUAGES).index(tag) % SHARED :: SHARED]
    every_page(visit, tag, LOOKS.get(tag, ()), paths)


@pytest.mark.thorough
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_in_every_size_and_scheme(visit: Any, tag: str) -> None:
    every_page(visit, tag, EVERY)
    if tag in LOOKS:
        every_signed_in_page(visit, tag, EVERY)
