"""Who may do what: every route declares it, and is open to exactly those to whom the table gives it."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from portal import db
from portal.accounts import actions, session
from portal.accounts.models import Account, Sanction
from portal.accounts.standing import BARRED
from portal.permissions import RESIDENT, SCOPED, TABLE, WRITES, Permission, Role, declared
from tests import people, permissions_table
from tests.conftest import Templates
from tests.people import Browser

pytestmark = pytest.mark.slow

SCOPES = {Role.YOUTH: "space:youth", Role.LEADER: "space:women"}
ONLY_READ = frozenset({Permission.ANYONE})
BETWEEN = {"/en/account/sign-in", "/en/account/second", "/en/account/factors"}
Maker = Callable[[Flask], Browser]


@pytest.fixture(scope="module")
def portal(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with people.portal_at(templates.copy("spatialite", "empty", tmp_path_factory.mktemp("permissions"))) as app:
        yield app


def _with_role(role: Role) -> Maker:
    scope = SCOPES.get(role, "organisation:1") if role in SCOPED else ""
    return lambda app: people.come_in(app, people.make(app, role, scope))


def _half_in(app: Flask) -> Browser:
    """An administrator whose second factor is still missing."""
    person, outside = people.make(app, Role.ADMIN), people.browser(app)
    with people.at_work(app) as opened:
        actions.new_codes(opened, opened.get_one(Account, person.id), "second", 1)
    people.sign_in(outside, person.name)
    return outside


def _sanctioned(kind: str) -> Maker:
    def make(app: Flask) -> Browser:
        person, now = people.make(app, Role.MODERATOR), db.now()
        ends = now + datetime.timedelta(days=1)
        with people.at_work(app) as opened:
            opened.add(Sanction(account_id=person.id, kind=kind, decision_id=0, starts_at=now, ends_at=ends))
        return people.come_in(app, person)

    return make


READERS: dict[str, tuple[Maker, frozenset[Permission]]] = {
    **{role: (_with_role(role), TABLE[role]) for role in Role},
    "stranger": (people.browser, ONLY_READ),
    "half in": (_half_in, ONLY_READ),
    "weak": (lambda app: people.come_in(app, people.make(app, Role.ADMIN), strong=False), RESIDENT),
    "suspended": (_sanctioned("suspend"), BARRED),
    "silenced": (_sanctioned("silence"), TABLE[Role.MODERATOR] - WRITES),
}
"""Each role, and each state that takes something away: how to come in as that, and what it may do."""


def _asked(app: Flask) -> list[tuple[str, str, Permission]]:
    """Each route in each way in which it can be asked, with what it asks for."""
    return [
        (method, permissions_table.address(rule), permission)
        for rule in permissions_table.rules(app)
        for method in permissions_table.methods(rule)
        if (permission := declared(app.view_functions[rule.endpoint]))
    ]


def _refused(app: Flask, method: str, address: str, headers: dict[str, str]) -> bool:
    """Whether someone is kept out before the view is run: what runs before views is asked as for a request."""
    with app.test_request_context(address, method=method, headers=headers):
        try:
            return app.preprocess_request() is not None
        except Forbidden:
            return True


@pytest.mark.parametrize("who", READERS)
def test_a_route_is_open_to_exactly_those_to_whom_the_table_gives_it(portal: Flask, who: str) -> None:
    come_in, may = READERS[who]
    cookie = come_in(portal).get_cookie(session.COOKIE)
    headers = {"Cookie": f"{cookie.key}={cookie.value}"} if cookie else {}
    with portal.app_context():  # one for all routes, so that the reader is looked up once
        answers = {(*each, _refused(portal, each[0], each[1], headers)) for each in _asked(portal)}
    assert answers == {(*each, each[2] not in may) for each in _asked(portal)}


def _kept_out(answer: Response) -> bool:
    """Whether a page says so: forbidden, sign in first, show the second factor first."""
    return answer.status_code in {401, 403} or urlsplit(answer.location or "").path in BETWEEN


@pytest.mark.parametrize("who", ["stranger", "half in", "weak", Role.EVALUATOR])
def test_whoever_is_kept_out_is_shown_no_more_than_that(portal: Flask, who: str) -> None:
    come_in, may = READERS[who]
    reader = come_in(portal)
    refused = [each for each in _asked(portal) if each[2] not in may]
    shown = [each for each in refused if not _kept_out(reader.open(each[1], method=each[0]))]
    assert shown == []


def test_whoever_is_let_in_everywhere_meets_no_broken_page(portal: Flask) -> None:
    everyone = people.make(portal)
    for role in Role:
        people.give(portal, everyone, role, SCOPES.get(role, "organisation:1") if role in SCOPED else "")
    reader = people.come_in(portal, everyone)
    for method, address, _permission in _asked(portal):
        with reader.open(address, method=method) as answer:
            assert answer.status_code < 500, (method, address)
            assert not _kept_out(answer), (method, address)


def test_no_page_gives_a_stranger_a_cookie(portal: Flask) -> None:
    stranger = people.browser(portal)
    for method, address, _permission in _asked(portal):
        with stranger.open(address, method=method) as answer:
            assert "Set-Cookie" not in answer.headers, (method, address)
            assert "Cookie" not in answer.headers.get("Vary", ""), (method, address)


def test_every_route_declares_what_it_asks_for(portal: Flask) -> None:
    undeclared = [rule for rule in portal.url_map.iter_rules() if not declared(portal.view_functions[rule.endpoint])]
    assert undeclared == []


def test_a_route_that_declares_nothing_is_open_to_nobody(templates: Templates, tmp_path: Path) -> None:
    with people.portal_at(templates.copy("spatialite", "empty", tmp_path)) as app:
        app.add_url_rule("/forgotten", "forgotten", lambda: "open to all", methods=["GET", "POST"])
        for reader in (people.browser(app), people.come_in(app, people.make(app, Role.ADMIN))):
            for method in ("GET", "POST", "HEAD"):
                answer = reader.open("/forgotten", method=method)
                assert (answer.status_code, "open to all" in answer.text) == (403, False)


def test_the_page_about_permissions_is_up_to_date(portal: Flask) -> None:
    written = permissions_table.PAGE.read_text(encoding="utf-8")
    assert written == permissions_table.page(portal), "run `python -m tests.permissions_table`"


def test_every_permission_is_given_to_someone() -> None:
    given = frozenset[Permission]().union(*TABLE.values())
    assert given == set(Permission)
    assert all(may >= RESIDENT for may in TABLE.values())
