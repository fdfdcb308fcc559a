"""Letters between a member and a team: read by at least two of it, by nobody else, and reportable."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from forum.letters.models import Message
from portal import db
from portal.accounts.models import RoleGrant
from portal.moderation.models import ReviewItem
from portal.notices.models import Notice
from portal.permissions import Role
from tests.forum.talking import ASK
from tests.people import Person, at_work, both_databases, browser, come_in, fill_in, give, make, send

pytestmark = pytest.mark.slow

LETTER = {"subject": "A worry", "text": "Someone follows me around here."}


def give_up(app: Flask, person: Person) -> None:
    with at_work(app) as opened:
        opened.execute(delete(RoleGrant).where(RoleGrant.account_id == person.id))


@both_databases
def test_a_letter_is_read_by_its_member_and_the_whole_team(app: Flask) -> None:
    member = make(app)
    client = come_in(app, member)
    assert "no team of two yet" in client.get(f"/en/forum/{ASK}/team").text
    one, two = make(app, Role.MODERATOR), make(app, Role.LEADER, f"space:{ASK}")
    form = client.get(f"/en/forum/{ASK}/team")
    give_up(app, two)
    alone = send(client, form, "text", **LETTER)
    assert alone.status_code == 400
    assert "Someone follows me around here." in alone.text
    give(app, two, Role.LEADER, f"space:{ASK}")
    elsewhere = make(app, Role.LEADER, "space:women")
    path = fill_in(client, f"/en/forum/{ASK}/team", **LETTER).location
    for reader in (one, two):
        assert "Someone follows me around here." in come_in(app, reader).get(path).text
        assert "A worry" in come_in(app, reader).get("/en/forum/letters").text
    for other in (come_in(app, make(app)), come_in(app, elsewhere)):
        assert other.get(path).status_code == 404
        assert "A worry" not in other.get("/en/forum/letters").text
    assert browser(app).get(path).status_code == 302
    assert fill_in(come_in(app, two), path, text="We look into it.").status_code == 303
    assert "We look into it." in client.get(path).text
    with app.app_context():
        told = db.session().scalars(select(Notice.recipient).where(Notice.about == "letter")).all()
    assert sorted(told) == sorted([one.id, two.id, member.id])


@both_databases
def test_a_message_can_be_reported_by_those_who_read_it(app: Flask) -> None:
    member, one, two = make(app), make(app, Role.MODERATOR), make(app, Role.MODERATOR)
    path = fill_in(come_in(app, member), f"/en/forum/{ASK}/team", **LETTER).location
    fill_in(come_in(app, one), path, text="Be quiet about it.")
    with app.app_context():
        number = db.session().scalars(select(Message.id).where(Message.from_team)).one()
    report = f"/en/flag/letter/{number}"
    assert come_in(app, make(app)).get(report).status_code == 404
    assert browser(app).get(report).status_code == 404
    sent = fill_in(come_in(app, member), report, harm="threat", past="y")
    assert sent.status_code == 200
    with app.app_context():
        item = db.session().scalars(select(ReviewItem)).one()
        assert (item.kind, item.route) == ("letter", "ombudsperson")
        seen = f"/en/moderation/{item.id}"
    assert come_in(app, two).get(seen).status_code == 404
    assert come_in(app, make(app, Role.OMBUDSPERSON)).get(seen).status_code == 200


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_letters_go_with_their_member(app: Flask) -> None:
    member = make(app)
    make(app, Role.MODERATOR)
    make(app, Role.MODERATOR)
    fill_in(come_in(app, member), f"/en/forum/{ASK}/team", **LETTER)
    assert fill_in(come_in(app, member), "/en/account/erase", texts="remove").status_code == 303
    with at_work(app) as opened:
        assert opened.scalars(select(Message)).all() == []
