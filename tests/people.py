"""People of the tests: accounts, their browsers, and forms filled in and sent as a browser without script does it."""

import datetime
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse
from werkzeug.urls import iri_to_uri

from portal import db
from portal.accounts import actions, session
from portal.accounts.factors import STEPPED_UP
from portal.accounts.models import Account, RoleGrant, Vetting
from portal.permissions import VETTED, Role
from tests import conftest

PASSWORD = "lantern over quiet water"
LETTERS = "abdeghkpqt"  # none of them looks like another
_number = itertools.count(1)
Typed = str | list[str]
portal_at = contextmanager(conftest._open)
both_databases = pytest.mark.parametrize("engine_name", conftest.ENGINES, indirect=True)


class Browser(FlaskClient):
    """Gives each request a context of its own, as a server does: in a test's open one, who asked first would stay."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Person:
    """What a test knows of an account."""

    id: int
    ref: str
    name: str
    pseudonym: str


def browser(app: Flask, address: str = "192.0.2.1") -> Browser:
    """A browser without a cookie, at *address*."""
    made = Browser(app, app.response_class, use_cookies=True)
    made.environ_base["REMOTE_ADDR"] = address
    return made


@lru_cache
def known_hash() -> str:
    """A hash of `PASSWORD`, made once; it says itself how little work it asks for, so that tests sign in fast."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def new_pseudonym() -> str:
    """A public name that nobody has."""
    return "Quiet " + "".join(LETTERS[int(digit)] for digit in str(next(_number)))


@contextmanager
def at_work(app: Flask) -> Iterator[Any]:
    """A transaction of *app*, in a context of its own."""
    with app.app_context(), db.transaction() as opened:
        yield opened


def make(
    app: Flask, role: Role | None = None, scope: str = "", *, age: str = "adult", inviter: Person | None = None
) -> Person:
    """Add an account whose password is `PASSWORD`; with *role*, it is given, stands and, where needed, is vetted."""
    with at_work(app) as opened:
        account = actions.make_account(opened, new_pseudonym(), known_hash(), age)
        account.inviter_id = inviter.id if inviter else None
        made = Person(account.id, account.ref, account.sign_in_name, account.pseudonym)
    if role:
        give(app, made, role, scope)
    return made


def give(app: Flask, person: Person, role: Role, scope: str = "") -> None:
    """Give *person* a role that stands; vetted for a year where that is needed."""
    today = db.today()
    with at_work(app) as opened:
        opened.add(RoleGrant(account_id=person.id, role=role, scope=scope, standing=True, granted_on=today))
        if role in VETTED:
            ends = today + datetime.timedelta(days=365)
            opened.add(Vetting(account_id=person.id, vetted_on=today, expires_on=ends))


def come_in(app: Flask, person: Person, *, strong: bool = True, proved: bool = True) -> Browser:
    """A browser in which *person* is signed in: with a second factor shown, and just proved again."""
    with at_work(app) as opened:
        row, secret = session.new_row(opened.get_one(Account, person.id), stay=False, passed=True, strong=strong)
        row.stepped_up_until = db.now() + STEPPED_UP if proved else None
        opened.add(row)
    made = browser(app)
    made.set_cookie(session.COOKIE, secret)
    return made


def reread(app: Flask, person: Person) -> Account:
    """The account as it is now, with what it needs to be judged."""
    facts = (Account.grants, Account.sanctions, Account.vettings, Account.reads)
    with app.app_context():
        query = select(Account).where(Account.id == person.id).options(*map(selectinload, facts))
        return db.session().scalars(query).one()


@dataclass(slots=True)
class Sheet:
    """One form of a page: where it is sent, and what its fields hold."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The names of its fields."""
        return {name for name, _value in self.fields}

    def __getitem__(self, name: str) -> str:
        return next(value for each, value in self.fields if each == name)


class _Forms(HTMLParser):
    """Reads the forms of a page, and which of their fields a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Sheet] = []
        self.choice = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in given}
        if tag == "form":
            self.found.append(Sheet(said.get("action", ""), said.get("method", "get").lower()))
        elif tag == "input" and said.get("name"):
            self._input(said)
        elif tag == "select":
            self.choice = said["name"]
        elif tag == "option" and "selected" in said:
            self._add(self.choice, said["value"])
        elif tag == "textarea":
            self.area = said["name"]

    def _input(self, said: dict[str, str]) -> None:
        if said.get("type") not in {"checkbox", "radio"} or "checked" in said:
            self._add(said["name"], said.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        self.found[-1].fields.append((name, value))

    def handle_data(self, data: str) -> None:
        if self.area:
            self._add(self.area, data.strip("\r\n"))
            self.area = ""


def sheets(page: TestResponse) -> list[Sheet]:
    """The forms of *page* that are sent by POST."""
    found = [each for each in _Forms(page.text).found if each.method == "post"]
    for each in found:
        each.action = each.action or page.request.full_path.rstrip("?")
    return found


def sheet(page: TestResponse, holding: str = "token") -> Sheet:
    """The first form of *page* with a field called *holding*."""
    return next(each for each in sheets(page) if holding in each.names)


def post(client: FlaskClient, one: Sheet, /, **words: Typed) -> TestResponse:
    """Type *words* into a form and send it."""
    data = MultiDict(one.fields)
    for name, value in words.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return client.post(one.action, data=data)


def send(client: FlaskClient, page: TestResponse, holding: str = "token", /, **words: Typed) -> TestResponse:
    """Type *words* into the first form of *page* with a field called *holding*, and send it."""
    return post(client, sheet(page, holding), **words)


def fill_in(client: FlaskClient, path: str, /, **words: Typed) -> TestResponse:
    """Open *path*, fill in its form, send it."""
    return send(client, client.get(path), **words)


def register(client: FlaskClient, **words: str) -> TestResponse:
    """Make an account through the pages."""
    typed = {"age": "adult", "pseudonym": new_pseudonym(), "password": PASSWORD} | words
    return fill_in(client, "/en/account/register", **typed)


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **words: str) -> TestResponse:
    """Sign in through the pages."""
    return fill_in(client, "/en/account/sign-in", name=name, password=password, **words)


def printed(app: Flask, person: Person) -> list[str]:
    """A sheet of codes, each of which is a second factor of *person* once."""
    with at_work(app) as opened:
        return actions.new_codes(opened, opened.get_one(Account, person.id), "second", 10)


def half_in(app: Flask, person: Person) -> Browser:
    """A browser in which only the second factor of *person* is missing."""
    outside = browser(app)
    answer = sign_in(outside, person.name)
    assert answer.location.startswith("/en/account/second")
    assert not signed_in(outside)
    return outside


def told(page: TestResponse) -> list[str]:
    """What *page* shows to be written down."""
    return re.findall(r'<bdi dir="ltr" translate="no">([^<]+)</bdi>', page.text)


def as_sent(path: str) -> str:
    """*path* as a header carries it."""
    return iri_to_uri(path)


def signed_in(client: FlaskClient) -> bool:
    """Whether the portal knows who *client* is."""
    return client.get("/en/account").status_code == 200
