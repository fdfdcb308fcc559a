"""What was typed survives whatever comes between: another sign-in, a proof, a second factor."""

import datetime

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.permissions import Role
from tests import people
from tests.people import (
    PASSWORD,
    Browser,
    Person,
    come_in,
    fill_in,
    make,
    post,
    printed,
    send,
    sheet,
    sheets,
)

pytestmark = pytest.mark.slow

ADDRESS = "someone@example.org"
MAIL = "/en/notices/mail"
HOLDING = "kept-address"


def _ended(browser: Browser) -> None:
    """The sign-in ends elsewhere while a form is open."""
    browser.set_cookie("wayhouse", "gone")


def test_a_form_of_one_sign_in_does_not_work_in_another(app: Flask) -> None:
    page = come_in(app, make(app)).get(MAIL)
    other = come_in(app, make(app))
    answer = post(other, sheets(page)[-1], address=ADDRESS)
    assert (answer.status_code, sheet(answer)["address"]) == (400, ADDRESS)


def test_the_same_person_elsewhere_is_another_sign_in(app: Flask) -> None:
    person = make(app)
    page = come_in(app, person).get(MAIL)
    assert send(come_in(app, person), page, address=ADDRESS).status_code == 400


def test_what_was_typed_survives_the_end_of_a_sign_in(app: Flask, client: Browser) -> None:
    person = make(app)
    inside = come_in(app, person)
    page = inside.get(MAIL)
    _ended(inside)
    asked = send(inside, page, address=ADDRESS)
    assert (asked.status_code, sheet(asked)[HOLDING], sheet(asked)["back"]) == (401, ADDRESS, MAIL)
    offer = send(inside, asked, name=person.name, password=PASSWORD)
    found = sheets(offer)[0]
    assert (offer.status_code, found.action, found["address"]) == (200, MAIL, ADDRESS)
    again = post(inside, found)
    assert sheet(again)["address"] == ADDRESS
    assert send(inside, again).location == "/en/notices/mail/confirm"


def test_what_was_typed_survives_a_wrong_password_between(app: Flask, client: Browser) -> None:
    person = make(app)
    inside = come_in(app, person)
    page = inside.get(MAIL)
    _ended(inside)
    asked = send(inside, page, address=ADDRESS)
    wrong = send(inside, asked, name=person.name, password="not this one here")
    assert (wrong.status_code, sheet(wrong)[HOLDING]) == (400, ADDRESS)
    for _ in range(5):
        wrong = send(inside, wrong, name=person.name, password="not this one here")
    assert (wrong.status_code, sheet(wrong)[HOLDING]) == (429, ADDRESS)


def test_what_was_typed_survives_a_second_factor_between(app: Flask, client: Browser) -> None:
    person = make(app)
    code = printed(app, person)[0]
    inside = come_in(app, person)
    page = inside.get(MAIL)
    _ended(inside)
    asked = send(inside, send(inside, page, address=ADDRESS), name=person.name, password=PASSWORD)
    assert (sheet(asked).action, sheet(asked)[HOLDING]) == ("/en/account/second", ADDRESS)
    wrong = send(inside, asked, code="nothing")
    assert (wrong.status_code, sheet(wrong)[HOLDING]) == (400, ADDRESS)
    offer = send(inside, wrong, code=code)
    assert (sheets(offer)[0].action, sheets(offer)[0]["address"]) == (MAIL, ADDRESS)


def test_what_was_typed_survives_while_the_second_factor_is_missing(app: Flask) -> None:
    person = make(app)
    code = printed(app, person)[0]
    inside = people.browser(app)
    people.sign_in(inside, person.name)
    asked = inside.post(MAIL, data={"address": ADDRESS, "token": "old"})
    assert (asked.status_code, sheet(asked).action, sheet(asked)[HOLDING]) == (401, "/en/account/second", ADDRESS)
    assert sheets(send(inside, asked, code=code))[0]["address"] == ADDRESS


def test_a_sign_in_that_ends_before_the_second_factor_loses_nothing(app: Flask, client: Browser) -> None:
    person = make(app)
    printed(app, person)
    inside = people.browser(app)
    people.sign_in(inside, person.name)
    half = inside.post(MAIL, data={"address": ADDRESS})
    _ended(inside)
    asked = send(inside, half, code="anything")
    assert (asked.status_code, sheet(asked)["back"], sheet(asked)[HOLDING]) == (401, MAIL, ADDRESS)


def _admin_grants(app: Flask, *, proved: bool) -> tuple[Browser, Person]:
    return come_in(app, make(app, Role.ADMIN), proved=proved), make(app)


@people.both_databases
def test_what_was_typed_survives_a_proof_and_is_then_done(app: Flask) -> None:
    inside, person = _admin_grants(app, proved=True)
    page = inside.get("/en/account/staff/grant")
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=11)):
        asked = send(inside, page, name=person.pseudonym, role=Role.MODERATOR, scope="")
        assert (asked.status_code, sheet(asked).action) == (401, "/en/account/prove")
        assert sheet(asked)["kept-name"] == person.pseudonym
        wrong = send(inside, asked, password="not this one here")
        assert (wrong.status_code, sheet(wrong)["kept-name"]) == (400, person.pseudonym)
        offer = send(inside, wrong, password=PASSWORD)
        assert post(inside, sheets(offer)[0]).location == "/en/account/staff"
    assert person.pseudonym in inside.get("/en/account/staff").text


def test_a_sign_in_that_ends_during_a_proof_leads_back_to_what_was_typed(app: Flask, client: Browser) -> None:
    inside, person = _admin_grants(app, proved=False)
    path = "/en/account/staff/grant"
    asked = inside.post(path, data={"name": person.pseudonym, "role": "moderator", "scope": ""})
    _ended(inside)
    again = send(inside, asked, password=PASSWORD)
    assert (again.status_code, sheet(again)["back"], sheet(again)["kept-name"]) == (401, path, person.pseudonym)


def test_a_page_that_asks_for_proof_leads_there_and_back(app: Flask) -> None:
    inside, _person = _admin_grants(app, proved=False)
    page = inside.get("/en/account/staff/grant", follow_redirects=True)
    assert send(inside, page, password=PASSWORD).location == "/en/account/staff/grant"


def test_every_value_of_a_field_is_carried(app: Flask, client: Browser) -> None:
    person = make(app)
    outside = people.browser(app)
    data = MultiDict([("reads", "ar"), ("reads", "fa"), ("language", "en")])
    asked = outside.post("/en/account/languages", data=data)
    offer = send(outside, asked, name=person.name, password=PASSWORD)
    carried = [each for each in sheets(offer)[0].fields if each[0] != "resumed"]
    assert sorted(carried) == [("language", "en"), ("reads", "ar"), ("reads", "fa")]


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "a\nb", "😀 مأوى", "&amp;"])
def test_what_is_carried_is_text_and_nothing_else(app: Flask, client: Browser, text: str) -> None:
    person = make(app)
    outside = people.browser(app)
    asked = outside.post(MAIL, data={"address": text})
    assert "<script>" not in asked.text
    assert sheets(send(outside, asked, name=person.name, password=PASSWORD))[0]["address"] == text


def test_no_password_of_a_sign_in_is_carried(client: Browser) -> None:
    for data in ({"name": "1", "password": PASSWORD}, {"name": "1", "password": PASSWORD, "back": ""}):
        assert PASSWORD not in client.post("/en/account/sign-in", data=data).text


def test_signing_in_from_a_page_offers_nothing_to_send(app: Flask) -> None:
    assert (
        fill_in(people.browser(app), "/en/account/sign-in", name=make(app).name, password=PASSWORD).status_code == 303
    )
