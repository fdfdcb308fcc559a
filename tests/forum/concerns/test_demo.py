"""The demo's concerns: one of each kind, today, each of which says that it is not real."""

import pytest
from flask import Flask

from forum.concerns import demo, queries
from forum.concerns.models import Stage
from forum.concerns.wanted import Wanted
from portal import db
from portal.accounts.models import Account
from tests.people import at_work, browser, come_in, make

NAMES = ("resident", "responder", "editor", "moderator")


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_the_demo_shows_what_can_become_of_a_concern(app: Flask) -> None:
    made = {name: make(app) for name in NAMES}
    with at_work(app) as opened:
        demo.fill(opened, {name: opened.get_one(Account, each.id) for name, each in made.items()})
    with app.app_context():
        found = queries.page(Wanted())
        stages = {each.concern.stage: each for each in found}
        assert set(stages) == {Stage.DONE, Stage.RAISED, Stage.CONSIDERING, Stage.DOING}
        assert {stage for stage, each in stages.items() if each.overdue} == {Stage.RAISED, Stage.DOING}
        assert all("DEMO" in each.concern.title and "DEMO" in each.concern.text for each in found)
        assert all(step.day <= db.today() for each in found for step in each.concern.steps)
        number = stages[Stage.DONE].concern.id
    assert "We did" in browser(app).get(f"/en/concerns/{number}").text
    assert 'lang="ar"' in browser(app).get("/en/concerns").text
    assert "DEMO" in come_in(app, made["responder"]).get("/en/concerns/inbox").text
