"""A concern that its author changes, and authors and supporters who leave."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.concerns.models import Concern, ConcernSupport, Stage
from portal import db
from portal.moderation import leaving
from portal.notices import following
from portal.permissions import Role
from tests.forum.concerns.raised import decide, now, office, raised, told
from tests.moderating import everything
from tests.people import at_work, browser, come_in, fill_in, make, send

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


def supporters(app: Flask, number: int) -> tuple[int, int]:
    """How many support a concern, and how many are shown."""
    row = now(app, number)
    with app.app_context():
        given = select(func.count()).where(ConcernSupport.concern_id == number)
        return db.session().execute(given).scalar_one(), row.supporters_shown


@EMBEDDED
def test_a_concern_is_changed_until_it_is_answered_and_those_who_follow_it_are_told(app: Flask) -> None:
    asked, author, friend = office(app), make(app), make(app)
    number, _word = raised(app, asked, author)
    with at_work(app) as opened:
        following.join(opened, friend.id, f"concern:{number}")
        opened.add(ConcernSupport(concern_id=number, account_id=friend.id))
        opened.get_one(Concern, number).supporters_shown = 10
    client, path = come_in(app, author), f"/en/concerns/{number}/change"
    assert send(client, client.get(path), phase="safety").status_code == 303
    assert supporters(app, number) == (1, 10)
    other = client.get(path)
    assert fill_in(client, path, title="\u200b", text="x").status_code == 400
    changed = fill_in(
        client, path, title="مصابيح على الطريق", text="الطريق مظلم في المساء ونحن نخاف هناك.", language=""
    )
    assert changed.status_code == 303
    assert (now(app, number).state, now(app, number).answer_due) == ("pending", None)
    assert supporters(app, number) == (0, 0)
    moved = send(client, other, title="Lamps on all paths")
    assert (moved.status_code, "Lamps on all paths" in moved.text) == (409, True)
    assert browser(app).get(f"/en/concerns/{number}").status_code == 404
    decide(app, make(app, Role.MODERATOR), number, "approve", "none")
    assert now(app, number).answer_due is not None
    assert (now(app, number).organisation_id, now(app, number).language) == (asked.id, "ar")
    assert told(app, friend) == [("concern", f"/concerns/{number}")]
    late = client.get(path)
    with at_work(app) as opened:
        opened.get_one(Concern, number).stage = Stage.CONSIDERING
    refused = send(client, late, title="Too late for this")
    assert (refused.status_code, "Too late for this" in refused.text) == (400, True)
    assert client.get(path).status_code == 303


@EMBEDDED
def test_a_draft_is_kept_and_nobody_answers_where_no_organisation_does(app: Flask) -> None:
    client = come_in(app, make(app))
    assert "No organisation answers here yet" in client.get("/en/concerns/new").text
    office(app)
    asked = office(app)
    form = client.get("/en/concerns/new?about=topic:3")
    assert "This is needed" in send(client, form, title="Lamps, many of them", text="Dark here").text
    assert send(client, form, title="Lamps, half", organisation=str(asked.id), keep="1").status_code == 200
    assert "Lamps, half" in client.get("/en/concerns/new?about=topic:3").text
    assert "Lamps, half" not in client.get("/en/concerns/new").text


def test_who_leaves_takes_words_and_support_along(app: Flask) -> None:
    asked, author, friend = office(app), make(app), make(app)
    number, word = raised(app, asked, author)
    kept, other = raised(app, asked, make(app))
    with at_work(app) as opened:
        opened.add_all(ConcernSupport(concern_id=each, account_id=friend.id) for each in (number, kept))
    with at_work(app) as opened:
        leaving.erase(opened, friend.id, texts=False)
        leaving.erase(opened, author.id, texts=True)
    with app.app_context():
        assert db.session().execute(select(func.count()).select_from(ConcernSupport)).scalar_one() == 0
        assert word not in everything()
        assert other in everything()


def test_what_an_organisation_promised_outlives_the_words_of_who_leaves(app: Flask) -> None:
    asked, author = office(app), make(app)
    shown, word = raised(app, asked, author, Stage.ACCEPTED, about="place:7")
    hidden, other = raised(app, asked, author, Stage.DECLINED, state="hidden")
    bare, third = raised(app, asked, author)
    staff = come_in(app, asked.responder)
    assert fill_in(staff, f"/en/concerns/{shown}/progress", words="Ten lamps are ordered.").status_code == 303
    with at_work(app) as opened:
        leaving.erase(opened, author.id, texts=True)
    told(app, asked.responder)
    with app.app_context():
        said = everything()
        assert not any(each in said for each in (word, other, third, author.pseudonym))
        assert [db.session().get(Concern, each) is None for each in (shown, hidden, bare)] == [False, False, True]
    assert (now(app, shown).state, now(app, hidden).state, now(app, shown).author_id) == ("published", "hidden", None)
    page = browser(app).get(f"/en/concerns/{shown}").text
    assert "Ten lamps are ordered." in page
    pages = [page, staff.get(f"/en/concerns/{shown}/plan").text, staff.get(f"/en/concerns/{shown}/done").text]
    pages += [browser(app).get(f"/en/concerns{each}").text for each in ("", "/board")]
    assert all("Removed by its author" in each for each in pages)
    assert '"title": ""' in browser(app).get("/en/concerns.json").text
