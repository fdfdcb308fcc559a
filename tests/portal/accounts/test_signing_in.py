"""Signing in: who has no account learns nothing, who errs is slowed and never locked out."""

import datetime
import re
import unicodedata
from typing import Literal

import pytest
import time_machine
from flask import Flask

from portal.accounts import passwords, tokens
from tests import people
from tests.people import PASSWORD, Browser, come_in, make, sheet, sign_in, signed_in

pytestmark = pytest.mark.slow

WRONG = "not the password at all"
NOBODY = "0000000000"
START = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


def _without_token(page: str, name: str) -> str:
    return re.sub(r'(name="token"[^>]*value=")[^"]+', r"\1", page).replace(name, "NAME")


def _fail(client: Browser, name: str, times: int) -> list[int]:
    return [sign_in(client, name, WRONG).status_code for _ in range(times)]


@people.both_databases
def test_name_and_password_sign_in(app: Flask, client: Browser) -> None:
    answer = sign_in(client, make(app).name)
    assert (answer.status_code, answer.location) == (303, "/en/account")
    assert signed_in(client)


def test_an_unknown_name_and_a_wrong_password_are_answered_with_the_same_bytes(app: Flask, client: Browser) -> None:
    known, unknown = (sign_in(client, name, WRONG) for name in (make(app).name, NOBODY))
    assert (known.status_code, unknown.status_code) == (400, 400)
    assert len(known.data) == len(unknown.data)
    assert known.headers["Content-Length"] == unknown.headers["Content-Length"]
    name = sheet(known)["name"]
    assert _without_token(known.text, name) == _without_token(unknown.text, NOBODY)
    assert sorted(known.headers) == sorted(unknown.headers)


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    hasher = passwords._HASHER
    monkeypatch.setattr(passwords, "_HASHER", _Counting(hasher, asked))
    passwords._nobodys_hash()
    passwords.verify(None, WRONG)
    passwords.verify(passwords.hash_password(PASSWORD), WRONG)
    assert len(asked) == 2
    assert len({each.split("$")[3] for each in asked}) == 1, "the same parameters"


class _Counting:
    """The real hasher, which notes what it was asked to verify."""

    def __init__(self, hasher: object, asked: list[str]) -> None:
        self.hasher, self.asked = hasher, asked

    def __getattr__(self, name: str) -> object:
        return getattr(self.hasher, name)

    def verify(self, hashed: str, password: str) -> bool:
        self.asked.append(hashed)
        return bool(self.hasher.verify(hashed, password))  # type: ignore[attr-defined]


@pytest.mark.parametrize("zero", ["٠", "۰", "０", "०"])
def test_digits_of_every_script_are_taken(app: Flask, client: Browser, zero: str) -> None:
    name = make(app).name
    other = "".join(chr(ord(zero) + int(digit)) for digit in name)
    assert all(unicodedata.digit(each) == int(digit) for each, digit in zip(other, name, strict=True))
    assert sign_in(client, other).status_code == 303


@pytest.mark.parametrize("form", ["{0} {1} {2}", " {0}-{1}–{2} ", "\u200f{0}\u00a0{1}\u200e{2}\u061c", "{0}.{1}.{2}"])
def test_a_name_may_be_typed_in_groups(app: Flask, client: Browser, form: str) -> None:
    name = make(app).name
    assert sign_in(client, form.format(name[:3], name[3:6], name[6:])).status_code == 303


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_password_is_the_same_on_every_keyboard(client: Browser, form: Literal["NFC", "NFD"]) -> None:
    typed = "très étrange ami"
    page = people.register(client, password=typed)
    name = people.told(page)[0]
    other = people.browser(client.application)
    assert sign_in(other, name, unicodedata.normalize(form, typed)).status_code == 303


def test_a_code_may_be_typed_as_it_was_read() -> None:
    assert tokens.plain_code("K7MQ 29xd\u200f hh4t_wz3p") == "k7mq-29xd-hh4t-wz3p"
    assert tokens.plain_code("k۷mq۲۹xdhh٤twz٣p") == "k7mq-29xd-hh4t-wz3p"


def test_failures_are_slowed_with_the_name_kept(app: Flask, client: Browser) -> None:
    name = make(app).name
    assert _fail(client, name, 5) == [400] * 5
    late = sign_in(client, name)
    assert (late.status_code, late.headers["Retry-After"], sheet(late)["name"]) == (429, "1", name)


def test_a_name_is_never_locked(app: Flask, client: Browser) -> None:
    name = make(app).name
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(14):
            late = sign_in(client, name, WRONG)
            clock.shift(int(late.headers.get("Retry-After", 0)))
        clock.shift(30)
        assert sign_in(client, name).status_code == 303


def test_each_failure_doubles_the_wait_up_to_half_a_minute(app: Flask, client: Browser) -> None:
    name, waits = make(app).name, []
    with time_machine.travel(START, tick=False) as clock:
        _fail(client, name, 4)
        for _ in range(7):
            _fail(client, name, 1)
            waits.append(int(sign_in(client, name, WRONG).headers["Retry-After"]))
            clock.shift(waits[-1])
    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_success_forgets_the_failures(app: Flask, client: Browser) -> None:
    name = make(app).name
    _fail(client, name, 4)
    assert sign_in(client, name).status_code == 303
    assert _fail(client, name, 5) == [400] * 5


def test_another_address_is_not_slowed(app: Flask, client: Browser) -> None:
    name = make(app).name
    _fail(client, name, 6)
    assert sign_in(people.browser(app, "198.51.100.7"), name).status_code == 303


def test_another_name_from_the_same_address_is_not_slowed(app: Flask, client: Browser) -> None:
    _fail(client, make(app).name, 6)
    assert sign_in(client, make(app).name).status_code == 303


def test_an_unknown_name_is_slowed_like_a_known_one(client: Browser) -> None:
    assert _fail(client, NOBODY, 6) == [400] * 5 + [429]


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/x",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/x\r\nSet-Cookie: a=b",
        " //evil.example",
        "javascript:alert(1)",
        "evil",
        "",
    ],
)
def test_who_signs_in_is_led_to_our_own_pages_only(app: Flask, client: Browser, back: str) -> None:
    page = client.get("/en/account/sign-in", query_string={"back": back})
    answer = people.send(client, page, name=make(app).name, password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/en/account")


@pytest.mark.parametrize("back", ["/ar/places?open=now&q=a+b", "/en/places/مأوى", "/en/account/sessions"])
def test_who_signs_in_is_led_back(app: Flask, client: Browser, back: str) -> None:
    page = client.get("/en/account/sign-in", query_string={"back": back})
    answer = people.send(client, page, name=make(app).name, password=PASSWORD)
    assert answer.location == people.as_sent(back)


def test_a_page_that_needs_an_account_leads_to_sign_in_and_back(app: Flask, client: Browser) -> None:
    path = "/en/account/sessions"
    page = client.get(path, follow_redirects=True)
    assert people.send(client, page, name=make(app).name, password=PASSWORD).location == path


def test_head_is_answered_like_get(client: Browser) -> None:
    for path in ("/en/account/sign-in", "/en/account/register", "/en/account/sessions", "/en/account"):
        assert client.head(path).status_code == client.get(path).status_code


def test_a_form_from_before_a_sign_in_still_signs_in(app: Flask, client: Browser) -> None:
    page, person = client.get("/en/account/sign-in"), make(app)
    sign_in(client, person.name)
    assert people.send(client, page, name=person.name, password=PASSWORD).status_code == 303


@people.both_databases
def test_signing_out_ends_the_row_and_drops_the_cookie(app: Flask) -> None:
    inside = come_in(app, make(app))
    cookie = inside.get_cookie("wayhouse")
    assert cookie
    answer = people.send(inside, inside.get("/en/account"))
    assert (answer.status_code, inside.get_cookie("wayhouse")) == (303, None)
    assert "cache" in answer.headers["Clear-Site-Data"]
    inside.set_cookie("wayhouse", cookie.value)
    assert not signed_in(inside)


def test_signing_out_with_an_old_form_asks_again(app: Flask) -> None:
    inside = come_in(app, make(app))
    page = inside.post("/en/account/sign-out")
    assert (page.status_code, signed_in(inside)) == (400, True)
    assert people.send(inside, page).status_code == 303
    assert not signed_in(inside)


def test_a_demo_name_is_a_word() -> None:
    assert tokens.plain_name(" Ombuds ") == "ombuds"
