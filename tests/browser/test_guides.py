"""Guides in a real browser: read and answered without script; translated and checked; printed in three scripts."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.entering import sign_in
from tests.browser.test_dialogue import judge, send

Visit = Callable[..., Page]
PRINTED = {
    "ar": ("/ar/guides/emergency-numbers/sheet", "rtl"),
    "fa": ("/fa/guides/emergency-numbers/sheet", "rtl"),
    "ti": ("/ti/guides/emergency-numbers/sheet", "ltr"),
}


def test_a_guide_is_found_and_answered_in_arabic_without_script(visit: Visit) -> None:
    page = visit("/ar/", java_script_enabled=False)
    page.locator("main a[href$='/ar/guides']").first.click()
    page.locator("a[href*='situation=without-papers']").click()
    page.locator("main .guide-list a").first.click()
    expect(page.locator("main h1")).to_have_attribute("lang", "ar")
    page.locator("a[href*='/unsafe']").click()
    page.locator("#note").fill("هذه تجربة DEMO")
    page.locator("main form button").first.click()
    expect(page.locator("main a[href$='/call']")).to_be_visible()


def test_words_are_changed_translated_checked_and_read(visit: Visit) -> None:
    slug = "/en/guides/sim-and-wifi"
    editor = sign_in(visit("/en/", java_script_enabled=False), "editor")
    editor.goto(f"{slug}/edit")
    body = editor.locator("[name=body]").input_value()
    editor.locator("[name=body]").fill(f"{body}\n\nAsk twice.")
    editor.locator("button[name=look]").click()
    expect(editor.locator(".sheet")).to_contain_text("Ask twice.")
    editor.locator("main form button.primary").click()
    expect(editor.locator("main")).to_contain_text("Ask twice.")
    translator = sign_in(visit("/en/", java_script_enabled=False), "translator")
    translator.goto(f"{slug}/translate/uk")
    expect(translator.locator(".beside-source")).to_contain_text("Ask twice.")
    send(translator, title="SIM і вайфай DEMO", summary="Два речення.", body="## Перше\n\nСпитайте двічі.")
    expect(translator.locator("main h1")).to_have_text("Thank you")
    judge(sign_in(visit("/en/", java_script_enabled=False), "moderator"), "en", "Спитайте двічі.", "approve")
    reader = visit("/uk/guides/sim-and-wifi", java_script_enabled=False)
    expect(reader.locator("main h1")).to_have_text("SIM і вайфай DEMO")
    expect(reader.locator("main")).to_contain_text("Спитайте двічі.")


def test_a_recording_can_be_heard_in_tigrinya(visit: Visit) -> None:
    page = visit("/ti/guides/emergency-numbers")
    expect(page.locator("main h1")).to_have_attribute("lang", "ti")
    playable = (
        "player => new Promise(done => { player.onloadedmetadata = () => done(player.duration); player.load(); })"
    )
    page.locator("audio").evaluate("player => { player.preload = 'metadata'; }")
    assert page.locator("audio").evaluate(playable) > 3


@pytest.mark.parametrize("tag", PRINTED)
def test_a_sheet_prints_to_a_pdf_whose_words_can_be_selected(
    browser: Browser, site: str, tag: str, tmp_path: Path
) -> None:
    path, direction = PRINTED[tag]
    context = browser.new_context(base_url=site)
    page, made = context.new_page(), tmp_path / "sheet.pdf"
    page.goto(path)
    title = page.locator("main h1").first
    assert title.get_attribute("lang") == tag
    assert title.evaluate("head => getComputedStyle(head).direction") == direction
    words = title.inner_text() + "\n" + page.locator("main .lead").first.inner_text()[:30].rpartition(" ")[0]
    page.pdf(path=str(made), format="A4")
    context.close()
    said = subprocess.run(["pdftotext", "-layout", str(made), "-"], capture_output=True, text=True, check=True).stdout
    for word in (each for each in re.findall(r"\w{3,}", words) if "لا" not in each):  # pdftotext turns that ligature
        assert plain(word) in plain(said), (word, said[:500])


def plain(text: str) -> str:
    """*text* as it is typed: PDFs of Arabic may hold the shapes of letters, and marks of direction between them."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
