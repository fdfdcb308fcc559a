"""Accounts in a real Chromium: made without script, guarded by passkeys and USB keys, gone from the screen later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Error, Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_every_page import check
from tests.people import PASSWORD, new_pseudonym

KEYS = {
    "passkey": {"transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True},
    "usb key": {"transport": "usb", "hasResidentKey": False, "hasUserVerification": False},
}
OWN = ("", "/sessions", "/password", "/languages", "/factors", "/invitation")


@dataclass
class Key:
    """A key that Chromium itself plays."""

    cdp: CDPSession
    id: str

    @classmethod
    def put_in(cls, page: Page, kind: str) -> "Key":
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "automaticPresenceSimulation": True, **KEYS[kind]}
        return cls(cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])

    def forget(self) -> None:
        """Lose every credential."""
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})


@pytest.fixture
def local(browser: Browser, site: str) -> Iterator[Any]:
    """Pages of the portal under the name that browsers allow keys for: an address of numbers is none."""
    address = site.replace("127.0.0.1", "localhost")
    made: list[tuple[Any, Watch]] = []

    def visit(path: str, *, expected: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 320, "height": 800}, base_url=address, **options)
        made.append((context, Watch(context, urlsplit(address).netloc, expected)))
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context, _watch in made:
        context.close()
    assert [each for _context, watch in made for each in watch.wrong] == []


def _register(page: Page) -> str:
    """Make an account; return its sign-in name."""
    page.goto("/en/account/register")
    page.get_by_label("18 or older").check()
    page.get_by_label("The name that others will see").fill(new_pseudonym())
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write this down")
    expect(page.locator(".secrets li")).to_have_count(6)
    return page.locator(".secret bdi").inner_text()


def _sign_out(page: Page) -> None:
    page.goto("/en/account")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/en/$"))


def _sign_in(page: Page, name: str) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("Your sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _prove(page: Page) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def _add_key(page: Page) -> None:
    page.goto("/en/account/factors/key")
    _prove(page)
    page.get_by_label("A name for this key").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.locator(".rows")).to_contain_text("Blue key")


def test_an_account_is_made_and_used_without_script(local: Any) -> None:
    page = local("/en/", java_script_enabled=False)
    name = _register(page)
    page.get_by_role("link", name="I wrote it down").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    _sign_out(page)
    _sign_in(page, name)
    expect(page).to_have_url(re.compile("/en/account$"))


def test_what_was_typed_survives_a_sign_in_without_script(local: Any) -> None:
    page = local("/en/", java_script_enabled=False, expected="status of 40")
    name = _register(page)
    page.goto("/en/notices/mail")
    page.get_by_label("E-mail address").fill("someone@example.org")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing that you typed is lost")
    page.get_by_label("Your sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("E-mail address")).to_have_value("someone@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page).to_have_url(re.compile("/en/notices/mail/confirm$"))


def test_who_is_too_young_is_shown_who_listens(local: Any) -> None:
    page = local("/en/account/register", java_script_enabled=False)
    page.get_by_label("Under 13").check()
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You cannot have an account yet")
    assert page.locator("main a[href^='tel:']").count() > 2
    assert page.context.cookies() == []


@pytest.mark.parametrize("kind", KEYS)
def test_a_key_is_added_and_lets_in(local: Any, kind: str) -> None:
    page = local("/en/")
    Key.put_in(page, kind)
    name = _register(page)
    _add_key(page)
    _sign_out(page)
    _sign_in(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("button", name="Use my key").click()
    expect(page).to_have_url(re.compile("/en/account$"))


def test_a_key_proves_again_who_one_is(local: Any) -> None:
    page = local("/en/")
    Key.put_in(page, "usb key")
    _register(page)
    _add_key(page)
    page.goto("/en/account/prove?back=/en/account/sessions")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Use my key").click()
    expect(page).to_have_url(re.compile("/en/account/sessions$"))


def test_a_key_that_does_not_answer_says_so_and_a_code_still_works(local: Any) -> None:
    page = local("/en/")
    key = Key.put_in(page, "usb key")
    name = _register(page)
    _add_key(page)
    page.goto("/en/account/factors/printed")
    page.get_by_role("button", name="Show me the codes").click()
    code = page.locator(".secrets li").first.inner_text()
    _sign_out(page)
    key.forget()
    _sign_in(page, name)
    page.get_by_role("button", name="Use my key").click()
    expect(page.locator(".key-words")).to_contain_text("did not answer")
    page.get_by_label("Code from your app or your printed sheet").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/en/account$"))


def test_a_page_of_ones_own_is_not_shown_again_after_signing_out(local: Any) -> None:
    page = local("/en/")
    _register(page)
    page.goto("/en/account/sessions")
    expect(page.get_by_text("This one")).to_be_visible()
    _sign_out(page)
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):  # the page with the secrets: no cache kept it
        page.go_back()


def test_the_pages_of_an_account_are_for_everyone(local: Any) -> None:
    page = local("/en/")
    for path in ("register", "sign-in", "recover"):
        page.goto(f"/ar/account/{path}")
        check(page)
    _register(page)
    check(page)
    page.goto("/en/account/prove")
    check(page)
    _prove(page)
    for path in (*(f"/account{each}" for each in OWN), "/account/factors/app", "/account/factors/key", "/notices"):
        page.goto(f"/ar{path}")
        check(page)
