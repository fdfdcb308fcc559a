"""Measuring: CPU, statements, bytes."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Engine, event

WARM = 5


def cpu(work: Callable[[], object], times: int) -> float:
    """The median CPU time of *work* in milliseconds, over *times* runs, after a few to warm up."""
    for _ in range(WARM):
        work()
    taken = []
    for _ in range(times):
        began = time.process_time_ns()
        work()
        taken.append((time.process_time_ns() - began) / 1e6)
    return statistics.median(taken)


def beside(work: Callable[[], object], least: Callable[[], object], times: int) -> tuple[float, float]:
    """The median CPU times of *work* and of *least* in milliseconds, run by turns: noise hits both."""
    for _ in range(WARM):
        work()
        least()
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for each, do in zip(taken, (work, least), strict=True):
            began = time.process_time_ns()
            do()
            each.append((time.process_time_ns() - began) / 1e6)
    return statistics.median(taken[0]), statistics.median(taken[1])


def bytes_of(app: Flask, path: str) -> int:
    """The size of an answer over the wire, gzipped."""
    with app.test_client().get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        return len(answer.data)


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements of a block, but not those that begin or guard a transaction."""
    found: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)
