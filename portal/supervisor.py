"""Keeps the web server and the worker running: either dies, it is started again; SIGTERM ends both."""

import logging
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from portal.settings import Settings

log = logging.getLogger("wayhouse")
PAUSE = 0.2
SLOWEST = 10.0
PATIENCE = 15.0


def _web(settings: Settings) -> list[str]:
    """The web server; its own log is off, since it names addresses and queries where a request is odd."""
    return [
        sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", settings.bind,
        "--limit-request-line", "8190",  # bytes: as much as it allows, since a letter of a question may take nine
        "--workers", str(settings.workers), "--worker-class", "gthread", "--threads", "4", "--preload",
        "--log-level", "critical", "portal.wsgi:application",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "portal.cli", "worker"]


class Supervisor:
    """Two children, and the wish to stop."""

    def __init__(self, settings: Settings) -> None:
        self.commands = {"web": _web(settings), "worker": _worker()}
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.waits = dict.fromkeys(self.commands, PAUSE)
        self.stopping = False

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, name: str) -> None:
        self.started[name] = time.monotonic()
        self.children[name] = subprocess.Popen(self.commands[name], env=os.environ.copy())  # noqa: S603 (our own)

    def _look_after(self, name: str) -> None:
        code = self.children[name].poll()
        if code is None:
            return
        lived = time.monotonic() - self.started[name]
        self.waits[name] = PAUSE if lived > SLOWEST else min(SLOWEST, self.waits[name] * 2)
        log.error("restarting", extra={"fields": {"child": name, "code": code}})
        time.sleep(self.waits[name])
        self._start(name)

    def run(self) -> None:
        """Start both and look after them until told to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        for name in self.commands:
            self._start(name)
        while not self.stopping:
            for name in self.commands:
                self._look_after(name)
            time.sleep(PAUSE)
        self._end()

    def _end(self) -> None:
        for child in self.children.values():
            child.terminate()
        for child in self.children.values():
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
