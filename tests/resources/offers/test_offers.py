"""The offer check: each flag is explained, what is usual is said, and nothing of it is kept anywhere."""

import gzip
import json
import logging

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from benchmarks.measure import statements
from portal import db
from portal.journal import Lines
from portal.languages import LANGUAGES
from resources.offers.rules import rules
from resources.wordings.loading import shipped
from tests.moderating import everything
from tests.people import Browser, both_databases, browser, fill_in, post, sheets

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
PATH = "/en/offer-check"
ENGLISH = shipped("offer-check", "en")
OFFERS = rules().offers


def ask(client: Browser, offer: str, path: str = PATH, **answers: str) -> TestResponse:
    """Choose an offer, answer its questions, send them: as a browser without script does it."""
    questions = fill_in(client, path, offer=offer)
    given = {f"answer-{code}": answer for code, answer in answers.items()}
    return post(client, sheets(questions)[0], given="1", **given)


def safe(offer: str) -> dict[str, str]:
    """Answers that raise no flag."""
    return {each.code: "no" if each.flag_on == "yes" else "yes" for each in rules().about(offer)}


def flags(page: TestResponse) -> set[str]:
    """The flags that a page explains: each with why it matters and what to do."""
    names = {each.code for each in rules().questions}
    shown = {code for code in names if ENGLISH[f"flag.{code}.name"] in page.text}
    assert all(ENGLISH[f"flag.{code}.{part}"] in page.text for code in shown for part in ("why", "do"))
    return shown


@EMBEDDED
@pytest.mark.parametrize("offer", OFFERS)
def test_each_answer_raises_its_flag_and_no_other(app: Flask, offer: str) -> None:
    for question in rules().about(offer):
        page = ask(browser(app), offer, **safe(offer) | {question.code: question.flag_on})
        assert flags(page) == {question.code}
        assert ENGLISH["result.stop" if offer in question.stop else "result.ask"] in page.text


@EMBEDDED
@pytest.mark.parametrize("offer", OFFERS)
def test_no_flag_is_no_promise_and_what_is_usual_is_said(app: Flask, offer: str) -> None:
    page = ask(browser(app), offer, **safe(offer))
    assert flags(page) == set()
    assert ENGLISH["result.none"] in page.text
    assert ENGLISH["result.last"] in page.text
    assert all(ENGLISH[f"usual.{offer}.{each}"] in page.text for each in ("one", "two", "three"))


@EMBEDDED
def test_what_is_not_known_is_asked_about_first(app: Flask) -> None:
    page = ask(browser(app), "job", **safe("job") | {"fee": "unsure"})
    assert flags(page) == set()
    assert ENGLISH["result.unsure"] in page.text
    assert ENGLISH["question.fee"] in page.text
    assert ENGLISH["question.papers"] not in page.text


@both_databases
def test_the_result_ends_at_people_who_help(demo_app: Flask) -> None:
    page = ask(browser(demo_app), "marriage", "/ar/offer-check", papers="yes")
    assert 'href="tel:112"' in page.text
    assert 'class="button primary" href="tel:' in page.text
    for path in ("violence", "legal-help", "safe-space"):
        assert f"/ar/places?category={path}" in page.text
    assert "/ar/feedback?about=/offer-check" in page.text
    assert "/ar/guides/is-this-offer-real" in page.text


@both_databases
def test_nothing_is_stored_and_nothing_is_logged(demo_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = browser(demo_app)
    with demo_app.app_context():
        before = everything()
    log = logging.getLogger("wayhouse")
    log.addHandler(caplog.handler)
    log.setLevel(logging.INFO)
    pages = [client.get(PATH), fill_in(client, PATH, offer="loan"), ask(client, "loan", papers="yes", fee="unsure")]
    log.removeHandler(caplog.handler)
    with demo_app.app_context():
        assert everything() == before
    lines = [json.loads(Lines().format(record)) for record in caplog.records]
    assert {line["route"] for line in lines} == {"/<locale:lang>/offer-check"}
    assert not any(word in json.dumps(lines) for word in ("loan", "papers", "unsure"))
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
        assert page.request.query_string == b""


@EMBEDDED
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
)
def test_foreign_posts_are_refused(app: Flask, headers: dict[str, str]) -> None:
    client = browser(app)
    sheet = sheets(client.get(PATH))[0]
    data = dict(sheet.fields) | {"offer": "job", "given": "1"}
    assert client.post(PATH, data=data, headers=headers).status_code == 403


@EMBEDDED
def test_a_form_that_waited_too_long_keeps_the_answers(app: Flask) -> None:
    client = browser(app)
    page = client.post(PATH, data={"offer": "room", "given": "1", "answer-fee": "yes", "token": "old"})
    assert page.status_code == 400
    assert 'value="yes" checked' in page.text
    again = post(client, sheets(page)[0], given="1", **{"answer-fee": "yes"})
    assert (again.status_code, flags(again)) == (200, {"fee"})


@EMBEDDED
@pytest.mark.parametrize("offer", ["", "kidney", "job'--", "x" * 9_000, "\u202ejob", "💍"])
def test_an_offer_that_we_do_not_know_is_asked_for_again(app: Flask, offer: str) -> None:
    page = fill_in(browser(app), PATH, offer=offer)
    assert page.status_code == 400
    assert "Choose one of these." in page.text
    assert offer == "" or offer not in page.text


@EMBEDDED
def test_rubbish_answers_are_no_answers(app: Flask) -> None:
    client = browser(app)
    rubbish = {"papers": "<script>", "fee": "YES", "live": "yes\x00", "contract": "x" * 5_000, "nonsense": "yes"}
    page = ask(client, "job", **safe("job") | rubbish)
    assert page.status_code == 200
    assert flags(page) == set()
    assert "<script>" not in page.text
    assert ENGLISH["question.papers"] in page.text


@both_databases
def test_each_page_costs_few_statements_and_bytes(demo_app: Flask) -> None:
    client = browser(demo_app)
    questions = fill_in(client, "/ar/offer-check", offer="job")
    every = {f"answer-{each.code}": each.flag_on for each in rules().about("job")}
    with statements(db.engine()) as said:
        page = post(client, sheets(questions)[0], given="1", **every)
    assert len(said) <= 8
    assert not [each for each in said if not each.lstrip().upper().startswith("SELECT")]
    assert max(len(gzip.compress(each.data)) for each in (questions, page)) <= 30 * 1024
    with statements(db.engine()) as said:
        assert client.get("/ar/offer-check").status_code == 200
    assert len(said) <= 8


@EMBEDDED
@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_check_is_whole_in_every_language(app: Flask, tag: str) -> None:
    said = shipped("offer-check", tag)
    assert set(said) == set(ENGLISH)
    page = ask(browser(app), "journey", f"/{tag}/offer-check", secret="yes", leave="no")
    assert said["flag.secret.do"] in page.text
    assert said["flag.leave.why"] in page.text


def test_every_rule_has_words_and_asks_about_an_offer() -> None:
    for question in rules().questions:
        assert question.stop | question.ask <= set(OFFERS)
        assert not question.stop & question.ask
        parts = {f"question.{question.code}", *(f"flag.{question.code}.{part}" for part in ("name", "why", "do"))}
        assert parts <= set(ENGLISH)
    assert {f"usual.{offer}.{each}" for offer in OFFERS for each in ("one", "two", "three")} <= set(ENGLISH)
    assert {f"offer.{offer}" for offer in OFFERS} <= set(ENGLISH)
