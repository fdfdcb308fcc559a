"""How long a guide that was saved takes until the running portal finds it: web, outbox, worker, index, reader."""

import statistics
import time
import urllib.request
from pathlib import Path

from portal.app import create_app
from portal.settings import Settings
from tests import serving
from tests.resources.guiding import guide

TIMES = 10
PATIENCE = 30.0  # seconds


def measure(folder: Path) -> None:
    """Print the median and the longest, in seconds, of guides that are saved one after the other."""
    folder.mkdir()
    with serving.demo(folder) as (address, _supervisor):
        app = create_app(Settings(data_dir=folder, secret_key="b" * 40))
        taken = [_until_found(address, guide(app)[1]) for _ in range(TIMES)]
    print(f"\na saved guide is found after {statistics.median(taken):.1f} s, at the latest {max(taken):.1f} s")


def _until_found(address: str, word: str) -> float:
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE:
        with urllib.request.urlopen(f"{address}/en/search?q={word}") as answer:
            if f"Title {word}" in answer.read().decode().replace("<mark>", "").replace("</mark>", ""):
                return time.perf_counter() - began
        time.sleep(0.05)
    raise RuntimeError(f"{word} was not found.")
