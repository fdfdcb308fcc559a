"""Flags: anyone may, number never removes, urgent harm hides first and a person looks, and the sender hears of it."""

import dataclasses
import datetime
import http.server
import json
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from flask import Flask
from sqlalchemy import select

from map.places.kind import KIND
from map.places.models import Place
from portal import db
from portal.accounts.models import Account, Sanction
from portal.errors import BadInput
from portal.moderation import deciding, flagging
from portal.moderation.models import Decision, Flag, ReviewItem
from portal.moderation.rulings import Ruling
from portal.outbox import queue as outbox
from portal.permissions import Role
from tests.moderating import held, judged, suggestion
from tests.people import Person, browser, come_in, fill_in, make

pytestmark = pytest.mark.slow


def flag(app: Flask, place_id: int, reporter: Person | None, harm: str) -> str:
    account = judged(app, reporter) if reporter else None
    with app.app_context(), db.transaction() as opened:
        place = opened.get_one(Place, place_id)
        return flagging.flag(opened, KIND, place, reporter=account, harm=harm, note="", language="en", past=False)


def established(app: Flask) -> Person:
    """A member who is trusted, by age, contributions and a moderator's word."""
    person = make(app)
    with app.app_context(), db.transaction() as opened:
        account = opened.get_one(Account, person.id)
        account.created_on = db.today() - datetime.timedelta(days=60)
        account.trusted_by = make_voucher(opened)
    plain = app.extensions["wayhouse.settings"]
    app.extensions["wayhouse.settings"] = dataclasses.replace(plain, trust_contributions=0)
    return person


def make_voucher(opened: object) -> int:
    return opened.scalars(select(Account.id).order_by(Account.id)).first()  # type: ignore[attr-defined, no-any-return]


def state(app: Flask, place_id: int) -> str:
    with app.app_context():
        return db.session().get_one(Place, place_id).state


def test_a_stranger_flags_and_sees_what_became_of_it(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    stranger = browser(app)
    answer = fill_in(stranger, f"/en/flag/place/{place_id}", harm="scam", note="They want money.")
    assert "We have your report" in answer.text
    link = answer.text.split("/flag/status/")[1].split('"')[0]
    assert "Nobody has looked yet" in stranger.get(f"/en/flag/status/{link}").text
    moderator = make(app, Role.MODERATOR)
    item_id, version = held(app, moderator, place_id)
    account = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        deciding.decide(opened, account, item_id, version, Ruling("hide", "scam", "It asks for money."))
    assert "did something about it" in stranger.get(f"/en/flag/status/{link}").text
    assert stranger.get("/en/flag/status/rubbish").status_code == 404


def test_a_member_sees_their_reports(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    client = come_in(app, make(app))
    fill_in(client, f"/en/flag/place/{place_id}", harm="hate")
    assert "It spreads hate" in client.get("/en/reports").text
    again = fill_in(client, f"/en/flag/place/{place_id}", harm="hate")
    assert again.status_code == 400
    assert "already" in again.text


def test_what_is_not_public_cannot_be_flagged(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app))
    client = browser(app)
    assert client.get(f"/en/flag/place/{place_id}").status_code == 404
    assert client.get("/en/flag/account/1").status_code == 404
    assert client.get("/en/flag/nothing/1").status_code == 404


def test_number_never_removes(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    for _ in range(12):
        flag(app, place_id, make(app), "trafficking")
    flag(app, place_id, None, "trafficking")
    for _ in range(5):
        flag(app, place_id, established(app), "spam")
    assert state(app, place_id) == "published"


def test_urgent_harm_flagged_by_several_established_members_hides_first(app: Flask) -> None:
    author = make(app)
    place_id, word = suggestion(app, author, published=True)
    for _ in range(2):
        flag(app, place_id, established(app), "location")
    assert state(app, place_id) == "published"
    flag(app, place_id, established(app), "location")
    assert state(app, place_id) == "hidden"
    with app.app_context():
        made = db.session().scalars(select(Decision)).one()
        assert (made.provisional, made.decided_by, made.rule, bool(made.facts)) == (True, None, "location", True)
    page = come_in(app, author).get(f"/en/decisions/{made.id}").text
    assert "until a person looks" in page
    _look(app, place_id, "keep", "none")
    assert state(app, place_id) == "published"
    assert word in browser(app).get("/en/places").text


def _look(app: Flask, place_id: int, action: str, rule: str) -> None:
    moderator = make(app, Role.MODERATOR)
    item_id, version = held(app, moderator, place_id)
    account = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        deciding.decide(opened, account, item_id, version, Ruling(action, rule, "facts"))


def test_hotlines_are_never_hidden_by_flags(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    with app.app_context(), db.transaction() as opened:
        opened.get_one(Place, place_id).category_code = "hotline"
    for _ in range(4):
        flag(app, place_id, established(app), "child")
    assert state(app, place_id) == "published"


def test_bad_faith_is_slowed_by_a_decision_and_counts_no_more(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    bad = established(app)
    flag(app, place_id, bad, "location")
    moderator = make(app, Role.MODERATOR)
    item_id, version = held(app, moderator, place_id)
    account = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        number = opened.scalars(select(Flag.id)).one()
        deciding.decide(opened, account, item_id, version, Ruling("keep", "none", bad_faith=(number,)))
    with app.app_context():
        sanction = db.session().scalars(select(Sanction)).one()
        assert (sanction.account_id, sanction.kind, sanction.scope) == (bad.id, "slow", "flags")
    other, _ = suggestion(app, make(app), published=True)
    flag(app, other, bad, "location")
    with app.app_context():
        assert db.session().scalars(select(Flag.counts).where(Flag.outcome == "open")).all() == [False]
        urgencies = select(ReviewItem.urgency).where(ReviewItem.kind == "place", ReviewItem.target_id == other)
        assert db.session().scalars(urgencies).all() == [0]


def test_ones_own_is_not_flagged(app: Flask) -> None:
    author = make(app)
    place_id, _ = suggestion(app, author, published=True)
    with pytest.raises(BadInput, match="your own"):
        flag(app, place_id, author, "spam")


class _Hook(http.server.BaseHTTPRequestHandler):
    """A webhook of the staff on call."""

    heard: ClassVar[list[dict[str, object]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def hook() -> Iterator[str]:
    _Hook.heard.clear()
    with http.server.HTTPServer(("127.0.0.1", 0), _Hook) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_urgent_flags_reach_the_staff_on_call_with_nothing_of_them(app: Flask, hook: str) -> None:
    plain = app.extensions["wayhouse.settings"]
    app.extensions["wayhouse.settings"] = dataclasses.replace(plain, on_call_webhook=hook)
    place_id, _ = suggestion(app, make(app), published=True)
    flag(app, place_id, None, "spam")
    flag(app, place_id, None, "trafficking")
    with app.app_context():
        outbox.drain()
        item = db.session().scalars(select(ReviewItem.id)).one()
    assert _Hook.heard == [{"event": "urgent flag", "item": item}]
