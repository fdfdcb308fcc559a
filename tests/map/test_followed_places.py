"""Who follows a kind of help is told of a new place of it."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from tests.people import both_databases, come_in, fill_in, make, post, sheets


@pytest.mark.slow
@both_databases
def test_a_new_place_is_told_to_those_who_follow_its_tile(app: Flask) -> None:
    follower, author, moderator = make(app), make(app), make(app, Role.MODERATOR)
    reader = come_in(app, follower)
    form = next(each for each in sheets(reader.get("/en/places?category=food")) if "/following/" in each.action)
    assert post(reader, form).status_code == 303
    words = {"name": "Soup room", "about": "Soup at noon.", "category": "meals"}
    fill_in(come_in(app, author), "/en/places/suggest", **words)
    team = come_in(app, moderator)
    post(team, sheets(team.get("/en/moderation/1"))[0])
    decide = next(each for each in sheets(team.get("/en/moderation/1")) if "facts" in each.names)
    assert post(team, decide, action="approve", rule="none").status_code == 303
    work(app, until_idle=True)
    with app.app_context():
        query = select(Notice.recipient, Notice.path).where(Notice.about == "followed")
        assert [tuple(row) for row in db.session().execute(query)] == [(follower.id, "/places/soup-room")]
