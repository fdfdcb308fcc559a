"""What a first reader broke: nobody's objection, report, word or item is lost to someone else's act."""

import pytest
from flask import Flask
from sqlalchemy import select

from map.places.kind import KIND
from map.places.models import Place
from portal import db
from portal.accounts.models import OneTimeCode, ReadingLanguage, Sanction
from portal.moderation import appealing, capabilities, deciding, flagging, leaving
from portal.moderation.models import Appeal, Flag, ReviewItem
from portal.moderation.rulings import Ruling
from portal.permissions import Role
from tests.moderating import everything, held, judged, suggestion
from tests.people import Person, browser, come_in, fill_in, make, send, sign_in, told

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def decide(app: Flask, moderator: Person, place_id: int, ruling: Ruling) -> int:
    item_id, version = held(app, moderator, place_id)
    by = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        return deciding.decide(opened, by, item_id, version, ruling).id


def flag(app: Flask, place_id: int, harm: str, note: str = "", *, past: bool = False) -> str:
    with app.app_context(), db.transaction() as opened:
        place = opened.get_one(Place, place_id)
        return flagging.flag(opened, KIND, place, reporter=None, harm=harm, note=note, language="en", past=past)


def item_of(app: Flask, place_id: int) -> ReviewItem:
    with app.app_context():
        query = select(ReviewItem).where(ReviewItem.kind == "place", ReviewItem.target_id == place_id)
        return db.session().scalars(query).one()


def sees(app: Flask, person: Person, place_id: int) -> bool:
    return come_in(app, person).get(f"/en/moderation/{item_of(app, place_id).id}").status_code == 200


def test_what_waits_again_after_an_appeal_is_in_the_queue_again(app: Flask) -> None:
    author, first, second = make(app), make(app, Role.MODERATOR), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author)
    number = decide(app, first, place_id, Ruling("hide", "spam", "Twice the same."))
    with app.app_context(), db.transaction() as opened:
        made = appealing.appeal(opened, number, "No.", "en", judged(app, author))
        appealing.answer(opened, judged(app, second), made.id, "upheld", "Right.")
    assert (item_of(app, place_id).status, sees(app, first, place_id)) == ("open", True)


def test_a_warning_leaves_what_waits_in_the_queue(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author)
    decide(app, moderator, place_id, Ruling("warn", "spam", "Twice the same.", days=300))
    assert item_of(app, place_id).status == "open"
    assert "limits what you can do" not in come_in(app, author).get("/en/account").text


def test_a_reporter_neither_uses_up_nor_reads_what_is_the_authors(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author, published=True)
    secret = flag(app, place_id, "scam")
    number = decide(app, moderator, place_id, Ruling("hide", "scam", "It asks for money.", "To you alone."))
    stranger = browser(app)
    page = stranger.get(f"/en/flag/status/{secret}").text
    assert "did something about it" in page
    assert not any(words in page for words in ("It asks for money.", "To you alone.", "/decisions/"))
    assert stranger.get(f"/en/flag/status/{secret}/object").status_code == 404
    assert fill_in(come_in(app, author), f"/en/decisions/{number}/appeal", text="Mine.").status_code == 303


def test_a_reporter_objects_when_nothing_was_done_and_it_is_looked_at_again(app: Flask) -> None:
    author, first, second = make(app), make(app, Role.MODERATOR), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author, published=True)
    secret = flag(app, place_id, "scam")
    number = decide(app, first, place_id, Ruling("keep", "none"))
    stranger = browser(app)
    assert fill_in(stranger, f"/en/flag/status/{secret}/object", text="Look at the price.").status_code == 303
    with app.app_context():
        assert db.session().scalars(select(Appeal.party)).all() == ["reporter"]
    assert come_in(app, author).get(f"/en/decisions/{number}").status_code == 404
    answered = fill_in(come_in(app, second), "/en/moderation/appeals/1", status="upheld", reply="True.")
    assert answered.status_code == 303
    assert item_of(app, place_id).status == "open"
    assert "True." in stranger.get(f"/en/flag/status/{secret}").text


def test_what_went_past_the_moderators_stays_past_them(app: Flask) -> None:
    moderator, overseer = make(app, Role.MODERATOR), make(app, Role.OMBUDSPERSON)
    place_id, _ = suggestion(app, make(app), published=True)
    flag(app, place_id, "other", "SECRETNOTE about a moderator", past=True)
    assert (sees(app, moderator, place_id), sees(app, overseer, place_id)) == (False, True)
    flag(app, place_id, "spam", "an open note")
    page = come_in(app, moderator).get(f"/en/moderation/{item_of(app, place_id).id}").text
    assert ("an open note" in page, "SECRETNOTE" in page, "ombudsperson" in page) == (True, False, False)
    decide(app, moderator, place_id, Ruling("keep", "none"))
    with app.app_context():
        left = db.session().scalars(select(Flag.note).where(Flag.outcome == "open")).all()
    assert left == ["SECRETNOTE about a moderator"]
    assert (sees(app, moderator, place_id), sees(app, overseer, place_id)) == (False, True)


def test_a_stranger_cannot_take_an_item_from_whoever_holds_it(app: Flask) -> None:
    moderator = make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, make(app), published=True)
    flag(app, place_id, "child")
    item_id, _ = held(app, moderator, place_id)
    client = come_in(app, moderator)
    page = client.get(f"/en/moderation/{item_id}")
    flag(app, place_id, "spam", past=True)
    answer = send(client, page, action="hide", rule="child", facts="My careful words.")
    assert answer.status_code == 409
    assert "My careful words." in answer.text
    assert sees(app, moderator, place_id)


@pytest.mark.parametrize(("language", "past"), [("uk", True), ("fa", False)])
def test_no_item_is_seen_by_nobody(app: Flask, language: str, past: bool) -> None:
    """The only one who reads it is of the wrong route, or wrote it."""
    overseer, moderator = make(app, Role.OMBUDSPERSON), make(app, Role.MODERATOR)
    with app.app_context(), db.transaction() as opened:
        opened.add(ReadingLanguage(account_id=moderator.id, language="uk"))
        opened.add(ReadingLanguage(account_id=overseer.id, language="fa"))
    author = overseer if language == "fa" else make(app)
    place_id, _ = suggestion(app, author, published=True, language=language)
    flag(app, place_id, "trafficking", past=past)
    assert sees(app, overseer if past else moderator, place_id)


@EMBEDDED
def test_an_editor_sanctions_nobody_through_reports(app: Flask) -> None:
    editor, reporter = make(app, Role.EDITOR), make(app)
    place_id, _ = suggestion(app, make(app), published=True)
    account = judged(app, reporter)
    with app.app_context(), db.transaction() as opened:
        place = opened.get_one(Place, place_id)
        flagging.flag(opened, KIND, place, reporter=account, harm="spam", note="", language="en", past=False)
        number = opened.scalars(select(Flag.id)).one()
    decide(app, editor, place_id, Ruling("keep", "none", bad_faith=(number,)))
    with app.app_context():
        assert db.session().scalars(select(Sanction)).all() == []


@pytest.mark.parametrize(
    "address", ["http://а.com", "https://me:pw@evil.example", "https://[", "javascript:alert(1)"]
)
@EMBEDDED
def test_an_organisations_address_is_looked_at(app: Flask, address: str) -> None:
    client = come_in(app, make(app))
    words = {"name": "Helpers of the harbour", "about": "We cook."}
    assert fill_in(client, "/en/organisations/tell", **words, website=address).status_code == 400
    held_back = fill_in(client, "/en/organisations/tell", **words, website="https://first.example/pay")
    assert "A first link" in held_back.text
    send(client, held_back)
    page = come_in(app, make(app, Role.MODERATOR)).get("/en/moderation/1").text
    assert "https://first.example/pay" in page


def test_erasing_takes_an_objection_by_the_link_along(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author, published=True)
    number = decide(app, moderator, place_id, Ruling("hide", "spam", "Twice the same."))
    with app.app_context():
        link = capabilities.of_decision(number)
    fill_in(browser(app), f"/en/decisions/link/{link}/appeal", text="I am Zzebuname.")
    with app.app_context(), db.transaction() as opened:
        leaving.erase(opened, author.id, texts=True)
    with app.app_context():
        assert "Zzebuname" not in everything()


@EMBEDDED
def test_the_second_step_stays_when_the_last_printed_code_is_used(app: Flask) -> None:
    person = make(app)
    client = come_in(app, person)
    assert len(told(fill_in(client, "/en/account/factors/printed"))) == 10
    with app.app_context(), db.transaction() as opened:
        for code in opened.scalars(select(OneTimeCode).where(OneTimeCode.purpose == "second")):
            opened.delete(code)
    assert "/account/second" in sign_in(browser(app), person.name).location


@EMBEDDED
def test_someone_silenced_meanwhile_gets_their_words_back(app: Flask) -> None:
    author = make(app)
    place_id, _ = suggestion(app, author, published=True)
    client = come_in(app, author)
    form = client.get("/en/places/suggest")
    decide(app, make(app, Role.MODERATOR), place_id, Ruling("silence", "hate", "It insults.", days=3))
    words = {"name": "A warm room", "category": "meals", "about": "All my careful words."}
    answer = send(client, form, **words)
    assert (answer.status_code, "All my careful words." in answer.text) == (403, True)


@EMBEDDED
def test_a_report_of_what_was_hidden_meanwhile_keeps_its_words(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    client = browser(app)
    form = client.get(f"/en/flag/place/{place_id}")
    decide(app, make(app, Role.MODERATOR), place_id, Ruling("hide", "spam", "Twice the same."))
    answer = send(client, form, harm="scam", note="All my careful words.")
    assert (answer.status_code, "All my careful words." in answer.text) == (409, True)


@EMBEDDED
def test_a_secret_link_is_not_carried_into_feedback(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    secret = flag(app, place_id, "scam")
    page = browser(app).get(f"/en/flag/status/{secret}")
    assert f"about=/en/flag/status/{secret}" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"


@EMBEDDED
def test_errors_of_forms_speak_the_readers_language(app: Flask) -> None:
    page = fill_in(come_in(app, make(app)), "/ar/places/suggest", name="ا", category="nothing", about="ا")
    assert "Not a valid" not in page.text
    assert "يرجى اختيار واحد من هذه." in page.text
