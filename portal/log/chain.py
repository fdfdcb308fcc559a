"""The append-only log: a chain of hashes that shows whether anything was changed, left out or put in later.

An entry names people and things by opaque references only. Its text lies apart: the chain holds a salted commitment
to it, so that the text and its salt can be erased while the chain still verifies.
"""

import datetime
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import db
from portal.log.models import LogEntry, LogHead, LogText

GENESIS = "0" * 64
PRESENT = 1
CHUNK = 1000
DAY = datetime.timedelta(days=1)


def append(
    session: Session, act: str, *, actor: str, target: str, text: dict[str, Any] | str = "", about: str = ""
) -> LogEntry:
    """Add an entry at the end, in the transaction of *session*; others who append wait until that ends.

    Append after all else that the transaction locks, so that two never wait for each other. *actor*, *target* and
    *about* are opaque references; *about* is the one whose words *text* holds, or about whom it is, and in whose name
    it is erased. *text* is what JSON can hold.
    """
    last, previous = _take_head(session)
    written, salt = json.dumps(text, sort_keys=True), secrets.token_hex(16)
    entry = LogEntry(id=last + 1, act=act, day=db.today(), actor=actor, target=target)
    entry.commitment = _hash(salt, written)
    entry.chain = _chain(entry, previous)
    session.add(entry)
    session.flush()
    session.add(LogText(entry_id=entry.id, about=about, salt=salt, text=written))
    moved = update(LogHead).where(LogHead.id == PRESENT)
    session.execute(moved.values(entry_id=entry.id, chain=entry.chain))
    return entry


def erase(session: Session, about: str) -> int:
    """Forget the texts about a person, with their salts; return how many there were. The chain stays whole.

    Raises:
        ValueError: *about* is empty, which is what texts about nobody have.
    """
    if not about:
        raise ValueError("Whose texts?")
    return len(session.scalars(delete(LogText).where(LogText.about == about).returning(LogText.entry_id)).all())


def publish_head(_keys: Sequence[str] | None = None) -> None:
    """Keep the head as it was at the end of yesterday, once, for everyone to see."""
    yesterday = db.today() - DAY
    query = select(LogEntry.id, LogEntry.chain).where(LogEntry.day <= yesterday).order_by(LogEntry.id.desc())
    with db.transaction() as session:
        last = session.execute(query.limit(1)).first()
        if last:
            _add_head(session, id=yesterday.toordinal(), day=yesterday, entry_id=last.id, chain=last.chain)


def published(days: int) -> Select[LogHead]:
    """The published heads of the last *days*, newest first."""
    return select(LogHead).where(LogHead.day >= db.today() - days * DAY).order_by(LogHead.day.desc())


def _take_head(session: Session) -> tuple[int, str]:
    """The id and the hash of the last entry, held until the transaction ends."""
    query = select(LogHead.entry_id, LogHead.chain).where(LogHead.id == PRESENT).with_for_update()
    found = session.execute(query).first()
    if found is None:
        _add_head(session, id=PRESENT, day=None, entry_id=0, chain=GENESIS)
        found = session.execute(query).one()
    return found.entry_id, found.chain


def _add_head(session: Session, **values: Any) -> None:
    """Add a head, unless another process was faster."""
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(LogHead).values(values).on_conflict_do_nothing())


def _hash(*fields: Any) -> str:
    """SHA-256 of *fields* as a JSON list, which can be read in one way only."""
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()


def _chain(entry: Any, previous: str) -> str:
    """The hash of *entry* and of all before it."""
    day = entry.day.isoformat()
    return _hash(entry.id, entry.act, day, entry.actor, entry.target, entry.commitment, previous)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how many *entries* are whole up to *head*, how many texts of them were *erased*.

    ``problem`` is a sentence about the first thing that is wrong, or empty.
    """

    entries: int
    head: str
    erased: int
    problem: str

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problem


@dataclass(slots=True)
class _Walk:
    """How far a verification came, and whether it met the hash that was asked for."""

    wanted: str | None
    entries: int = 0
    chain: str = GENESIS
    erased: int = 0
    met: bool = False

    def through(self, session: Session, newest: int) -> str:
        """Check the entries up to *newest*; return what is wrong with the first that is not whole."""
        query = _ENTRIES.where(LogEntry.id <= newest).execution_options(yield_per=CHUNK)
        with session.execute(query) as rows:
            return next((problem for row in rows if (problem := self._step(row))), "")

    def _step(self, row: Any) -> str:
        if row.id != self.entries + 1:
            return f"Entry {self.entries + 1} is missing: after entry {self.entries} comes entry {row.id}."
        if row.chain != _chain(row, self.chain):
            return f"Entry {row.id} was changed."
        if row.salt is not None and row.commitment != _hash(row.salt, row.text):
            return f"The text of entry {row.id} was changed."
        self.entries, self.chain = row.id, row.chain
        self.erased += row.salt is None
        self.met = self.met or row.chain == self.wanted
        return ""


_ENTRIES = (
    select(*LogEntry.__table__.columns, LogText.salt, LogText.text)
    .outerjoin(LogText, LogText.entry_id == LogEntry.id)
    .order_by(LogEntry.id)
)
_ENDS = select(
    select(LogHead.entry_id).where(LogHead.id == PRESENT).scalar_subquery().label("entry_id"),
    select(LogHead.chain).where(LogHead.id == PRESENT).scalar_subquery().label("chain"),
    select(func.max(LogEntry.id)).scalar_subquery().label("newest"),
)
"""Where the chain ends, by its head and by its entries, in one statement so that both are of one moment."""
_STRAY = (
    select(LogHead.day, LogHead.entry_id)
    .outerjoin(LogEntry, LogEntry.id == LogHead.entry_id)
    .where(LogHead.id != PRESENT, LogEntry.chain.is_distinct_from(LogHead.chain))
    .order_by(LogHead.day)
)
"""The published heads that are not the hash of their entry."""


def verify(session: Session, head: str | None = None) -> Verdict:
    """Check the whole chain; with *head*, a hash that someone noted earlier, also that the chain went through it."""
    walk = _Walk(head)
    ends = session.execute(_ENDS).one()
    problem = walk.through(session, ends.newest or 0) or _ends_elsewhere(walk, ends) or _stray_head(session)
    if not problem and head and not walk.met:
        problem = f"No entry has the hash {head}: the log was written anew since that was noted."
    return Verdict(walk.entries, walk.chain, walk.erased, problem)


def _ends_elsewhere(walk: _Walk, ends: Any) -> str:
    if (walk.entries, walk.chain) == (ends.entry_id or 0, ends.chain or GENESIS):
        return ""
    if walk.entries == ends.entry_id:
        return f"Entry {walk.entries} is not the one that was written last."
    return f"The log ends at entry {walk.entries}, and should end at entry {ends.entry_id or 0}."


def _stray_head(session: Session) -> str:
    stray = session.execute(_STRAY.limit(1)).first()
    return f"Entry {stray.entry_id} is not the one whose hash was published for {stray.day}." if stray else ""
