"""Lessons: cards and a quiz that works without script and sends nothing."""

import gzip

import pytest
from flask import Flask
from sqlalchemy import delete

from benchmarks.measure import statements
from portal import db
from portal.languages import LANGUAGES
from resources.lessons.lessons import lessons
from resources.wordings.loading import shipped
from resources.wordings.models import Wording
from tests.people import at_work, both_databases, browser, sheets

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
SLUGS = tuple(lessons())
WHOLE = tuple(tag for tag, language in LANGUAGES.items() if not language.door)


@both_databases
def test_every_lesson_can_be_read_without_script(app: Flask) -> None:
    client = browser(app)
    index = client.get("/ar/lessons").text
    for slug in SLUGS:
        said = shipped(f"lesson-{slug}", "ar")
        assert said["title"] in index
        page = client.get(f"/ar/lessons/{slug}")
        assert all(words in page.text for words in said.values())
        assert page.text.count("<details>") == len(lessons()[slug].right)
        assert sheets(page) == []  # there is nothing to send
        assert "Set-Cookie" not in page.headers
        assert len(gzip.compress(page.data)) <= 30 * 1024


@EMBEDDED
def test_a_missing_translation_falls_back_and_says_its_language(app: Flask) -> None:
    english = shipped("lesson-passwords", "en")
    with at_work(app) as opened:
        opened.execute(delete(Wording).where(Wording.part == "lesson-passwords", Wording.locale == "es"))
    page = browser(app).get("/es/lessons/passwords").text
    assert f'<h1><bdi lang="en" dir="ltr">{english["title"]}</bdi></h1>' in page


@EMBEDDED
@pytest.mark.parametrize("slug", ["nothing", "<script>", "x" * 3_000, "checking-rumours%00"])
def test_a_lesson_that_is_not_there_is_not_found(app: Flask, slug: str) -> None:
    assert browser(app).get(f"/en/lessons/{slug}").status_code == 404


@both_databases
def test_lessons_cost_few_statements_and_never_write(app: Flask) -> None:
    for path in ("/fr/lessons", f"/fr/lessons/{SLUGS[0]}"):
        with statements(db.engine()) as said:
            assert browser(app).get(path).status_code == 200
        assert len(said) <= 8
        assert not [each for each in said if not each.lstrip().upper().startswith("SELECT")]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_is_short_and_whole(slug: str) -> None:
    lesson, english = lessons()[slug], shipped(f"lesson-{slug}", "en")
    cards = [key for key in english if key.startswith("card.")]
    assert 5 <= len(cards) <= 7
    assert 4 <= len(lesson.right) <= 5
    quiz = {f"quiz.{number}.{part}" for number in range(1, len(lesson.right) + 1) for part in ("asks", "says")}
    assert set(english) == {"title", "about", *cards, *quiz}
    for tag in LANGUAGES:
        assert set(shipped(f"lesson-{slug}", tag)) in ({*english}, set())


@pytest.mark.parametrize("tag", WHOLE)
def test_every_lesson_is_there_in_every_whole_language(tag: str) -> None:
    assert all(shipped(f"lesson-{slug}", tag) for slug in SLUGS)
