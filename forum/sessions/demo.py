"""The demo's sessions: an evening to come, and one that was, with what came of it. Neither is real: both say DEMO."""

import datetime

from sqlalchemy.orm import Session

from forum.sessions.kind import KIND
from forum.sessions.models import AgendaItem, DialogueSession, SessionDecision
from forum.topics import queries as topics
from forum.topics.models import Topic
from map import local
from map.places.models import Place
from portal import db
from portal.accounts.models import Account
from portal.moderation import targets
from portal.settings import current
from portal.text import prose

PLACE = "helsinki-central-library-oodi"
EVENING = "Tea from half past five. Interpreters for Arabic and Ukrainian. Children are welcome."
MINUTES = "Twenty people came. Many find the forms hard, and the opening hours do not fit those who work."
POINTS = ("How do newcomers hear of courses?", "What should change at the front desk?")
DECISIONS = ("The front desk opens until 19:00 on Tuesdays, for a try of three months.", "We meet again in a month.")


def fill(opened: Session, people: dict[str, Account]) -> None:
    """Add them, convened by the leader among *people*."""
    evening = _session(people["leader"], "dialogue", "DEMO Evening of questions", EVENING, days=9)
    evening.place = opened.scalar(local.doors().where(Place.slug == PLACE))
    evening.agenda = [AgendaItem(position=number, title=each) for number, each in enumerate(POINTS)]
    topic = opened.scalar(topics.public_topics().where(Topic.title != "").order_by(Topic.id).limit(1))
    if topic:
        evening.agenda.append(AgendaItem(position=len(POINTS), topic_id=topic.id))
    past = _session(people["leader"], "listening", "DEMO What is hard at the front desk?", "Come and tell.", days=-20)
    past.minutes, past.minutes_html = MINUTES, prose(MINUTES)
    past.decisions = [SessionDecision(position=number, text=each) for number, each in enumerate(DECISIONS)]
    for row in (evening, past):
        opened.add(row)
        opened.flush()
        targets.follow(opened, KIND, row)


def _session(by: Account, what: str, title: str, text: str, *, days: int) -> DialogueSession:
    zone = current().time_zone
    day = local.at(db.now(), zone).date() + datetime.timedelta(days=days)
    begins, ends = (local.utc(datetime.datetime.combine(day, datetime.time(hour)), zone) for hour in (18, 20))
    return DialogueSession(
        what=what, title=title, text=text, html=prose(text), starts_at=begins, ends_at=ends, zone=zone,
        online="https://meet.example.org/demo", facilitator="DEMO Birch", author_id=by.id, language="en",
        written_on=db.today() if days > 0 else day, state="published", locked=False,
    )  # fmt: skip
