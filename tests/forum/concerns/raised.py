"""What tests of concerns share: an organisation with its responder, and concerns at any stage."""

import datetime
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from forum.concerns.kind import KIND
from forum.concerns.models import Concern, Stage, StageChange
from map.organisations.models import Organisation
from portal import db
from portal.moderation import deciding, queue, targets
from portal.moderation.rulings import Ruling
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from tests.moderating import judged, secret_word
from tests.people import Person, at_work, make


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation, and who answers for it."""

    id: int
    name: str
    slug: str
    responder: Person


def office(app: Flask) -> Office:
    """A public organisation with a responder."""
    word = secret_word()
    with at_work(app) as opened:
        row = Organisation(
            slug=f"office-{word}", name=f"Office {word}", language="en", state="published", locked=False
        )
        opened.add(row)
        opened.flush()
        number = row.id
    return Office(number, f"Office {word}", f"office-{word}", make(app, Role.RESPONDER, f"organisation:{number}"))


def raised(app: Flask, asked: Office, author: Person, stage: str = Stage.RAISED, **facts: Any) -> tuple[int, str]:
    """A public concern that *author* raised today, at *stage*. Return its id and a word that only it holds."""
    word, today = secret_word(), db.today()
    given = {"language": "en", "state": "published", "answer_due": today + datetime.timedelta(days=14)} | facts
    with at_work(app) as opened:
        row = Concern(
            author_id=author.id, organisation_id=asked.id, title=f"Lamps {word}", text=f"Dark {word}",
            html=f"<p>Dark {word}</p>", stage=stage, written_on=today, locked=False, **given,
        )  # fmt: skip
        row.steps = [StageChange(stage=each, day=today) for each in dict.fromkeys([Stage.RAISED, stage])]
        opened.add(row)
        opened.flush()
        targets.follow(opened, KIND, row)
        return row.id, word


def decide(app: Flask, moderator: Person, number: int, action: str, rule: str, facts: str = "") -> None:
    """Let *moderator* decide about a concern."""
    account = judged(app, moderator)
    with at_work(app) as opened:
        item = queue.open_item(opened, KIND, opened.get_one(Concern, number), "taken-up")
        queue.claim(opened, account, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, account, item.id, item.version, Ruling(action, rule, facts))


def now(app: Flask, number: int) -> Concern:
    """A concern as it is now."""
    with app.app_context():
        return db.session().get_one(Concern, number)


def told(app: Flask, person: Person) -> list[tuple[str, str]]:
    """What *person* was told and has not read, oldest first, once the worker did its part."""
    work(app, until_idle=True)
    with app.app_context():
        query = select(Notice.about, Notice.path).where(Notice.recipient == person.id).order_by(Notice.id)
        return [(about, path) for about, path in db.session().execute(query)]
