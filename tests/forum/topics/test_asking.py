"""Asking without an account: read first, and heard of by its link alone."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forum.topics.models import Topic
from portal import db
from portal.moderation.rulings import Ruling
from portal.permissions import Role
from tests.forum.talking import APPROVE, ASK, HIDE, add_space, decide, topic
from tests.people import both_databases, browser, come_in, fill_in, make

QUESTION = {"title": "How do I see a doctor?", "text": "I have no papers. Where can I go?"}


@both_databases
def test_a_stranger_asks_mends_and_reads_the_answer_by_a_link(app: Flask) -> None:
    stranger, moderator = browser(app), make(app, Role.MODERATOR)
    assert stranger.get("/en/forum/ask").location == f"/en/forum/{ASK}/ask"
    asked = fill_in(stranger, f"/en/forum/{ASK}/ask", **QUESTION)
    link = asked.location
    page = stranger.get(link)
    assert "A person reads it before others can" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.headers.getlist("Set-Cookie")
    with app.app_context():
        row = db.session().scalars(select(Topic)).one()
        assert row.author_id is None
        assert link.rsplit("/", 1)[1] not in str(row.link_hash)
    decide(app, moderator, "topic", row.id, Ruling("return", "privacy", "It names a clinic.", "Leave the name out."))
    assert "Leave the name out." in stranger.get(link).text
    assert fill_in(stranger, f"{link}/change", text="Where can I go without papers?").status_code == 303
    decide(app, moderator, "topic", row.id, APPROVE)
    shown = stranger.get(link).text
    assert f"/en/forum/{ASK}/{row.id}" in shown
    assert "A question without an account" in browser(app).get(f"/en/forum/{ASK}/{row.id}").text
    assert stranger.get(f"{link}/change").status_code == 404


@both_databases
def test_a_hidden_question_can_be_objected_to_by_its_link(app: Flask) -> None:
    stranger, moderator = browser(app), make(app, Role.MODERATOR)
    link = fill_in(stranger, f"/en/forum/{ASK}/ask", **QUESTION).location
    with app.app_context():
        number = db.session().scalars(select(Topic.id)).one()
    decide(app, moderator, "topic", number, HIDE)
    found = re.search(r'/en/decisions/link/[^"]+', stranger.get(link).text)
    assert found
    assert fill_in(stranger, f"{found[0]}/appeal", text="It is a real question.").status_code == 303


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_where_strangers_do_not_ask(app: Flask) -> None:
    add_space(app, "closed-room", "members", writing="anyone")
    assert browser(app).get("/en/forum/closed-room/ask").status_code == 404
    assert browser(app).get("/en/forum/neighbourhood/ask").status_code == 403
    assert browser(app).get("/en/forum/asked/nothing").status_code == 404
    member = come_in(app, make(app))
    assert member.get(f"/en/forum/{ASK}/ask").location == f"/en/forum/{ASK}/new"


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_questions_about_a_place_stand_on_its_page(demo_app: Flask) -> None:
    page = browser(demo_app).get("/en/places/rikhardinkadun-kirjasto").text
    found = re.search(r"/en/forum/ask\?about=(place:\d+)", page.replace("%3A", ":"))
    assert found
    number, word = topic(demo_app, make(demo_app), about=found[1])
    again = browser(demo_app).get("/en/places/rikhardinkadun-kirjasto").text
    assert f"Title {word}" in again
    assert "1 question about this" in again
    shown = browser(demo_app).get(f"/en/forum/{ASK}/{number}").text
    assert "/en/flag/" + found[1].replace(":", "/") + "?harm=wrong" in shown
