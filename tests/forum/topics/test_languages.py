"""Many languages in one space: filtered with what that hides said, and translated by people, for one version."""

import pytest
from flask import Flask

from forum.topics.models import Topic
from portal import db
from portal.permissions import Role
from tests.forum.talking import ASK, topic
from tests.people import at_work, both_databases, browser, come_in, fill_in, make, post, send, sheets

pytestmark = pytest.mark.slow

PATH = f"/en/forum/{ASK}"


@both_databases
def test_a_filter_says_what_it_hides(app: Flask) -> None:
    author = make(app)
    _, english = topic(app, author)
    for tag in ("ar", "ar", "uk"):
        topic(app, author, language=tag)
    page = browser(app).get(f"{PATH}?language=ar").text
    assert english not in page
    assert "2 topics in other languages are not shown." in page
    assert 'lang="ar"' in page
    number, word = topic(app, author, posts=3)
    one = browser(app).get(f"{PATH}/{number}?language=ar").text
    assert "3 answers on this page are in other languages and not shown." in one
    assert f"Answer 1 {word}" not in one


@both_databases
def test_a_language_is_found_out_and_corrected(app: Flask) -> None:
    moderator = make(app, Role.MODERATOR)
    answer = fill_in(
        come_in(app, make(app)), f"{PATH}/new", title="Де знайти лікаря?", text="Потрібен лікар без документів."
    )
    number = int(answer.location.rsplit("/", 1)[1])
    with app.app_context():
        assert db.session().get_one(Topic, number).language == "uk"
    team = come_in(app, moderator)
    form = next(each for each in sheets(team.get(f"/en/forum/topic/{number}/team")) if "/language" in each.action)
    assert post(team, form, language="ar").status_code == 303
    with app.app_context():
        db.close()
        assert db.session().get_one(Topic, number).language == "ar"


@both_databases
def test_a_translation_belongs_to_a_version(app: Flask) -> None:
    author, translator = make(app), make(app, Role.TRANSLATOR)
    number, _ = topic(app, author)
    path = f"/en/forum/topic/{number}/translate"
    assert come_in(app, make(app)).get(path).status_code == 403
    said = {"language": "ar", "title": "سؤال", "text": "نص **مترجم**"}
    assert fill_in(come_in(app, translator), path, **said).status_code == 303
    page = browser(app).get(f"{PATH}/{number}").text
    assert "<strong>مترجم</strong>" in page
    assert translator.pseudonym in page
    assert "/en/flag/translation/1" in page
    held = fill_in(come_in(app, translator), path, **said | {"text": "اتصل +358 40 123 4567"})
    assert "A phone number" in held.text
    assert "the text changed since" not in page
    with at_work(app) as opened:
        opened.get_one(Topic, number).version += 1
    assert "the text changed since" in browser(app).get(f"{PATH}/{number}").text
    client = come_in(app, translator)
    stale = client.get(path)
    with at_work(app) as opened:
        opened.get_one(Topic, number).version += 1
    late = send(client, stale, "text", **said)
    assert late.status_code == 409
    assert "نص **مترجم**" in late.text
