"""What readers say that they miss: only concepts, counted in memory, written once a day in bands, never a word."""

import datetime
from collections import Counter
from collections.abc import Sequence
from threading import Lock

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal import db
from portal.search.models import MissingConcept

BANDS = (1, 5, 20, 100)
KEPT = datetime.timedelta(days=365)


class Tally:
    """The counts of this process and of one day; what it holds when it ends is lost, which costs a day's count."""

    def __init__(self) -> None:
        self.day: datetime.date | None = None
        self.counted: Counter[str] = Counter()
        self.lock = Lock()

    def add(self, session: Session, codes: Sequence[str], today: datetime.date) -> None:
        """Count *codes* once each; on the first of a new day, write what the last day came to."""
        with self.lock:
            if self.day != today:
                self._write(session)
                self.day, self.counted = today, Counter()
            self.counted.update(set(codes))

    def _write(self, session: Session) -> None:
        for code, number in self.counted.items():
            session.add(MissingConcept(day=self.day, concept_code=code, least=band(number)))


tally = Tally()


def band(number: int) -> int:
    """The foot of the band that *number* is in."""
    return max(least for least in BANDS if least <= number)


def written(least: int) -> str:
    """A band in digits."""
    above = next((each for each in BANDS if each > least), None)
    return f"{least}–{above - 1}" if above else f"{least}+"


def of_late() -> list[tuple[str, str]]:
    """What was missed in the last thirty days: concepts with the band of their sum, the most missed first."""
    since = db.today() - datetime.timedelta(days=30)
    total = func.sum(MissingConcept.least)
    query = select(MissingConcept.concept_code, total).where(MissingConcept.day >= since)
    rows = db.session().execute(query.group_by(MissingConcept.concept_code).order_by(total.desc()).limit(50))
    return [(code, written(band(int(number)))) for code, number in rows]


def forget_old(_keys: Sequence[str]) -> None:
    """Delete what is older than a year."""
    with db.transaction() as session:
        session.execute(delete(MissingConcept).where(MissingConcept.day < db.today() - KEPT))
