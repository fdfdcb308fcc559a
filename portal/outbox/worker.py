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

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
    with app.app_context():
        queue.schedule()
    while not stop.is_set():
        with app.app_context():
            done = queue.drain()
        if not done:
            if until_idle:
                return
            stop.wait(PAUSE)
