"""Every page in every language, light and dark, narrow and wide: axe, sideways scroll, targets, foreign words."""

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
    if (other || parent.closest('script, bdi[dir], noscript')) continue;
    found.push(...(walk.currentNode.textContent.match(/[A-Za-z]{3,}/g) || []));
  } return found; }"""
NAMES = {
    "Wayhouse",
    "DEMO",
    "SIM",
    "OpenStreetMap",
    "JavaScript",
    "Wikipedia",
    "Maki",
    "Temaki",
    "https",
    "AGPL",
    "ODbL",
}
OTHER_SCRIPT = {"ar", "fa", "prs", "uk", "ti"}


def check(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width, scheme in ((320, "light"), (320, "dark"), (1280, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(RUN) == [], (width, scheme)
        assert page.evaluate(SIDEWAYS) <= 0, (width, scheme)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("path", LOOKED_AT)
def test_every_page(visit: Any, tag: str, path: str) -> None:
    page = visit(f"/{tag}{path}", expected="404 (NOT FOUND)" if path == "/nowhere" else "")
    if path == "/map":
        page.wait_for_selector("[data-drawn]")
    check(page)
    shown = page.evaluate("document.documentElement.lang")
    if shown in OTHER_SCRIPT:
        assert set(page.evaluate(LATIN)) <= NAMES


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_every_page_of_those_who_are_signed_in(visit: Any, tag: str) -> None:
    pages = {name: sign_in(visit(f"/{tag}/"), name, tag) for name in {name for name, _ in SIGNED_IN}}
    for name, path in SIGNED_IN:
        page = pages[name]
        page.goto(f"/{tag}{path}")
        check(page)
        if tag in OTHER_SCRIPT:
            assert set(page.evaluate(LATIN)) <= NAMES, path
