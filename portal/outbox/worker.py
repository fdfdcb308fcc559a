"""The worker: keeps the outbox's promises until it is told to stop."""

import signal
import threading
from types import FrameType

from flask import Flask

from portal.outbox import queue

PAUSE = 1.0


def work(app: Flask, *, until_idle: bool = False) -> None:
    """Drain the outbox of *app* for ever, or only until nothing is due; SIGTERM ends it after the batch in hand."""
    stop = threading.Event()
    if not until_idle:
        _stop_on_signals(stop)
    with app.app_context():
        queue.schedule()
    while not stop.is_set():
        with app.app_context():
            done = queue.drain()
        if not done and until_idle:
            return
        if not done:
            stop.wait(PAUSE)


def _stop_on_signals(stop: threading.Event) -> None:
    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
