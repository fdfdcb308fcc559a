"""Registering: a name and a password, secrets that are shown once, and nothing kept that need not be."""

import re
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import String, Table, func, inspect, select
from sqlalchemy.types import LargeBinary, TypeEngine

from portal import db
from portal.accounts import actions
from portal.accounts.models import Account
from portal.db import Base
from portal.errors import BadInput
from portal.settings import Settings
from tests import people
from tests.people import PASSWORD, Browser, register, sheet, told

pytestmark = pytest.mark.slow


def _accounts(app: Flask) -> int:
    with app.app_context():
        return int(db.session().execute(select(func.count()).select_from(Account)).scalar_one())


def _holds_words(kind: TypeEngine[object]) -> bool:
    return isinstance(kind, String | LargeBinary) or "JSON" in type(kind).__name__


def everything_kept(app: Flask) -> str:
    """Every word and byte in every table, in one string."""
    with app.app_context():
        there = set(inspect(db.engine()).get_table_names())
        tables = [each for each in Base.metadata.sorted_tables if each.name in there]
        return "\n".join(str(cell) for table in tables for cell in _words_of(table))


def _words_of(table: Table) -> Iterator[object]:
    columns = [each for each in table.c if _holds_words(each.type)]
    for row in db.session().execute(select(*columns)) if columns else ():
        yield from row


@people.both_databases
def test_a_name_and_a_password_are_enough(client: Browser) -> None:
    page = register(client)
    name, *codes = told(page)
    assert (page.status_code, len(codes), len(set(codes))) == (200, 6, 6)
    assert re.fullmatch(r"\d{3} \d{3} \d{4}", name)
    assert people.signed_in(client)


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: Browser) -> None:
    cookie = register(client).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie


def test_who_asks_for_it_stays_signed_in_for_a_month(client: Browser) -> None:
    assert "Max-Age=2592000" in register(client, stay="y").headers["Set-Cookie"]


@people.both_databases
def test_the_same_form_sent_again_shows_no_secret(client: Browser, app: Flask) -> None:
    blank = client.get("/en/account/register")
    words = {"age": "adult", "pseudonym": people.new_pseudonym(), "password": PASSWORD}
    people.send(client, blank, **words)
    before = _accounts(app)
    again = people.send(client, blank, **words)
    assert (again.status_code, told(again), _accounts(app)) == (200, [], before)
    assert "We have it" in again.text
    assert "Set-Cookie" not in again.headers


def test_a_second_visit_shows_no_secret(client: Browser) -> None:
    _name, *codes = told(register(client))
    pages = [client.get(path).text for path in ("/en/account", "/en/account/sessions", "/en/account/register")]
    assert not any(code in page for page in pages for code in codes)


@people.both_databases
def test_only_hashes_are_kept(client: Browser, app: Flask) -> None:
    _name, *codes = told(register(client))
    cookie = client.get_cookie("wayhouse")
    assert cookie
    kept = everything_kept(app)
    assert "argon2id" in kept
    for secret in (*codes, *(code.replace("-", "") for code in codes), cookie.value, PASSWORD):
        assert secret not in kept


def test_who_is_too_young_is_shown_who_listens(client: Browser, app: Flask) -> None:
    before = everything_kept(app)
    page = register(client, age="young", pseudonym="Little Bird")
    assert "whatever your age" in page.text
    assert 'href="tel:112"' in page.text
    assert "Set-Cookie" not in page.headers
    assert everything_kept(app) == before


def test_the_age_that_is_asked_for_is_the_operators(client: Browser, app: Flask) -> None:
    settings: Settings = app.extensions["wayhouse.settings"]
    assert f"Under {settings.min_age}" in client.get("/en/account/register").text


@pytest.mark.parametrize("age", ["", "old", "young adult"])
def test_an_age_has_to_be_chosen(client: Browser, age: str) -> None:
    page = register(client, age=age)
    assert (page.status_code, "Set-Cookie" in page.headers) == (400, False)


@pytest.mark.parametrize("age", ["teen", "adult"])
def test_the_age_is_shown_on_no_page(client: Browser, age: str) -> None:
    shown = register(client, age=age).text
    own = ("", "/sessions", "/languages", "/password", "/factors", "/invitation")
    shown += "".join(client.get(f"/en/account{path}").text for path in own)
    assert not re.search(r"\b(teen|adult|13 to 17|18 or older|age_band)\b", shown)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 10"),
        ("password123456", "theft"),
        ("!!Football!!", "theft"),
        ("aaaaaaaaaaaa", "theft"),
        ("x" * 201, "too long"),
    ],
)
def test_a_weak_password_is_refused_and_the_rest_kept(client: Browser, password: str, why: str) -> None:
    name = people.new_pseudonym()
    page = register(client, password=password, pseudonym=name, age="teen")
    found = sheet(page, "pseudonym")
    assert (page.status_code, found["pseudonym"], found["age"]) == (400, name, "teen")
    assert why in page.text
    assert password not in page.text


@pytest.mark.parametrize("name", ["x", "Moderator", "Call 0401234567", "Anna\u200b", "Аnna", "...", "a@b.example"])
def test_a_misleading_name_is_refused_and_kept(client: Browser, name: str) -> None:
    page = register(client, pseudonym=name)
    found = sheet(page, "pseudonym")
    assert (page.status_code, found["pseudonym"]) == (400, name)
    assert 'id="pseudonym-error"' in page.text


@people.both_databases
def test_a_name_that_looks_like_anothers_is_refused_and_kept(client: Browser) -> None:
    taken = people.new_pseudonym()
    register(client, pseudonym=taken)
    for name in (taken, taken.upper(), taken.replace("Quiet", "Qu1et"), f"  {taken.replace(' ', '   ')}"):
        page = register(people.browser(client.application), pseudonym=name)
        assert (page.status_code, sheet(page, "pseudonym")["pseudonym"]) == (400, name.strip())
        assert "Someone has this name" in page.text


@people.both_databases
def test_two_who_take_the_same_name_at_once_get_one_account(app: Flask) -> None:
    name, refused = people.new_pseudonym(), []

    def take() -> None:
        try:
            with people.at_work(app) as opened:
                actions.make_account(opened, name, people.known_hash(), "adult")
        except BadInput as error:
            refused.append(str(error))

    other = threading.Thread(target=take)
    with people.at_work(app) as opened:
        actions.make_account(opened, name, people.known_hash(), "adult")
        other.start()
        other.join(0.2)
    other.join()
    assert refused == ["Someone has this name, or one that looks like it. Choose another."]
