"""The worker: keeps the outbox's promises until it is told to stop."""

import signal
import threading
from types import FrameType

from flask import Flask

from portal.outbox import queue

PAUSE = 1.0


def work(app: Flask, *, until_idle: bool = False) -> None:
    """Drain the outbox of *app* for ever, or only until nothing is due; SIGTERM ends it after the batch in hand."""
    with app.app_context():
        queue.schedule()
    if until_idle:
        while _drain(app, slow=False) + _drain(app, slow=True):
            pass
        return
    stop = threading.Event()
    _stop_on_signals(stop)
    threading.Thread(target=_keep_on, args=(app, stop), kwargs={"slow": True}, daemon=True).start()
    _keep_on(app, stop, slow=False)


def _drain(app: Flask, *, slow: bool) -> int:
    with app.app_context():
        return queue.drain(slow=slow)


def _keep_on(app: Flask, stop: threading.Event, *, slow: bool) -> None:
    """Drain until *stop*; one that fails stops both, and the process is begun anew.

    What is slow ends with the process, wherever it is: it is promised still.
    """
    try:
        while not stop.is_set():
            if not _drain(app, slow=slow):
                stop.wait(PAUSE)
    finally:
        stop.set()


def _stop_on_signals(stop: threading.Event) -> None:
    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
