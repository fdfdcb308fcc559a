"""Passkeys and USB keys: each answers for one portal, one account and one sign-in."""

import html
import json
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.permissions import Role
from tests import people
from tests.people import (
    PASSWORD,
    Browser,
    come_in,
    fill_in,
    half_in,
    make,
    send,
    sheet,
    signed_in,
    told,
)
from tests.softkey import SoftKey

pytestmark = pytest.mark.slow

SECOND = "/en/account/second"


def _options(page: TestResponse) -> str:
    found = re.search(r'data-options="([^"]+)"', page.text)
    assert found
    return html.unescape(found[1])


def _sealed(page: TestResponse) -> str:
    found = re.search(r'data-sealed="([^"]+)"', page.text)
    assert found
    return found[1]


def _add_key(inside: Browser, key: SoftKey, name: str = "Blue key") -> TestResponse:
    page = inside.get("/en/account/factors/key")
    return send(inside, page, answer=key.make(_options(page)), name=name)


def _show_key(outside: Browser, key: SoftKey) -> TestResponse:
    page = outside.get(SECOND)
    return send(outside, page, question=_sealed(page), answer=key.use(_options(page)))


@people.both_databases
def test_a_key_lets_in(app: Flask, client: Browser) -> None:
    person, key = make(app), SoftKey()
    inside = come_in(app, person)
    assert _add_key(inside, key).status_code == 303
    assert "Blue key" in inside.get("/en/account/factors").text
    outside = half_in(app, person)
    assert _show_key(outside, key).location == "/en/account"
    assert signed_in(outside)


def test_the_key_of_another_does_not_let_in(app: Flask, client: Browser) -> None:
    mine, theirs = SoftKey(), SoftKey()
    person, stranger = make(app), make(app)
    _add_key(come_in(app, person), mine)
    _add_key(come_in(app, stranger), theirs)
    outside = half_in(app, person)
    page = outside.get(SECOND)
    answer = send(outside, page, question=_sealed(page), answer=theirs.use(_options(page)))
    assert answer.status_code == 400
    assert not signed_in(outside)


def test_the_answer_of_a_key_fits_one_sign_in_only(app: Flask, client: Browser) -> None:
    person, key = make(app), SoftKey()
    _add_key(come_in(app, person), key)
    first, second = half_in(app, person), half_in(app, person)
    page = first.get(SECOND)
    words = {"question": _sealed(page), "answer": key.use(_options(page))}
    assert send(second, second.get(SECOND), **words).status_code == 400
    assert send(first, page, **words).status_code == 303


def test_a_key_that_answers_for_another_site_is_refused(app: Flask, client: Browser) -> None:
    person, key = make(app), SoftKey()
    inside = come_in(app, person)
    _add_key(inside, key)
    key.origin = "https://evil.example"
    assert _show_key(half_in(app, person), key).status_code == 400
    assert _add_key(inside, SoftKey(origin="https://evil.example")).status_code == 400


def test_a_copied_key_is_found_out_by_its_count(app: Flask, client: Browser) -> None:
    person, key = make(app), SoftKey(count=5)
    _add_key(come_in(app, person), key)
    key.count = 3
    assert _show_key(half_in(app, person), key).status_code == 400


def test_the_same_key_is_added_once(app: Flask) -> None:
    person, key = make(app), SoftKey()
    inside = come_in(app, person)
    assert [_add_key(inside, key).status_code for _ in range(2)] == [303, 400]


def test_after_a_key_that_failed_a_code_still_works(app: Flask, client: Browser) -> None:
    person, key = make(app), SoftKey()
    inside = come_in(app, person)
    _add_key(inside, key)
    code = told(fill_in(inside, "/en/account/factors/printed"))[0]
    outside = half_in(app, person)
    failed = send(outside, outside.get(SECOND), question="x", answer="y")
    assert send(outside, failed, code=code).status_code == 303


@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        "[]",
        "null",
        "1e999",
        "[" * 5000,
        '{"id":"x"}',
        "\x00",
        "مأوى",
        json.dumps(
            {
                "id": "_",
                "rawId": "_",
                "type": "public-key",
                "response": dict.fromkeys(
                    ("clientDataJSON", "authenticatorData", "signature", "attestationObject"), "not base64 é"
                ),
            }
        ),
        json.dumps(
            {
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": dict.fromkeys(
                    ("clientDataJSON", "authenticatorData", "signature", "attestationObject"), "AAAA"
                ),
            }
        ),
    ],
)
def test_rubbish_instead_of_an_answer_is_refused(app: Flask, client: Browser, answer: str) -> None:
    person, key = make(app), SoftKey()
    inside = come_in(app, person)
    _add_key(inside, key)
    page = inside.get("/en/account/factors/key")
    assert send(inside, page, answer=answer).status_code == 400
    outside = half_in(app, person)
    page = outside.get(SECOND)
    assert send(outside, page, question=_sealed(page), answer=answer).status_code == 400


def test_who_has_only_a_key_is_asked_for_it_wherever_a_proof_comes_between(app: Flask, client: Browser) -> None:
    person, key = make(app, Role.ADMIN), SoftKey()
    inside = come_in(app, person)
    _add_key(inside, key)
    old = come_in(app, person, proved=False)
    asked = old.post("/en/account/staff/vet", data={"name": "x", "until": "2027-01-01"})
    assert (asked.status_code, sheet(asked)["kept-name"]) == (401, "x")
    words = {"question": _sealed(asked), "answer": key.use(_options(asked))}
    assert send(old, asked, password=PASSWORD, **words).status_code == 200
    outside = people.browser(app)
    asked = outside.post("/en/notices/mail", data={"address": "x@example.org"})
    page = send(outside, asked, name=person.name, password=PASSWORD)
    words = {"question": _sealed(page), "answer": key.use(_options(page))}
    assert people.sheets(send(outside, page, **words))[0]["address"] == "x@example.org"


def test_a_key_needs_script_and_the_page_says_so(app: Flask) -> None:
    assert "<noscript>" in come_in(app, make(app)).get("/en/account/factors/key").text
