"""Words of checks and lessons: translators change them, a second person checks them, an update overwrites neither."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.accounts.models import Account, ReadingLanguage
from portal.languages import LANGUAGES
from portal.permissions import Role
from resources.facts import figures
from resources.wordings import loading
from resources.wordings.models import Wording
from tests.people import (
    Browser,
    Person,
    Sheet,
    at_work,
    both_databases,
    browser,
    come_in,
    fill_in,
    make,
    post,
    sheet,
    sheets,
)

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
AT = ("offer-check", "question.fee", "ar")
PATH = "/en/wordings/offer-check/ar/question.fee"
FILES = [(part, tag) for part in loading.parts() for tag in LANGUAGES]
NEW = "هل يطلبون منك مالًا قبل كل شيء؟"


def row(app: Flask, at: tuple[str, str, str] = AT) -> Wording:
    with app.app_context():
        return db.session().get_one(Wording, at)


def editor(app: Flask, *reads: str) -> tuple[Person, Browser]:
    person = reader_of(app, Role.EDITOR, *reads)
    return person, come_in(app, person)


def reader_of(app: Flask, role: Role, *reads: str) -> Person:
    """Someone with *role* who reads these languages."""
    person = make(app, role)
    with at_work(app) as opened:
        opened.add_all(ReadingLanguage(account_id=person.id, language=tag) for tag in reads)
    return person


@both_databases
def test_a_translator_changes_words_and_readers_see_them_at_once(app: Flask) -> None:
    translator = reader_of(app, Role.TRANSLATOR, "ar")
    client = come_in(app, translator)
    listed = client.get("/en/wordings/offer-check/ar").text
    assert "Drafted by a machine" in listed
    assert fill_in(client, PATH, text=NEW).status_code == 303
    kept = row(app)
    assert (kept.text, kept.origin, kept.review, kept.author_id) == (NEW, "human", "draft", translator.id)
    questions = fill_in(browser(app), "/ar/offer-check", offer="job")
    assert NEW in questions.text
    assert "Waits for a second person" in client.get("/en/wordings/offer-check/ar").text


@both_databases
def test_a_second_person_who_reads_the_language_checks_them(app: Flask) -> None:
    author, first = editor(app, "ar")
    _other, second = editor(app, "ar")
    fill_in(first, PATH, text=NEW)
    refused = post(first, checking(first))
    assert refused.status_code == 400
    assert "A second person has to check it" in refused.text
    _third, stranger = editor(app)
    assert "Only someone who reads this language" in post(stranger, checking(stranger)).text
    assert post(second, checking(second)).status_code == 303
    assert row(app).review == "checked"
    assert row(app).author_id == author.id


def checking(client: Browser) -> Sheet:
    """The form by which someone says that the words are right."""
    return next(each for each in sheets(client.get(PATH)) if each.action.endswith("/checked"))


@EMBEDDED
def test_what_was_checked_is_changed_by_editors_alone(app: Flask) -> None:
    with at_work(app) as opened:
        opened.get_one(Wording, AT).review = "checked"
    translator = come_in(app, reader_of(app, Role.TRANSLATOR, "ar"))
    answer = fill_in(translator, PATH, text=NEW)
    assert (answer.status_code, NEW in answer.text) == (400, True)
    assert fill_in(editor(app)[1], PATH, text=NEW).status_code == 303


@EMBEDDED
@pytest.mark.parametrize("words", ["اتصل بالرقم 911", "انظر إلى evil.example", "https://x", "الرقم ٩١١"])
def test_a_translation_brings_no_number_and_no_address_of_its_own(app: Flask, words: str) -> None:
    before = row(app).text
    answer = fill_in(come_in(app, reader_of(app, Role.TRANSLATOR, "ar")), PATH, text=words)
    assert answer.status_code == 400
    assert "have to be those of the English text" in answer.text
    assert row(app).text == before


def test_digits_of_every_script_are_the_same_numbers() -> None:
    assert figures("112 and ٣") == figures("۱۱۲ و 3") == ["112", "3"]


@EMBEDDED
def test_two_who_change_the_same_words_lose_nothing(app: Flask) -> None:
    one, two = (come_in(app, reader_of(app, Role.TRANSLATOR, "ar")) for _ in range(2))
    page = two.get(PATH)
    fill_in(one, PATH, text=NEW)
    late = post(two, sheet(page, "text"), text="هل تدفع؟")
    assert (late.status_code, "هل تدفع؟" in late.text) == (409, True)
    assert row(app).text == NEW


@EMBEDDED
@pytest.mark.parametrize("words", ["", "   ", "🙂", "x" * 2_001])
def test_what_says_nothing_or_too_much_is_refused(app: Flask, words: str) -> None:
    assert fill_in(come_in(app, reader_of(app, Role.TRANSLATOR, "ar")), PATH, text=words).status_code == 400


@both_databases
def test_a_new_version_renews_drafts_and_leaves_what_people_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_in(come_in(app, reader_of(app, Role.TRANSLATOR, "ar")), PATH, text=NEW)
    shipped = loading.shipped
    renewed = {(part, tag): {key: f"{said}!" for key, said in shipped(part, tag).items()} for part, tag in FILES}
    monkeypatch.setattr(loading, "shipped", lambda part, tag: renewed[part, tag])
    with at_work(app) as opened:
        assert loading.load(opened) > 100
    assert row(app).text == NEW
    assert row(app, ("offer-check", "question.live", "ar")).text.endswith("!")
    with at_work(app) as opened:
        assert loading.load(opened) == 0


@EMBEDDED
def test_words_stay_when_who_wrote_them_leaves(app: Flask) -> None:
    translator = reader_of(app, Role.TRANSLATOR, "ar")
    fill_in(come_in(app, translator), PATH, text=NEW)
    with at_work(app) as opened:
        opened.delete(opened.scalars(select(Account).where(Account.id == translator.id)).one())
    with at_work(app) as opened:
        loading.load(opened)
    assert (row(app).text, row(app).author_id) == (NEW, None)


@EMBEDDED
def test_a_changed_original_marks_its_translations(app: Flask) -> None:
    _person, client = editor(app)
    fill_in(client, "/en/wordings/offer-check/en/question.fee", text="Do you pay first?")
    assert client.get("/en/wordings/offer-check/ar").text.count("The English changed since") == 1
    older = "في الأصل كلام أحدث"
    assert older in client.get("/ar/offer-check").text
    assert older not in client.get("/ar/lessons/passwords").text


@EMBEDDED
@pytest.mark.parametrize(
    "path", ["nothing/ar", "offer-check/xx", "offer-check/ar/nothing", "offer-check/ar/question.fee'", "a/../b"]
)
def test_what_is_not_there_is_not_found(app: Flask, path: str) -> None:
    assert editor(app)[1].get(f"/en/wordings/{path}").status_code == 404


@EMBEDDED
def test_residents_do_not_change_words(app: Flask) -> None:
    assert come_in(app, make(app)).get(PATH).status_code == 403


@EMBEDDED
@pytest.mark.parametrize("tag", ["en", "uk"])
def test_translators_write_what_they_read_and_never_the_english(app: Flask, tag: str) -> None:
    client = come_in(app, reader_of(app, Role.TRANSLATOR, "ar"))
    assert fill_in(client, f"/en/wordings/offer-check/{tag}/question.fee", text="Ask them.").status_code == 400


@pytest.mark.parametrize("words", ["мошенник。рф", "@evilhandle", "፩፪፫", "t․me/evil", "⑨", "evil．example"])
def test_numbers_and_hosts_are_seen_in_any_script(words: str) -> None:
    assert figures(words) != figures("")
