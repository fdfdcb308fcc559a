"""Writing, waiting, mending, objecting: as a member does it, by the pages."""

import dataclasses
import datetime
import io
import json
import zipfile

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from map.organisations.models import Organisation
from map.places.models import Place
from portal import db
from portal.accounts.models import Account, Sanction
from portal.moderation import appealing, capabilities, contributing, deciding, staffing, trust
from portal.moderation.models import Decision, ReviewItem
from portal.moderation.rulings import Ruling
from portal.permissions import Role
from tests.moderating import held, judged, secret_word, suggestion
from tests.people import Person, browser, come_in, fill_in, give, make, send

pytestmark = pytest.mark.slow

WORDS = {"name": "Warm room", "category": "meals", "about": "Soup at noon for all who come.", "address": ""}
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def decide(app: Flask, place_id: int, ruling: Ruling, moderator: Person | None = None) -> int:
    by = moderator or make(app, Role.MODERATOR)
    item_id, version = held(app, by, place_id)
    account = judged(app, by)
    with app.app_context(), db.transaction() as opened:
        return deciding.decide(opened, account, item_id, version, ruling).id


def test_a_first_contribution_waits_on_a_page_that_says_when_someone_looks(app: Flask) -> None:
    plain = app.extensions["wayhouse.settings"]
    hours = "en=Mo-Su 09:00-17:00 | ar=Mo 10:00-12:00"
    app.extensions["wayhouse.settings"] = dataclasses.replace(plain, staffed_hours=hours)
    client = come_in(app, make(app))
    answer = fill_in(client, "/en/places/suggest", **WORDS)
    assert answer.status_code == 303
    with time_machine.travel("2026-11-25T20:00:00Z", tick=False):
        page = come_in(app, _author(app)).get(answer.location).text
    assert "A person reads it before others can" in page
    assert "09:00" in page
    assert "Warm room" not in browser(app).get("/en/places").text


def _author(app: Flask) -> Person:
    with app.app_context():
        account = db.session().scalars(select(Account)).one()
        return Person(account.id, account.ref, account.sign_in_name, account.pseudonym)


@EMBEDDED
def test_staffed_hours_are_by_language(app: Flask) -> None:
    plain = app.extensions["wayhouse.settings"]
    app.extensions["wayhouse.settings"] = dataclasses.replace(plain, staffed_hours="ar=Mo 10:00-12:00")
    with time_machine.travel("2026-11-25T20:00:00Z", tick=False):
        assert str(staffing.next_look("ar")) == "2026-11-30 10:00:00+02:00"
        assert staffing.next_look("uk") is None
    with time_machine.travel("2026-11-30T08:30:00Z", tick=False):
        assert str(staffing.next_look("ar")) == "2026-11-30 10:30:00+02:00"


def test_what_will_make_it_wait_is_said_once_and_the_words_stay(app: Flask) -> None:
    client = come_in(app, make(app))
    about = "Call 040 123 4567 or write to me@example.org"
    first = fill_in(client, "/en/places/suggest", **WORDS | {"about": about})
    assert first.status_code == 200
    assert "A phone number" in first.text
    assert "An e-mail address" in first.text
    assert about in first.text
    changed = send(client, first, about=f"{about} or 040 765 4321")
    assert "Look again before you send" in changed.text
    assert send(client, changed).status_code == 303
    with app.app_context():
        reasons = db.session().scalars(select(ReviewItem.reasons)).one().split()
    assert {"hold-phone", "hold-email", "first"} == set(reasons)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"about": "Pay with раypal please"}, "hold-look_alike"),
        ({"about": "Soup \u202edesrever\u202c here"}, "hold-bidi"),
        ({"address": "Mannerheimintie 12 A 5"}, "hold-address"),
        ({"about": "It is at 60.16952, 24.93545 exactly"}, "hold-coordinates"),
        ({"about": "See https://example.org/x for more"}, "hold-link"),
    ],
)
@EMBEDDED
def test_tricks_and_private_data_wait(app: Flask, words: dict[str, str], reason: str) -> None:
    client = come_in(app, make(app))
    first = fill_in(client, "/en/places/suggest", **WORDS | words)
    assert "Look again before you send" in first.text
    send(client, first, **words)
    with app.app_context():
        assert reason in db.session().scalars(select(ReviewItem.reasons)).one().split()


def test_a_watched_word_waits_from_when_it_is_watched(app: Flask) -> None:
    moderator = come_in(app, make(app, Role.MODERATOR))
    fill_in(moderator, "/en/moderation/watched", kind="word", language="en", written="Free Voyage")
    client = come_in(app, make(app))
    page = fill_in(client, "/en/places/suggest", **WORDS | {"about": "A free  voyage for you"})
    assert "A watched word" in page.text


def test_trust_needs_age_contributions_and_a_persons_word_together(app: Flask) -> None:
    person, moderator = make(app), make(app, Role.MODERATOR)
    for _ in range(3):
        decide(app, suggestion(app, person)[0], Ruling("approve", "none"))

    def trusted() -> bool:
        account = judged(app, person)
        with app.app_context():
            return trust.trusted(db.session(), account)

    assert not trusted()
    with app.app_context(), db.transaction() as opened:
        account = opened.get_one(Account, person.id)
        account.created_on = db.today().replace(year=2025)
    assert not trusted()
    with app.app_context(), db.transaction() as opened:
        trust.vouch(opened, judged(app, moderator), opened.get_one(Account, person.id), give=True)
    assert trusted()
    client = come_in(app, person)
    assert fill_in(client, "/en/places/suggest", **WORDS).status_code == 303
    assert "Warm room" in browser(app).get("/en/places").text
    decide(app, suggestion(app, person)[0], Ruling("warn", "spam", "Twice the same."))
    with app.app_context(), db.transaction() as opened:
        opened.get_one(Account, person.id).age_band = "teen"
    assert not trusted()


def test_what_came_back_is_mended_and_sent_again_without_losing_a_word(app: Flask) -> None:
    author = make(app)
    client = come_in(app, author)
    place = int(fill_in(client, "/en/places/suggest", **WORDS).location.rsplit("/", 1)[1])
    number = decide(app, place, Ruling("return", "none", "Say when it opens.", "Please add the hours."))
    page = client.get(f"/en/decisions/{number}").text
    assert "Please add the hours." in page
    form = client.get(f"/en/places/suggest/{place}")
    assert all(words in form.text for words in ("Warm room", "Soup at noon for all who come."))
    assert send(client, form, about="Soup at noon, daily.").status_code == 303
    with app.app_context():
        assert db.session().get_one(Place, place).state == "pending"
    assert come_in(app, make(app)).get(f"/en/places/suggest/{place}").status_code == 404


@pytest.mark.parametrize("act", ["hide", "lock"])
def test_what_is_closed_by_a_decision_is_not_changed_and_the_words_stay(app: Flask, act: str) -> None:
    author = make(app)
    place_id, _ = suggestion(app, author, published=True)
    client = come_in(app, author)
    form = client.get(f"/en/places/suggest/{place_id}")
    decide(app, place_id, Ruling(act, "spam", "Twice the same."))
    answer = send(client, form, about="My better words about soup.")
    assert answer.status_code == 400
    assert "My better words about soup." in answer.text


def test_sanctions_hold_until_their_time_and_no_longer(app: Flask) -> None:
    author = make(app)
    place_id, _ = suggestion(app, author, published=True)
    decide(app, place_id, Ruling("silence", "hate", "It insults.", days=3))
    client = come_in(app, author)
    refused = client.get("/en/places/suggest")
    assert refused.status_code == 403
    assert "Until" in refused.text
    assert client.get("/en/account").status_code == 200
    with app.app_context():
        ends = db.session().scalars(select(Sanction.ends_at)).one()
    with time_machine.travel(ends, tick=False):
        assert client.get("/en/places/suggest").status_code in {200, 302}


def test_the_suspended_still_read_their_decision_and_object(app: Flask) -> None:
    author, other = make(app), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author, published=True)
    number = decide(app, place_id, Ruling("suspend", "threat", "It threatens.", days=30))
    client = come_in(app, author)
    assert client.get("/en/places/suggest").status_code == 403
    assert fill_in(client, f"/en/decisions/{number}/appeal", text="I did not.").status_code == 303
    page = come_in(app, other)
    assert fill_in(page, "/en/moderation/appeals/1", status="partly", reply="Shorter.", days="2").status_code == 303
    with app.app_context():
        sanction = db.session().scalars(select(Sanction)).one()
        assert sanction.ends_at < db.now() + datetime.timedelta(days=3)
    page = come_in(app, other)
    assert page.get("/en/moderation/appeals/1").status_code == 404


def test_an_objection_needs_no_account_and_is_made_once(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    number = decide(app, place_id, Ruling("hide", "spam", "Twice the same."))
    with app.app_context():
        link = capabilities.of_decision(number)
    stranger = browser(app)
    assert "Twice the same." in stranger.get(f"/en/decisions/link/{link}").text
    assert fill_in(stranger, f"/en/decisions/link/{link}/appeal", text="It was once.").status_code == 303
    again = fill_in(stranger, f"/en/decisions/link/{link}/appeal", text="I say again.")
    assert again.status_code == 400
    assert "I say again." in again.text
    assert stranger.get(f"/en/decisions/link/{link[:-1]}0").status_code == 404
    assert stranger.get(f"/en/decisions/link/{number}").status_code == 404


def test_an_objection_comes_too_late_after_six_months(app: Flask) -> None:
    author = make(app)
    place_id, _ = suggestion(app, author, published=True)
    number = decide(app, place_id, Ruling("hide", "spam", "Twice the same."))
    with app.app_context(), db.transaction() as opened:
        opened.get_one(Decision, number).decided_on = db.today() - appealing.WINDOW - datetime.timedelta(days=1)
    client = come_in(app, author)
    assert "I object" not in client.get(f"/en/decisions/{number}").text
    assert fill_in(client, f"/en/decisions/{number}/appeal", text="Late.").status_code == 400


def test_who_decided_does_not_answer(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author, published=True)
    number = decide(app, place_id, Ruling("hide", "spam", "Twice the same."), moderator)
    fill_in(come_in(app, author), f"/en/decisions/{number}/appeal", text="No.")
    assert come_in(app, moderator).get("/en/moderation/appeals/1").status_code == 404
    outside = make(app, Role.OUTSIDE_REVIEWER)
    client = come_in(app, outside)
    assert fill_in(client, "/en/moderation/appeals/1", status="rejected", reply="").status_code == 400
    assert fill_in(client, "/en/moderation/appeals/1", status="rejected", reply="It was twice.").status_code == 303
    assert "It was twice." in come_in(app, author).get(f"/en/decisions/{number}").text


def test_decisions_of_others_are_not_read(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    number = decide(app, place_id, Ruling("hide", "spam", "Twice the same."))
    assert come_in(app, make(app)).get(f"/en/decisions/{number}").status_code == 404


def test_all_that_one_wrote_can_be_taken_along(app: Flask) -> None:
    author = make(app)
    _, word = suggestion(app, author)
    answer = come_in(app, author).get("/en/account/export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        said = {name: archive.read(name).decode() for name in archive.namelist()}
    assert word in said["place.json"]
    assert json.loads(said["account.json"])["pseudonym"] == author.pseudonym
    assert come_in(app, author, proved=False).get("/en/account/export.zip").status_code == 302


def test_erasing_by_the_pages_signs_out_and_says_good_bye(app: Flask) -> None:
    author = make(app)
    client = come_in(app, author)
    answer = fill_in(client, "/en/account/erase", texts="remove")
    assert answer.status_code == 303
    assert "Your account is gone" in client.get(answer.location).text
    assert client.get("/en/account").status_code == 302


def test_an_organisation_is_verified_by_two_people_of_different_organisations(app: Flask) -> None:
    author = make(app, Role.EDITOR)
    client = come_in(app, author)
    name = f"Helpers {secret_word()}"
    number = int(
        fill_in(client, "/en/organisations/tell", name=name, about="We cook.", website="").location.rsplit("/", 1)[1]
    )
    moderator = make(app, Role.MODERATOR)
    with app.app_context(), db.transaction() as opened:
        row = opened.get_one(Organisation, number)
        slug, row.state = row.slug, "published"
    first, second, insider = (make(app, Role.EDITOR) for _ in range(3))
    give(app, first, Role.MEMBER, "organisation:7")
    give(app, second, Role.MEMBER, "organisation:7")
    give(app, insider, Role.MEMBER, f"organisation:{number}")

    def verify(person: Person) -> int:
        return fill_in(come_in(app, person), f"/en/organisations/{slug}").status_code

    assert [verify(each) for each in (author, insider, first, second)] == [400, 400, 303, 400]
    assert "Not verified" in browser(app).get(f"/en/organisations/{slug}").text
    assert verify(moderator) == 303
    assert "Two people verified it" in browser(app).get(f"/en/organisations/{slug}").text


def test_asking_about_oneself_is_answered_by_link(app: Flask) -> None:
    stranger = browser(app)
    answer = fill_in(stranger, "/en/about-me", text="Someone may have written about Maryam.")
    link = answer.text.split("/about-me/")[1].split('"')[0]
    assert "Not answered yet" in stranger.get(f"/en/about-me/{link}").text
    assert come_in(app, make(app, Role.MODERATOR)).get("/en/moderation/requests").status_code == 403
    overseer = come_in(app, make(app, Role.OMBUDSPERSON))
    assert fill_in(overseer, "/en/moderation/requests/1", reply="Nothing was found.").status_code == 303
    assert "Nothing was found." in stranger.get(f"/en/about-me/{link}").text


@EMBEDDED
def test_a_notice_about_the_words_is_for_these_words_alone(app: Flask) -> None:
    assert contributing.digest(["a", "b"]) != contributing.digest(["ab", ""])
    assert contributing.digest(["\ud800"])
