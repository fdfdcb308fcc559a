"""The demo's updates, and an alert that two people stand for. None is real, and each title says DEMO."""

import datetime
from typing import Any

from sqlalchemy.orm import Session

from forum.updates.alert_actions import ALONE
from forum.updates.kind import ALERT, UPDATE
from forum.updates.models import Alert, Update
from map import local
from map.places.models import Place
from portal import db
from portal.accounts.models import Account
from portal.kinds import Kind
from portal.moderation import targets

AREAS, PLACE = ("kallio", "hakaniemi"), "helsinki-central-library-oodi"
UPDATES = (
    ("en", "DEMO Language café moves to Thursday", "From now on we meet on Thursdays at 17:00. Coffee is free."),
    ("ar", "DEMO دروس مسائية مجانية", "تبدأ دروس اللغة المسائية يوم الاثنين. لا حاجة إلى أوراق أو تسجيل."),
)
SCAM = (
    "DEMO Calls that ask for your bank code",
    "Someone calls and says that they are from the police. The police never ask for codes. Hang up, tell others.",
)
WEEK = datetime.timedelta(days=7)


def fill(opened: Session, people: dict[str, Account]) -> None:
    """Add them, in the name of the leader and the moderator among *people*."""
    area = next((found for slug in AREAS if (found := local.area(opened, slug))), None)
    place = opened.scalar(local.doors().where(Place.slug == PLACE))
    for language, title, text in UPDATES:
        row = Update(
            title=title, text=text, area=area, place=place, community="" if area else "DEMO",
            ends_on=db.today() + WEEK, **_written(people["leader"], language),
        )  # fmt: skip
        _add(opened, UPDATE, row)
    _add(opened, ALERT, _alert(people["leader"], people["moderator"]))


def _alert(by: Account, other: Account) -> Alert:
    raised_at = db.now() - ALONE / 2
    return Alert(
        what="scam", title=SCAM[0], text=SCAM[1], days=WEEK.days, raised_at=raised_at, expires_at=raised_at + WEEK,
        seconded_by=other.id, seconded_at=db.now(), **_written(by, "en"),
    )  # fmt: skip


def _written(by: Account, language: str) -> dict[str, Any]:
    return {
        "author_id": by.id, "language": language, "written_on": db.today(), "state": "published", "locked": False,
    }  # fmt: skip


def _add(opened: Session, kind: Kind, row: Update | Alert) -> None:
    opened.add(row)
    opened.flush()
    targets.follow(opened, kind, row)
