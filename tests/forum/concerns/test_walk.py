"""A concern on its whole way, by the pages; and every way that it cannot go."""

import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forum.concerns.answering import NEXT
from forum.concerns.models import Stage
from portal import db
from portal.log.models import LogEntry
from portal.permissions import Role
from tests.forum.concerns.raised import decide, now, office, raised, told
from tests.people import Sheet, browser, come_in, fill_in, make, post, send, sheets

pytestmark = pytest.mark.slow
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
WORDS = {"title": "Lamps on the path", "text": "It is dark there.\n\nPut **lamps** up.", "phase": "safety"}
REASONS = "You are right: it is dark."
FORMS = ("answer", "progress", "done", "plan")
REPLY = {"words": REASONS, "responsible": "The lamps team"}


def in_days(days: int) -> str:
    return (db.today() + datetime.timedelta(days=days)).isoformat()


def form_for(client: FlaskClient, path: str, part: str) -> Sheet:
    """The form of *path* that is sent to an address with *part* in it."""
    return next(each for each in sheets(client.get(path)) if part in each.action)


def test_a_concern_is_raised_answered_planned_and_done_and_its_followers_know(app: Flask) -> None:
    asked, author, friend, moderator = office(app), make(app), make(app), make(app, Role.MODERATOR)
    resident, supporter, staff = come_in(app, author), come_in(app, friend), come_in(app, asked.responder)
    sent = fill_in(resident, "/en/concerns/new?about=topic:12", **WORDS, organisation=str(asked.id))
    assert sent.status_code == 303
    number = int(sent.location.rpartition("/")[2])
    path = f"/en/concerns/{number}"
    assert "A person reads it before others can" in resident.get(sent.location).text
    assert (browser(app).get(path).status_code, staff.get(f"{path}/answer").status_code) == (404, 404)
    assert told(app, asked.responder) == []
    decide(app, moderator, number, "approve", "none")
    assert now(app, number).about == "topic:12"
    assert told(app, asked.responder) == [("concern-new", f"/concerns/{number}")]
    page = browser(app).get(path).text
    for words in ("<strong>lamps</strong>", author.pseudonym, asked.name, "An answer is due by"):
        assert words in page
    assert post(supporter, form_for(supporter, path, "/support")).status_code == 303
    assert "Lamps on the path" in staff.get("/en/concerns/inbox").text
    _carry_out(app, staff, path)
    page = browser(app).get(path).text
    for words in ("We did", "Ten lamps are up, and lit.", "You said", REASONS, "The lamps team", "5,000", "EUR"):
        assert words in page
    assert "Reached on" in page
    assert page.index("Five lamps are up.") < page.index("Day by day")
    news = ("concern", f"/concerns/{number}")
    assert [about for about, _path in told(app, author)] == ["published", "concern"]
    assert told(app, friend) == [news]
    assert news not in told(app, asked.responder)
    with app.app_context():
        acts = db.session().scalars(select(LogEntry.act).where(LogEntry.target == f"concern:{number}")).all()
    for act in ("considering", "accepted", "milestone", "budget", "progress", "done"):
        assert f"concern {act}" in acts
    assert resident.get(f"{path}/change").status_code == 303


def _carry_out(app: Flask, staff: FlaskClient, path: str) -> None:
    """Consider a concern, accept it, promise a milestone, move and reach it, tell of it, and be done."""
    assert fill_in(staff, f"{path}/answer", stage="considering").status_code == 303
    assert "A decision is due by" in browser(app).get(path).text
    assert fill_in(staff, f"{path}/answer", stage="accepted", **REPLY).status_code == 303
    assert (
        "Choose a day that is still to come" in fill_in(staff, f"{path}/plan", title="Old", due_on=in_days(-1)).text
    )
    fill_in(staff, f"{path}/plan", title="Ten lamps", due_on=in_days(30))
    assert "still to come" in post(staff, form_for(staff, f"{path}/plan", "/plan/"), due_on=in_days(-9)).text
    post(staff, form_for(staff, f"{path}/plan", "/plan/"), due_on=in_days(60))
    assert "first promised for" in browser(app).get(path).text
    assert "Choose the other day" in post(staff, form_for(staff, f"{path}/plan", "/plan/")).text
    for button in ("reached", "reopen", "reached"):
        assert post(staff, form_for(staff, f"{path}/plan", "/plan/"), **{button: "1"}).status_code == 303
    assert "three letters of the currency" in fill_in(staff, f"{path}/budget", planned="5000").text
    fill_in(staff, f"{path}/budget", planned="5000", spent="4200", currency="eur")
    fill_in(staff, f"{path}/progress", words="Five lamps are up.")
    assert "Being done" in browser(app).get(path).text
    assert fill_in(staff, f"{path}/done", words="Ten lamps are up, and lit.").status_code == 303


@EMBEDDED
def test_no_concern_goes_a_way_that_there_is_not_and_no_word_is_lost(app: Flask) -> None:
    asked, author = office(app), make(app)
    staff = come_in(app, asked.responder)
    for stage in Stage:
        number, _word = raised(app, asked, author, stage)
        forms = {each: sheets(staff.get(f"/en/concerns/{number}/{each}"))[-1] for each in FORMS}
        answers = {"considering", "accepted", "declined"} - set(NEXT[stage])
        refused = [post(staff, forms["answer"], stage=each, **REPLY) for each in sorted(answers)]
        if stage not in {Stage.ACCEPTED, Stage.DOING}:
            refused += [post(staff, forms[each], words=REASONS) for each in ("progress", "done")]
            refused.append(post(staff, forms["plan"], title=REASONS, due_on=in_days(1)))
        for page in refused:
            assert page.status_code == 400
            assert "It stands at" in page.text
            assert REASONS in page.text
        assert now(app, number).stage == stage


@EMBEDDED
def test_only_those_answer_who_may_and_with_reasons(app: Flask) -> None:
    asked, other, author = office(app), office(app), make(app)
    staff, stranger = come_in(app, asked.responder), come_in(app, other.responder)
    number, _word = raised(app, asked, author)
    own, _word = raised(app, asked, asked.responder)
    theirs, _word = raised(app, other, author)
    path = f"/en/concerns/{number}/answer"
    assert "Write down your reasons" in fill_in(staff, path, stage="declined").text
    assert "Say who is responsible" in fill_in(staff, path, stage="accepted", words=REASONS).text
    assert "Choose one of these" in fill_in(staff, path, stage="done", words=REASONS).text
    assert (stranger.get(path).status_code, staff.get(f"/en/concerns/{own}/answer").status_code) == (403, 403)
    for client, at in ((stranger, theirs), (staff, number)):
        form = sheets(client.get(f"/en/concerns/{at}/answer"))[0]
        form.action = path if client is stranger else f"/en/concerns/{own}/answer"
        page = post(client, form, stage="accepted", **REPLY)
        assert page.status_code == 400
        assert REASONS in page.text
    assert come_in(app, author).get("/en/concerns/inbox").status_code == 403
    late = staff.get(path)
    closed, _word = raised(app, asked, author)
    decide(app, make(app, Role.MODERATOR), closed, "lock", "spam", "It sells something.")
    page = fill_in(staff, f"/en/concerns/{closed}/answer", stage="declined", words=REASONS)
    assert (page.status_code, "closed by a decision" in page.text, REASONS in page.text) == (400, True, True)
    decide(app, make(app, Role.MODERATOR), number, "hide", "spam", "It sells something.")
    gone = send(staff, late, stage="accepted", **REPLY)
    assert (gone.status_code, REASONS in gone.text) == (409, True)
    assert {now(app, each).stage for each in (number, own, theirs)} == {Stage.RAISED}
