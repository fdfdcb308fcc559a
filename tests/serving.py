"""The real thing: a demo in processes of its own, on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEMO_PASSWORD = "a lantern for the demo"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not answers(url):
        if process.poll() is not None or time.monotonic() > end:
            raise AssertionError(f"the demo did not start: {process.poll()}")
        time.sleep(0.1)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a portal that keeps to *folder*."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("WAYHOUSE_")}
    return plain | {"WAYHOUSE_DATA_DIR": str(folder)} | more


def wayhouse(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command of ``wayhouse`` to its end."""
    command = [sys.executable, "-m", "portal.cli", *words]
    return subprocess.run(command, check=False, env=env, capture_output=True, text=True, timeout=120)


@contextmanager
def demo(folder: Path, **more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running demo: its address, and its supervisor."""
    port = free_port()
    given = {"WAYHOUSE_BIND": f"127.0.0.1:{port}", "WAYHOUSE_DEMO_PASSWORD": DEMO_PASSWORD}
    env = environment(folder, **given | more)
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.cli", "demo"], env=env, stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        log.close()
