"""Support: once each, never one's own, taken back at any time, and shown once a day in steps of ten."""

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from forum.concerns import supporting
from forum.concerns.models import ConcernSupport, Stage
from portal import db
from tests.forum.concerns.raised import now, office, raised
from tests.people import Browser, at_work, browser, come_in, make, post, send, sheets

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def given(app: Flask, number: int) -> int:
    with app.app_context():
        return db.session().execute(select(func.count()).where(ConcernSupport.concern_id == number)).scalar_one()


def press(client: Browser, number: int, **words: str) -> int:
    """Press the button about supporting; as it stands on some page, for some concern."""
    form = next(each for each in sheets(client.get(f"/en/concerns/{number}")) if "/support" in each.action)
    return post(client, form, **words).status_code


def test_support_is_given_once_and_taken_back_and_never_for_ones_own(app: Flask) -> None:
    asked, author, friend = office(app), make(app), make(app)
    number, _word = raised(app, asked, author)
    other, _word = raised(app, asked, friend)
    client, own = come_in(app, friend), come_in(app, author)
    assert "Sign in to support it" in browser(app).get(f"/en/concerns/{number}").text
    first = next(each for each in sheets(client.get(f"/en/concerns/{number}")) if "/support" in each.action)
    again = next(each for each in sheets(client.get(f"/en/concerns/{number}")) if "/support" in each.action)
    assert [post(client, each).status_code for each in (first, again)] == [303, 303]
    assert given(app, number) == 1
    assert "Nobody sees that it is you" in client.get(f"/en/concerns/{number}").text
    form = next(each for each in sheets(own.get(f"/en/concerns/{other}")) if "/support" in each.action)
    form.action = f"/en/concerns/{number}/support"
    assert post(own, form).status_code == 400
    assert not any("/support" in each.action for each in sheets(own.get(f"/en/concerns/{number}")))
    with at_work(app) as opened:
        opened.get_one(type(now(app, number)), number).stage = Stage.DECLINED
    form = next(each for each in sheets(client.get(f"/en/concerns/{number}")) if "/support" in each.action)
    stale = post(client, form, withdraw="1", token="old")
    assert (stale.status_code, given(app, number)) == (400, 1)
    assert send(client, stale, "withdraw").status_code == 303
    assert given(app, number) == 0
    form = next(each for each in sheets(own.get(f"/en/concerns/{other}")) if "/support" in each.action)
    form.action = f"/en/concerns/{number}/support"
    assert post(client, form).status_code == 400
    assert given(app, number) == 0


@EMBEDDED
def test_how_many_support_it_is_shown_once_a_day_in_tens_and_not_under_ten(app: Flask) -> None:
    number, _word = raised(app, office(app), make(app))
    people = [make(app).id for _ in range(19)]
    for many, shown in ((9, 0), (10, 10), (19, 10)):
        before = now(app, number).supporters_shown
        with at_work(app) as opened:
            rows = [{"concern_id": number, "account_id": each} for each in people[given(app, number) : many]]
            opened.execute(insert(ConcernSupport), rows)
        assert now(app, number).supporters_shown == before
        with app.app_context():
            supporting.count()
        page = browser(app).get(f"/en/concerns/{number}").text
        assert ("At least 10 people support this" in page) == bool(shown)
        assert f"{many} people" not in page or many == shown
        assert now(app, number).supporters_shown == shown
