"""What never bends: headers, no cookies, no foreign posts, limits without addresses, a log without people."""

import json
import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal import db, security
from portal.journal import Lines
from portal.pages.models import Feedback
from tests.pages import PAGES

WORDS = "The door on the left is closed."


def form(client: FlaskClient, **words: str) -> dict[str, str]:
    page = client.get("/en/feedback?about=/en/places").text
    token = re.search(r'name="token"[^>]*value="([^"]+)"', page)
    assert token
    return {"token": token[1], "about": "/en/places", "text": WORDS, "contact": ""} | words


def kept(app: Flask) -> int:
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(Feedback)) or 0


@pytest.mark.slow
def test_every_page_is_guarded_and_sets_no_cookie(demo_client: FlaskClient) -> None:
    for path in PAGES:
        answer = demo_client.get(f"/en{path}")
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy, path
        assert answer.headers["Referrer-Policy"] == "same-origin", path
        assert "Set-Cookie" not in answer.headers, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path


@pytest.mark.slow
def test_no_page_names_another_host_to_load_from(demo_client: FlaskClient) -> None:
    for path in PAGES:
        text = demo_client.get(f"/en{path}").text
        loaded = re.findall(r'<(?:script|img|link|iframe|source|use)\b[^>]*?(?:src|href)="([^"]+)"', text)
        assert loaded, path
        assert all(each.startswith("/") and not each.startswith("//") for each in loaded), path
        assert not re.search(r"<style|style=|<script(?![^>]*src=)|\bon\w+=", text), path


def test_a_page_that_did_not_change_is_not_sent_again(demo_client: FlaskClient) -> None:
    first = demo_client.get("/en/places")
    again = demo_client.get("/en/places", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.headers["Cache-Control"], again.status_code, again.data) == ("no-cache", 304, b"")


def test_assets_are_kept_for_ever_under_their_hash(demo_client: FlaskClient) -> None:
    address = re.search(r'href="(/static/[^"]+css)"', demo_client.get("/en/").text)
    assert address
    with demo_client.get(address[1]) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert demo_client.get("/static/0/../../settings.py").status_code == 404
    assert demo_client.get("/static/0/nothing.css").status_code == 404


def test_feedback_is_kept(client: FlaskClient, app: Flask) -> None:
    assert "Thank you" in client.post("/en/feedback", data=form(client)).text
    assert kept(app) == 1


def test_sending_twice_keeps_once(client: FlaskClient, app: Flask) -> None:
    data = form(client)
    client.post("/en/feedback", data=data)
    assert "done once" in client.post("/en/feedback", data=data).text
    assert kept(app) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_foreign_posts_are_refused(client: FlaskClient, app: Flask, headers: dict[str, str]) -> None:
    assert client.post("/en/feedback", data=form(client), headers=headers).status_code == 403
    assert kept(app) == 0


@pytest.mark.parametrize("token", ["", "rubbish", "a.b.c"])
def test_a_bad_token_keeps_the_words(client: FlaskClient, app: Flask, token: str) -> None:
    answer = client.post("/en/feedback", data=form(client, token=token))
    assert (answer.status_code, WORDS in answer.text, kept(app)) == (400, True, 0)
    fresh = re.search(r'name="token"[^>]*value="([^"]+)"', answer.text)
    assert fresh
    assert client.post("/en/feedback", data=form(client, token=fresh[1])).status_code == 200


@pytest.mark.parametrize("words", [{"text": ""}, {"text": "x" * 4001}, {"contact": "y" * 201}])
def test_a_form_that_fails_keeps_what_was_typed(client: FlaskClient, words: dict[str, str]) -> None:
    answer = client.post("/en/feedback", data=form(client, **words))
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_too_many_at_once_are_slowed_with_their_words_kept(client: FlaskClient) -> None:
    answers = [client.post("/en/feedback", data=form(client, text=f"{WORDS} {n}")) for n in range(8)]
    assert [each.status_code for each in answers] == [200] * 6 + [429] * 2
    assert WORDS in answers[-1].text
    assert client.get("/en/").status_code == 200


def test_a_limit_counts_a_keyed_hash_and_ipv6_by_its_network(app: Flask) -> None:
    def key(address: str) -> str:
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return security.visitor()

    assert "192.0.2.7" not in key("192.0.2.7")
    assert key("2001:db8::1") == key("2001:db8::ffff")
    assert key("2001:db8::1") != key("2001:db8:0:1::1")
    assert key("192.0.2.7") != key("192.0.2.8")


def test_the_log_holds_no_person(demo_client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("wayhouse")
    log.addHandler(caplog.handler)
    log.setLevel(logging.INFO)
    headers = {"User-Agent": "Spy/1.0", "X-Forwarded-For": "203.0.113.9"}
    demo_client.get("/en/search?q=refuge", headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.8"})
    demo_client.get("/en/places/rikhardinkadun-kirjasto")
    log.removeHandler(caplog.handler)
    lines = [Lines().format(record) for record in caplog.records]
    assert {json.loads(line)["route"] for line in lines} == {"/<locale:lang>/search", "/<locale:lang>/places/<slug>"}
    assert not any(secret in line for line in lines for secret in ("203.0.113", "Spy", "refuge", "rikhardinkadun"))


def test_an_error_in_the_log_says_where_and_not_what(app: Flask) -> None:
    try:
        int("a secret name")
    except ValueError as error:
        record = logging.LogRecord(
            "wayhouse", logging.ERROR, "", 0, "unhandled", (), (type(error), error, error.__traceback__)
        )
    line = Lines().format(record)
    assert "test_security.py" in line
    assert "secret name" not in line


def test_text_is_cleaned_of_tricks(client: FlaskClient, app: Flask) -> None:
    client.post("/en/feedback", data=form(client, text="cafe\u0301 \u202edesrever\u202c\x00"))
    with app.app_context():
        assert db.session().scalars(select(Feedback)).one().text == "café desrever"
