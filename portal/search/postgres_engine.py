"""The engine beyond one machine: rows of PostgreSQL that hold our own terms, and a table of words for near ones.

Ranking is ours, as for every engine; here only the likeliest rows are found, in steps that each take a bounded
number: `ts_rank` would have to read every row that holds a common word.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal import db
from portal.search.engine import Query
from portal.search.entries import KEY, NAME, Entry, entry_of_kept, is_word

BATCH = 500
SHORTEST_LIKE = 2
TELLING = 2  # words of a question, the rarest, for which documents are taken that hold no other
SIZE_KEPT, COUNTS_KEPT = 60.0, 5.0  # seconds
MOST_COUNTS = 50_000  # terms
_LOCK = 0x5EA2C4  # one writer at a time: the number by which they wait for each other
MARK = "search generation"

_CURRENT = f"(SELECT CAST(value AS integer) FROM mark WHERE name = '{MARK}')"  # noqa: S608 (a literal)
_SEARCH = """
WITH steps AS (SELECT step, key FROM ({steps}) AS every LIMIT :enough),
best AS (SELECT key, min(step) AS step FROM steps GROUP BY key ORDER BY min(step) LIMIT :most)
SELECT found.entry FROM best JOIN search_entry AS found ON found.generation = {current} AND found.key = best.key
ORDER BY best.step
"""
_STEP = "SELECT step, key FROM search_step({number}, CAST(:step{number} AS tsquery), :most)"
_PUT = """
INSERT INTO search_entry (generation, key, terms, entry, digest)
SELECT :generation, row.key, array_to_tsvector(row.terms), row.entry, row.digest
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row(key text, terms text[], entry jsonb, digest text)
"""
_COUNT = """
INSERT INTO search_word (generation, word, documents)
SELECT :generation, key, CAST(value AS integer) FROM jsonb_each_text(CAST(:counts AS jsonb))
ON CONFLICT (generation, word) DO UPDATE SET documents = search_word.documents + EXCLUDED.documents
"""
_UNCOUNT = """
UPDATE search_word SET documents = documents - dropped.number
FROM (SELECT unnest(tsvector_to_array(terms)) AS word, count(*) AS number FROM search_entry
      WHERE generation = :generation AND key = ANY(:keys) GROUP BY 1) AS dropped
WHERE search_word.generation = :generation AND search_word.word = dropped.word
"""
_DROP = "DELETE FROM search_entry WHERE generation = :generation AND key = ANY(:keys)"
_FORGET = "DELETE FROM search_word WHERE generation = :generation AND documents <= 0"
_CLEAR = (
    "DELETE FROM search_entry WHERE generation <> :kept",
    "DELETE FROM search_word WHERE generation <> :kept",
)
_TURN = """
INSERT INTO mark (name, value) VALUES (:mark, :generation) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value
"""


class PostgresEngine:
    """Rows by generation: a rebuild fills the next one, and one mark says which is read."""

    def __init__(self) -> None:
        self.known_size: tuple[float, int] | None = None
        self.counted: dict[str, int] = {}
        self.counted_at = 0.0

    def search(self, query: Query) -> list[Entry]:
        """The likeliest entries: first those that hold every word, and in their names, then those that hold some."""
        steps = _steps(query)
        if not steps:
            return []
        parts = " UNION ALL ".join(_STEP.format(number=number) for number in range(len(steps)))
        statement = text(_SEARCH.format(steps=parts, current=_CURRENT))
        given = {f"step{number}": asked for number, asked in enumerate(steps)}
        return [
            entry_of_kept(row)
            for row in db.session().scalars(statement, given | {"most": query.limit, "enough": 2 * query.limit})
        ]

    def counts(self, terms: Iterable[str]) -> dict[str, int]:
        """In how many documents each of *terms* stands, or did a few seconds ago: it only weighs words."""
        now, wanted = time.monotonic(), set(terms)
        if now - self.counted_at > COUNTS_KEPT or len(self.counted) > MOST_COUNTS:
            self.counted, self.counted_at = {}, now
        if unknown := [term for term in wanted if term not in self.counted]:
            query = f"SELECT word, documents FROM search_word WHERE generation = {_CURRENT} AND word = ANY(:words)"  # noqa: S608 (of literals)
            rows = {row[0]: int(row[1]) for row in db.session().execute(text(query), {"words": unknown})}
            self.counted |= {term: rows.get(term, 0) for term in unknown}
        return {term: self.counted[term] for term in wanted if self.counted.get(term, 0) > 0}

    def size(self) -> int:
        """How many documents there are, or were a minute ago."""
        now = time.monotonic()
        if self.known_size is None or now - self.known_size[0] > SIZE_KEPT:
            query = f"SELECT count(*) FROM search_entry WHERE generation = {_CURRENT}"  # noqa: S608 (of literals)
            self.known_size = (now, int(db.session().execute(text(query)).scalar_one()))
        return self.known_size[1]

    def words_like(self, starts: Iterable[str], ends: Iterable[str], hearts: Iterable[str]) -> dict[str, int]:
        """Words and stems that begin with one of *starts*, end with one of *ends* or hold one of *hearts*."""
        patterns = [f"{each}%" for each in starts if len(each) >= SHORTEST_LIKE]
        patterns += [f"%{each}" for each in ends if len(each) >= SHORTEST_LIKE]
        patterns += [f"%{each}%" for each in hearts if len(each) >= SHORTEST_LIKE]
        if not patterns:
            return {}
        near = f"SELECT word, documents FROM search_word WHERE generation = {_CURRENT} AND word LIKE ANY(:patterns)"  # noqa: S608 (of literals)
        rows = db.session().execute(text(near), {"patterns": patterns})
        return {word: number for word, number in rows if number > 0 and word[0] != KEY}

    def update(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        """Put *entries* in the place of what had their keys, and drop the keys *gone*, in one commit."""
        fresh = {entry.key: entry for entry in entries}
        with db.transaction() as session:
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            generation = _generation(session)
            about = {"generation": generation, "keys": [*fresh, *gone]}
            for statement in (_UNCOUNT, _DROP, _FORGET):
                session.execute(text(statement), about)
            _put(session, generation, list(fresh.values()))
        self.known_size = None

    def rebuild(self, entries: Iterable[Entry]) -> int:
        """Fill the next generation, then let it be read and drop the others."""
        with db.transaction() as session:
            number = _generation(session) + 1
            _drop_generations(session, number - 1)
        count, left = 0, iter(entries)
        while batch := list({entry.key: entry for entry in islice(left, BATCH)}.values()):
            with db.transaction() as session:
                _put(session, number, batch)
            count += len(batch)
        with db.transaction() as session:
            session.execute(text(_TURN), {"mark": MARK, "generation": str(number)})
            _drop_generations(session, number)
            session.execute(text("ANALYZE search_entry, search_word"))
        self.known_size = None
        return count

    def digests(self) -> dict[str, str]:
        """The digest of every entry, by its key."""
        query = f"SELECT key, digest FROM search_entry WHERE generation = {_CURRENT}"  # noqa: S608 (of literals)
        return {row[0]: row[1] for row in db.session().execute(text(query))}

    def tidy(self) -> None:
        """Nothing to do: rows that are dropped are gone, and their room is used again."""


def _generation(session: Session) -> int:
    """The generation that is read; the first one is made where there is none."""
    found = session.execute(text(f"SELECT {_CURRENT}")).scalar()
    if found is None:
        session.execute(text(_TURN), {"mark": MARK, "generation": "1"})
    return int(found or 1)


def _drop_generations(session: Session, kept: int) -> None:
    """Drop what any other generation than *kept* holds."""
    for statement in _CLEAR:
        session.execute(text(statement), {"kept": kept})


def _put(session: Session, generation: int, entries: Sequence[Entry]) -> None:
    counted: Counter[str] = Counter()
    rows = []
    for entry in entries:
        terms = set(entry.terms)
        counted.update(filter(is_word, terms))
        rows.append({"key": entry.key, "terms": list(terms), "entry": entry.kept, "digest": entry.digest})
    if rows:
        session.execute(text(_PUT), {"generation": generation, "rows": json.dumps(rows)})
        session.execute(text(_COUNT), {"generation": generation, "counts": json.dumps(dict(sorted(counted.items())))})


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _any(terms: Iterable[str]) -> str:
    return f"({'|'.join(map(_quoted, terms))})"


def _steps(query: Query) -> list[str]:
    """What is asked, the likeliest first: every word and one in a name, every word, one in a name, a rare one."""
    groups = [group for group in query.groups if group]
    if not groups:
        return []
    narrow = [_any(each) for each in query.filters]
    every = [_any(group) for group in groups]
    named = _any(NAME + term for group in groups for term in group)
    rarest: Mapping[str, float] = {term: 1.0 for group in groups[:TELLING] for term in group}
    steps = [[*every, named], every, [named], [_any(rarest)]] if len(every) > 1 else [[named], every]
    return ["&".join([*step, *narrow]) for step in steps]
