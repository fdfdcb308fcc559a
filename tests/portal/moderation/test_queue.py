"""The queue: who sees what, who holds what, and that nothing is decided twice, whoever decides at once."""

import datetime
import threading
import time

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from map.places.kind import KIND
from map.places.models import Place
from portal import db
from portal.accounts.models import Account, ReadingLanguage
from portal.errors import BadInput
from portal.moderation import deciding, flagging, queue
from portal.moderation.models import Decision, ReviewItem
from portal.moderation.rulings import Ruling
from portal.permissions import Role
from portal.posting import Moved
from tests.moderating import held, judged, suggestion
from tests.people import Person, come_in, make, post, send, sheets

pytestmark = pytest.mark.slow

MODERATORS = 50


def reads(app: Flask, person: Person, *languages: str) -> Person:
    with app.app_context(), db.transaction() as opened:
        opened.add_all(ReadingLanguage(account_id=person.id, language=each) for each in languages)
    return person


def waiting(app: Flask, person: Person) -> set[int]:
    account = judged(app, person)
    with app.app_context():
        return {item.target_id for item in db.session().scalars(queue.waiting(account))}


def flag(app: Flask, place_id: int, reporter: Person | None, harm: str = "spam", *, past: bool = False) -> None:
    account = judged(app, reporter) if reporter else None
    with app.app_context(), db.transaction() as opened:
        place = opened.get_one(Place, place_id)
        flagging.flag(opened, KIND, place, reporter=account, harm=harm, note="", language="en", past=past)


def test_a_moderator_sees_what_they_can_read_and_what_nobody_reads(app: Flask) -> None:
    author = make(app)
    arabic = reads(app, make(app, Role.MODERATOR), "ar")
    ukrainian = reads(app, make(app, Role.MODERATOR), "uk")
    places = {tag: suggestion(app, author, language=tag)[0] for tag in ("ar", "uk", "ti")}
    assert waiting(app, arabic) == {places["ar"], places["ti"]}
    assert waiting(app, ukrainian) == {places["uk"], places["ti"]}
    page = come_in(app, arabic).get("/en/moderation").text
    assert page.count("Needs a translator") == 1


def test_nobody_sees_their_own_or_what_they_flagged(app: Flask) -> None:
    author, other = make(app, Role.MODERATOR), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, author, published=True)
    flag(app, place_id, make(app))
    assert waiting(app, author) == set()
    assert waiting(app, other) == {place_id}
    flag(app, place_id, other)
    assert waiting(app, other) == set()


def test_a_flag_past_the_moderators_goes_to_the_ombudsperson_alone(app: Flask) -> None:
    place_id, _ = suggestion(app, make(app), published=True)
    flag(app, place_id, None, "hate", past=True)
    assert waiting(app, make(app, Role.MODERATOR)) == set()
    assert waiting(app, make(app, Role.OMBUDSPERSON)) == {place_id}


@pytest.mark.parametrize(("role", "sees"), [(Role.EDITOR, True), (Role.LEADER, False), (Role.ADMIN, False)])
def test_each_role_sees_its_kinds(app: Flask, role: Role, sees: bool) -> None:
    place_id, _ = suggestion(app, make(app))
    person = make(app, role, "space:x" if role is Role.LEADER else "")
    assert (place_id in waiting(app, person)) is sees


def test_what_someone_holds_others_do_not_see_for_half_an_hour(app: Flask) -> None:
    first, second = make(app, Role.MODERATOR), make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, make(app))
    held(app, first, place_id)
    assert waiting(app, second) == set()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=31)):
        assert waiting(app, second) == {place_id}


def test_an_item_that_moved_answers_409_and_keeps_the_words(app: Flask) -> None:
    moderator = make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, make(app))
    item_id, _ = held(app, moderator, place_id)
    client = come_in(app, moderator)
    page = client.get(f"/en/moderation/{item_id}")
    _touch(app, place_id)
    answer = send(client, page, action="hide", rule="spam", facts="My careful words.")
    assert answer.status_code == 409
    assert "My careful words." in answer.text
    with app.app_context():
        assert db.session().scalar(select(func.count()).select_from(Decision)) == 0


def _touch(app: Flask, place_id: int) -> None:
    """Let the item change, as when its author mends it."""
    with app.app_context(), db.transaction() as opened:
        place = opened.get_one(Place, place_id)
        place.texts[0].about = "Other words"
        opened.flush()
        queue.open_item(opened, KIND, place, "first")


def test_a_decision_without_holding_is_refused(app: Flask) -> None:
    moderator = make(app, Role.MODERATOR)
    place_id, _ = suggestion(app, make(app))
    account = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        item = opened.scalars(select(ReviewItem)).one()
        with pytest.raises(Moved):
            deciding.decide(opened, account, item.id, item.version, Ruling("approve", "none"))
    assert place_id


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling("hide", "spam"),
        Ruling("hide", "none", "facts"),
        Ruling("explode", "spam", "facts"),
        Ruling("hide", "no such rule", "facts"),
        Ruling("suspend", "spam", "facts", days=0),
        Ruling("silence", "spam", "facts", days=1000),
        Ruling("lock", "spam", "facts"),
    ],
)
@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_no_limit_without_rule_facts_and_sense(app: Flask, ruling: Ruling) -> None:
    moderator = make(app, Role.MODERATOR)
    item_id, version = held(app, moderator, suggestion(app, make(app))[0])
    account = judged(app, moderator)
    with app.app_context(), pytest.raises(BadInput), db.transaction() as opened:
        deciding.decide(opened, account, item_id, version, ruling)
    with app.app_context():
        assert db.session().scalars(select(Place.state)).all() == ["pending"]


def test_an_editor_decides_about_things_and_not_about_people(app: Flask) -> None:
    editor = make(app, Role.EDITOR)
    item_id, version = held(app, editor, suggestion(app, make(app))[0])
    account = judged(app, editor)
    with app.app_context(), pytest.raises(BadInput, match="about people"), db.transaction() as opened:
        deciding.decide(opened, account, item_id, version, Ruling("suspend", "spam", "facts", days=3))


def _work(app: Flask, account: Account, done: list[int], start: threading.Barrier) -> None:
    """Take and decide until nothing waits, as one of many."""
    start.wait()
    while True:
        with app.app_context():
            first = db.session().scalars(queue.waiting(account).limit(1)).first()
            if first is None:
                return
            item_id, version = first.id, first.version
            try:
                with db.transaction() as opened:
                    queue.claim(opened, account, item_id, version)
                with db.transaction() as opened:
                    deciding.decide(opened, account, item_id, version + 1, Ruling("approve", "none"))
                done.append(item_id)
            except Moved:
                time.sleep(0.1)  # a person looks at the queue again; a hundred tries a second starve each other


@pytest.mark.slow
def test_fifty_moderators_at_once_decide_nothing_twice(app: Flask) -> None:
    author, items = make(app), 4
    for _ in range(items):
        suggestion(app, author)
    accounts = [judged(app, make(app, Role.MODERATOR)) for _ in range(MODERATORS)]
    done: list[int] = []
    start = threading.Barrier(MODERATORS)
    threads = [threading.Thread(target=_work, args=(app, account, done, start)) for account in accounts]
    for each in threads:
        each.start()
    for each in threads:
        each.join(120)
    with app.app_context():
        decided = db.session().execute(select(Decision.item_id, func.count()).group_by(Decision.item_id)).all()
        left = db.session().scalars(select(ReviewItem.status).distinct()).all()
    assert sorted(done) == sorted(item_id for item_id, _ in decided)
    assert [number for _, number in decided] == [1] * items
    assert left == ["decided"]


def test_a_break_is_proposed_after_twenty(app: Flask) -> None:
    moderator, author = make(app, Role.MODERATOR), make(app)
    account = judged(app, moderator)
    for _ in range(20):
        item_id, version = held(app, moderator, suggestion(app, author)[0])
        with app.app_context(), db.transaction() as opened:
            deciding.decide(opened, account, item_id, version, Ruling("approve", "none"))
    assert "Take a break" in come_in(app, moderator).get("/en/moderation").text


def test_duplicates_are_closed_together_after_proving_who_one_is(app: Flask) -> None:
    moderator, author = make(app, Role.MODERATOR), make(app)
    ids = [suggestion(app, author)[0] for _ in range(3)]
    with app.app_context(), db.transaction() as opened:
        for place_id in ids:
            place = opened.get_one(Place, place_id)
            place.texts[0].name = place.texts[0].about = "The same words"
            opened.flush()
            queue.open_item(opened, KIND, place, "first")
    item_id, _ = held(app, moderator, ids[0])
    client = come_in(app, moderator, proved=False)
    page = client.get(f"/en/moderation/{item_id}")
    others = [str(each) for each in range(1, 4) if each != item_id]
    words = {"action": "hide", "rule": "spam", "facts": "Thrice the same.", "same": others}
    asked = send(client, page, **words)  # type: ignore[arg-type]
    assert asked.status_code == 401
    assert "Thrice the same." in asked.text
    client = come_in(app, moderator)
    send(client, client.get(f"/en/moderation/{item_id}"), **words)  # type: ignore[arg-type]
    with app.app_context():
        assert db.session().scalars(select(Place.state)).all() == ["hidden"] * 3


def test_a_wrongly_guessed_language_is_corrected_by_a_reviewer(app: Flask) -> None:
    author, moderator = make(app), reads(app, make(app, Role.MODERATOR), "en")
    reads(app, make(app, Role.MODERATOR), "ar")
    place, _ = suggestion(app, author, language="en")
    client = come_in(app, moderator)
    form = next(each for each in sheets(client.get("/en/moderation/1")) if each.action.endswith("/language"))
    assert post(client, form, language="ar").status_code == 303
    assert client.get("/en/moderation/1").status_code == 404
    with app.app_context():
        assert db.session().get_one(Place, place).language == "ar"
