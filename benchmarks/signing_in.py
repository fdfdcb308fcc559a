"""Whether a sign-in tells if a name exists: the same bytes, and means that do not differ."""

import itertools
import re
import statistics
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from portal import db
from portal.accounts import actions, passwords
from portal.app import prepare
from portal.settings import Settings

TRIES = 2_000
WRONG = "not the password at all"
_TOKEN = re.compile(r'name="token"[^>]*value="([^"]+)"')
_address = itertools.count(1)


def _portal(folder: Path) -> tuple[Flask, str]:
    """A portal with one account; its sign-in name."""
    app = prepare(Settings(data_dir=folder))
    secret = passwords.hash_password("a lantern over quiet water")
    with app.app_context(), db.transaction() as opened:
        name = actions.make_account(opened, "Quiet Heron", secret, "adult").sign_in_name
    return app, name


def _try(client: FlaskClient, name: str) -> tuple[float, str]:
    """Try once, from an address of its own so that nothing is slowed: seconds, and the page without its token."""
    number = next(_address)
    client.environ_base["REMOTE_ADDR"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    token = _TOKEN.search(client.get("/en/account/sign-in").text)
    data = {"token": token[1] if token else "", "name": name, "password": WRONG, "back": ""}
    began = time.perf_counter()
    page = client.post("/en/account/sign-in", data=data)
    taken = time.perf_counter() - began
    return taken, _TOKEN.sub("", page.text).replace(name, "NAME")


def compare(folder: Path) -> None:
    """Print the mean times of a wrong password for a known and an unknown name, and whether their bytes differ."""
    app, known = _portal(folder)
    unknown = "0000000000" if known != "0000000000" else "1111111111"
    times: dict[str, list[float]] = {known: [], unknown: []}
    pages: set[str] = set()
    client = app.test_client()
    for _ in range(TRIES // 2):
        for name, taken in times.items():
            seconds, page = _try(client, name)
            taken.append(seconds * 1000)
            pages.add(page)
    means = [statistics.fmean(taken) for taken in times.values()]
    same = "the same bytes" if len(pages) == 1 else f"{len(pages)} DIFFERENT pages"
    print(f"\nsign-in, {TRIES:,} wrong tries: {means[0]:.2f} ms for a known name, {means[1]:.2f} ms for one that")
    print(f"is not: {abs(means[0] - means[1]):.2f} ms apart, {same}")
