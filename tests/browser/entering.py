"""Coming into the demo as one of its people."""

import re

from playwright.sync_api import Page, expect

from tests import serving


def sign_in(page: Page, name: str, lang: str = "en") -> Page:
    """Sign in as *name* of the demo; works without script."""
    page.goto(f"/{lang}/account/sign-in")
    page.locator("#name").fill(name)
    page.locator("#password").fill(serving.DEMO_PASSWORD)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/account$"))
    return page
