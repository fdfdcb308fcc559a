"""Second factors: an app, printed codes, trusted devices; and proving again before what matters."""

import datetime

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.accounts.models import Factor
from portal.permissions import Role
from tests import people
from tests.people import (
    PASSWORD,
    Browser,
    Person,
    at_work,
    come_in,
    fill_in,
    half_in,
    make,
    printed,
    send,
    sheet,
    sign_in,
    signed_in,
    told,
)

pytestmark = pytest.mark.slow

SECONDS, MINUTE = datetime.timedelta(seconds=1), datetime.timedelta(minutes=1)
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
SECOND = "/en/account/second"


def factors(app: Flask, person: Person) -> list[Factor]:
    with app.app_context():
        return list(db.session().scalars(select(Factor).where(Factor.account_id == person.id)))


def _add_app(inside: Browser) -> pyotp.TOTP:
    """Set up an app as someone does who types the secret."""
    page = inside.get("/en/account/factors/app")
    totp = pyotp.TOTP(told(page)[0])
    assert send(inside, page, code=totp.now()).status_code == 303
    return totp


# An app that shows codes.


@people.both_databases
def test_the_code_of_an_app_lets_in(app: Flask, client: Browser) -> None:
    person = make(app)
    with time_machine.travel(NOON, tick=False) as clock:
        totp = _add_app(come_in(app, person))
        clock.shift(60)
        outside = half_in(app, person)
        assert fill_in(outside, SECOND, code=totp.now()).location == "/en/account"
        assert signed_in(outside)


def test_the_code_of_an_app_may_be_typed_in_other_digits(app: Flask, client: Browser) -> None:
    person = make(app)
    with time_machine.travel(NOON, tick=False) as clock:
        totp = _add_app(come_in(app, person))
        clock.shift(60)
        code = totp.now()
        arabic = " ".join("".join(chr(ord("٠") + int(digit)) for digit in part) for part in (code[:3], code[3:]))
        assert fill_in(half_in(app, person), SECOND, code=arabic).status_code == 303


def test_a_code_that_was_seen_over_a_shoulder_does_not_work_again(app: Flask, client: Browser) -> None:
    person = make(app)
    with time_machine.travel(NOON, tick=False) as clock:
        totp = _add_app(come_in(app, person))
        assert fill_in(half_in(app, person), SECOND, code=totp.now()).status_code == 400, "it set the app up"
        clock.shift(60)
        code = totp.now()
        assert fill_in(half_in(app, person), SECOND, code=code).status_code == 303
        assert fill_in(half_in(app, person), SECOND, code=code).status_code == 400


def test_an_app_whose_clock_is_half_a_minute_off_works(app: Flask, client: Browser) -> None:
    person = make(app)
    with time_machine.travel(NOON, tick=False) as clock:
        totp = _add_app(come_in(app, person))
        clock.shift(300)
        assert fill_in(half_in(app, person), SECOND, code=totp.at(NOON + 270 * SECONDS)).status_code == 303
        clock.shift(300)
        assert fill_in(half_in(app, person), SECOND, code=totp.at(NOON + 510 * SECONDS)).status_code == 400


def test_an_app_is_added_only_once_it_shows_a_code(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, person)
    page = inside.get("/en/account/factors/app")
    wrong = send(inside, page, code="000000")
    assert (wrong.status_code, told(wrong), factors(app, person)) == (400, told(page), [])
    assert send(inside, wrong, code=pyotp.TOTP(told(page)[0]).now()).status_code == 303
    assert [each.kind for each in factors(app, person)] == ["totp"]


def test_the_secret_of_an_app_is_kept_sealed_and_names_nobody(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, person)
    page = inside.get("/en/account/factors/app")
    secret = told(page)[0]
    send(inside, page, code=pyotp.TOTP(secret).now())
    assert secret not in factors(app, person)[0].secret.decode()
    assert person.pseudonym not in page.text


def test_an_app_that_was_sealed_with_another_secret_lets_nobody_in(app: Flask, client: Browser) -> None:
    person = make(app)
    _add_app(come_in(app, person))
    with at_work(app) as opened:
        opened.scalars(select(Factor).where(Factor.account_id == person.id)).one().secret = b"sealed elsewhere"
    assert fill_in(half_in(app, person), SECOND, code="000000").status_code == 400


def test_an_offer_waits_a_quarter_of_an_hour(app: Flask) -> None:
    person = make(app)
    with time_machine.travel(NOON, tick=False) as clock:
        inside = come_in(app, person)
        page = inside.get("/en/account/factors/app")
        clock.shift(16 * MINUTE)
        inside = _proved_again(inside)
        late = send(inside, page, code=pyotp.TOTP(told(page)[0]).now())
        assert (late.status_code, factors(app, person)) == (400, [])


def _proved_again(inside: Browser) -> Browser:
    fill_in(inside, "/en/account/prove", password=PASSWORD)
    return inside


def test_wrong_codes_are_slowed_also_after_signing_in_anew(app: Flask, client: Browser) -> None:
    person = make(app)
    _add_app(come_in(app, person))
    first = half_in(app, person)
    assert [fill_in(first, SECOND, code="000000").status_code for _ in range(3)] == [400] * 3
    second = half_in(app, person)
    assert [fill_in(second, SECOND, code="000000").status_code for _ in range(3)] == [400, 400, 429]
    elsewhere = people.browser(app, "198.51.100.9")
    sign_in(elsewhere, person.name)
    assert fill_in(elsewhere, SECOND, code="000000").status_code == 400


# Printed codes, for those without a phone.


@people.both_databases
def test_each_printed_code_works_once(app: Flask, client: Browser) -> None:
    person = make(app)
    inside = come_in(app, person)
    codes = told(fill_in(inside, "/en/account/factors/printed"))
    assert len(set(codes)) == 10
    assert fill_in(half_in(app, person), SECOND, code=codes[0].upper().replace("-", " ")).status_code == 303
    assert fill_in(half_in(app, person), SECOND, code=codes[0]).status_code == 400
    assert fill_in(half_in(app, person), SECOND, code=codes[1]).status_code == 303
    assert "8 left" in inside.get("/en/account/factors").text


def test_printing_anew_ends_the_old_sheet(app: Flask, client: Browser) -> None:
    person = make(app)
    inside = come_in(app, person)
    old, new = (told(fill_in(inside, "/en/account/factors/printed")) for _ in range(2))
    assert fill_in(half_in(app, person), SECOND, code=old[0]).status_code == 400
    assert fill_in(half_in(app, person), SECOND, code=new[0]).status_code == 303


def test_a_recovery_code_is_no_second_factor(app: Flask, client: Browser) -> None:
    name, code, *_ = told(people.register(client))
    send(client, client.get("/en/account/factors/printed", follow_redirects=True), password=PASSWORD)
    fill_in(client, "/en/account/factors/printed")
    outside = people.browser(app)
    sign_in(outside, name)
    assert fill_in(outside, SECOND, code=code).status_code == 400


# Devices that are trusted, and factors that are dropped.


@people.both_databases
def test_a_trusted_device_is_not_asked_for_thirty_days(app: Flask, client: Browser) -> None:
    person = make(app, Role.EDITOR)
    code = printed(app, person)[0]
    with time_machine.travel(NOON, tick=False) as clock:
        outside = half_in(app, person)
        cookie = fill_in(outside, SECOND, code=code, trust="y").headers.get_all("Set-Cookie")
        assert any(each.startswith("wayhouse_device=") and "HttpOnly" in each for each in cookie)
        for days, location in ((29, "/en/account"), (1, f"{SECOND}?back=/en/account")):
            clock.shift(datetime.timedelta(days=days))
            assert sign_in(outside, person.name).location == location


def test_a_trusted_device_counts_for_its_owner_alone(app: Flask, client: Browser) -> None:
    person, other = make(app), make(app)
    printed(app, other)
    outside = _trust(app, person, client)
    assert sign_in(outside, other.name).location.startswith(SECOND)


def _trust(app: Flask, person: Person, outside: Browser) -> Browser:
    """Trust the device of *outside* for *person*."""
    code = printed(app, person)[0]
    sign_in(outside, person.name)
    fill_in(outside, SECOND, code=code, trust="y")
    return outside


def test_a_new_password_ends_the_trust_in_devices(app: Flask, client: Browser) -> None:
    person = make(app)
    outside = _trust(app, person, client)
    fill_in(come_in(app, person), "/en/account/password", old=PASSWORD, password="seven herons by the door")
    answer = sign_in(outside, person.name, "seven herons by the door")
    assert answer.location.startswith(SECOND)


def test_staff_keep_their_last_factor(app: Flask) -> None:
    person = make(app, Role.MODERATOR)
    inside = come_in(app, person)
    _add_app(inside)
    path = f"/en/account/factors/{factors(app, person)[0].id}/remove"
    assert "keeps a second step" in fill_in(inside, path).text
    assert len(factors(app, person)) == 1
    fill_in(inside, "/en/account/factors/printed")
    assert fill_in(inside, path).status_code == 303
    assert factors(app, person) == []


def test_nobody_removes_the_factor_of_another(app: Flask) -> None:
    person = make(app)
    _add_app(come_in(app, person))
    number = factors(app, person)[0].id
    stranger = come_in(app, make(app))
    token = sheet(stranger.get("/en/account/factors/printed"))["token"]
    assert stranger.post(f"/en/account/factors/{number}/remove", data={"token": token}).status_code == 404
    assert len(factors(app, person)) == 1


# Staff, and proving again.


def test_staff_without_a_factor_may_do_what_residents_may_and_are_led_to_set_one_up(app: Flask) -> None:
    weak = come_in(app, make(app, Role.ADMIN), strong=False)
    answer = weak.get("/en/account/staff")
    assert (answer.status_code, answer.location) == (302, "/en/account/factors")
    assert "Set up a second step" in weak.get("/en/account").text
    assert "People and roles" not in weak.get("/en/account").text
    _add_app(weak)
    assert weak.get("/en/account/staff").status_code == 200


def test_staff_who_have_a_factor_are_asked_for_it_and_led_back(app: Flask, client: Browser) -> None:
    person = make(app, Role.ADMIN)
    weak = come_in(app, person, strong=False)
    code = printed(app, person)[0]
    page = weak.get("/en/account/staff", follow_redirects=True)
    assert send(weak, page, code=code).location == "/en/account/staff"
    assert weak.get("/en/account/staff").status_code == 200
    assert weak.get(SECOND).location == "/en/account"


def test_a_proof_is_asked_for_again_after_ten_minutes(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        inside = come_in(app, make(app, Role.ADMIN), proved=False)
        assert inside.get("/en/account/staff/grant").location.startswith("/en/account/prove")
        _proved_again(inside)
        for minutes, status in ((9, 200), (2, 302)):
            clock.shift(minutes * MINUTE)
            assert inside.get("/en/account/staff/grant").status_code == status


def test_a_proof_asks_for_the_factor_too(app: Flask, client: Browser) -> None:
    person = make(app, Role.ADMIN)
    code = printed(app, person)[0]
    inside = come_in(app, person, proved=False)
    prove = "/en/account/prove"
    assert fill_in(inside, prove, password=PASSWORD).status_code == 400
    assert fill_in(inside, prove, password="wrong wrong wrong", code=code).status_code == 400
    assert fill_in(inside, prove, password=PASSWORD, code=code).status_code == 303


def test_wrong_proofs_are_slowed_and_a_right_one_forgets_them(app: Flask, client: Browser) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        inside = come_in(app, make(app), proved=False)
        wrong = [fill_in(inside, "/en/account/prove", password=f"wrong {n}").status_code for n in range(6)]
        assert wrong == [400] * 5 + [429]
        clock.shift(1)
        assert fill_in(inside, "/en/account/prove", password=PASSWORD).status_code == 303
        assert fill_in(inside, "/en/account/prove", password="wrong").status_code == 400
        assert fill_in(inside, "/en/account/prove", password=PASSWORD).status_code == 303


def test_the_second_step_asks_a_stranger_to_sign_in(client: Browser) -> None:
    assert client.get(f"{SECOND}?back=/en/notices").location == "/en/account/sign-in?back=/en/notices"
    assert client.post(SECOND, data={"code": "1"}).status_code == 401
