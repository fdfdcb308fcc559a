"""Whole processes: what they refuse, that they come back when killed, and that what was acknowledged is kept."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from map import demo as demos
from tests import serving
from tests.conftest import Templates, postgres_url, run_sql

pytestmark = pytest.mark.slow
SECRET = "s" * 40
ROUNDS = 2


def refused(*words: str, folder: Path, **more: str) -> str:
    """Run a command that must be refused in one line, and return that line."""
    done = serving.wayhouse(*words, env=serving.environment(folder, **more))
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    line = done.stderr.strip().splitlines()[-1]
    assert line
    return line


def test_serve_refuses_a_default_secret(tmp_path: Path) -> None:
    assert "WAYHOUSE_SECRET_KEY" in refused("serve", folder=tmp_path)


def test_serve_refuses_a_demo_and_demo_refuses_a_portal(filled: Path, tmp_path: Path) -> None:
    real = tmp_path / "real"
    assert "holds a demo" in refused("serve", folder=filled, WAYHOUSE_SECRET_KEY=SECRET)
    env = serving.environment(real)
    assert serving.wayhouse("db", "upgrade", env=env).returncode == 0
    done = serving.wayhouse("import", "places", str(demos.EXTRACT), "--format", "osm", env=env)
    assert "106 new" in done.stdout or " new, 0 changed" in done.stdout
    again = serving.wayhouse("import", "places", str(demos.EXTRACT), "--format", "osm", env=env)
    assert "0 new, 0 changed" in again.stdout
    assert "not a demo" in refused("demo", folder=real)


def test_a_demo_stays_on_this_machine(tmp_path: Path) -> None:
    assert "loopback" in refused("demo", folder=tmp_path, WAYHOUSE_BIND="0.0.0.0:8000")


IMPORT, BASEMAP = ("import", "places", "FILE", "--format", "osm"), ("basemap", "build", "FILE")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (IMPORT, b""),
        (BASEMAP, b"not an extract"),
        *((each, demos.EXTRACT.read_bytes()[:200_000]) for each in (IMPORT, BASEMAP)),
    ],
)
def test_a_bad_extract_is_one_line_that_names_it(tmp_path: Path, words: tuple[str, ...], text: bytes) -> None:
    file = tmp_path / "bad.osm.pbf"
    file.write_bytes(text)
    filled = [str(file) if word == "FILE" else word for word in words]
    assert "bad.osm.pbf" in refused(*filled, folder=tmp_path / "data")


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    line = refused("import", "places", str(demos.EXTRACT), "--format", "xlsx", folder=tmp_path)
    assert "xlsx" in line


def test_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    line = refused("import", "places", str(demos.EXTRACT), "--format", "osm", folder=tmp_path)
    assert "wayhouse db upgrade" in line


def test_the_basemap_is_built_from_the_extract(tmp_path: Path) -> None:
    done = serving.wayhouse("basemap", "build", str(demos.EXTRACT), env=serving.environment(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "basemap.pmtiles").read_bytes()[:7] == b"PMTiles"


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], check=False, capture_output=True, text=True).stdout.split()
    return [int(each) for each in found]


def both_children(supervisor: subprocess.Popen[bytes]) -> list[int]:
    """The web server and the worker, once both are there."""
    end = time.monotonic() + 30
    while len(found := children(supervisor.pid)) < 2:
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def send(address: str, text: str) -> str:
    """Write to the portal as a browser would; return what it answered."""
    with urllib.request.urlopen(f"{address}/en/feedback") as page:
        token = re.search(r'name="token"[^>]*value="([^"]+)"', page.read().decode())
    assert token
    data = urllib.parse.urlencode({"token": token[1], "about": "", "text": text, "contact": ""}).encode()
    with urllib.request.urlopen(f"{address}/en/feedback", data, timeout=10) as answer:
        return str(answer.read().decode())


def kept(folder: Path) -> str:
    env = serving.environment(folder, WAYHOUSE_DEMO="1")
    return serving.wayhouse("feedback", "list", env=env).stdout


@pytest.fixture
def filled(templates: Templates, tmp_path: Path) -> Path:
    """A folder that holds a demo already."""
    return templates.copy("spatialite", "demo", tmp_path).data_dir


def test_killed_children_come_back_and_nothing_acknowledged_is_lost(filled: Path) -> None:
    acknowledged: list[str] = []
    with serving.demo(filled) as (address, supervisor):
        for round_ in range(ROUNDS):
            text = f"message number {round_}"
            if "Thank you" in send(address, text):
                acknowledged.append(text)
            for victim in both_children(supervisor):
                for grandchild in children(victim):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(grandchild, signal.SIGKILL)
                os.kill(victim, signal.SIGKILL)
            time.sleep(0.5)
            serving.wait_for(f"{address}/healthz", supervisor)
        assert len(both_children(supervisor)) == 2
    assert len(acknowledged) == ROUNDS
    assert all(kept(filled).count(text) == 1 for text in acknowledged)


def test_an_odd_request_leaves_no_address_in_the_log_and_term_ends_everything(filled: Path) -> None:
    with serving.demo(filled) as (address, supervisor):
        port = int(address.rsplit(":", 1)[1])
        for line in (
            b"rubbish\r\n\r\n",
            b"GET /en/search?q=refuge HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01" * 50 + b"\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(line)
                connection.recv(4096)
        assert serving.answers(f"{address}/healthz")
        everything = [supervisor.pid, *children(supervisor.pid)]
    time.sleep(0.2)
    assert [pid for pid in everything if Path(f"/proc/{pid}").exists()] == []
    said = [line for line in (filled / "log").read_text().splitlines() if not line.startswith("Wayhouse, a DEMO")]
    assert not any("127.0.0.1" in line or "refuge" in line for line in said), said


def test_a_demo_that_was_cut_short_is_filled_again(tmp_path: Path) -> None:
    env = serving.environment(tmp_path)
    command = [sys.executable, "-m", "portal.cli", "demo", "--prepare"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while not (tmp_path / "wayhouse.sqlite-wal").exists() and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1.5)
        process.kill()
    assert serving.wayhouse("demo", "--prepare", env=env).returncode == 0
    again = serving.wayhouse(
        "import", "places", str(demos.EXTRACT), "--format", "osm", env=env | demos.ENVIRONMENT | env
    )
    assert "0 new, 0 changed" in again.stdout, again.stderr


def test_a_demo_on_postgresql(tmp_path: Path) -> None:
    name = "smoke"
    run_sql(f'CREATE DATABASE "{name}"')
    with (
        serving.demo(tmp_path, WAYHOUSE_DATABASE_URL=postgres_url(name)) as (address, _process),
        urllib.request.urlopen(f"{address}/en/search?q=library") as answer,
    ):
        assert "Oodi" in answer.read().decode()
    run_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_the_first_people_are_made_from_the_command_line(tmp_path: Path) -> None:
    env = serving.environment(tmp_path)
    assert serving.wayhouse("db", "upgrade", env=env).returncode == 0
    words = ("account", "create", "Heron", "--role", "admin", "--reads", "ar", "--password", "a lantern over water")
    done = serving.wayhouse(*words, env=env)
    assert re.search(r"Sign-in name: \d{10}\.", done.stdout), done.stderr
    assert "theft" in refused(*words[:-1], "1234567890", folder=tmp_path)
    assert "Choose another" in refused(*words, folder=tmp_path)
    log = serving.wayhouse("log", "verify", env=env)
    assert log.returncode == 0
    head = log.stdout.split("head ")[1].strip()
    assert serving.wayhouse("log", "verify", "--head", head, env=env).returncode == 0
    assert serving.wayhouse("log", "verify", "--head", "0" * 63 + "1", env=env).returncode == 1


def test_what_is_missing_before_a_portal_is_opened_is_said(tmp_path: Path) -> None:
    env = serving.environment(tmp_path)
    serving.wayhouse("db", "upgrade", env=env)
    done = serving.wayhouse("check", "--deploy", env=env)
    assert done.returncode == 1
    assert all(word in done.stderr for word in ("outside_reviewer", "outside_deputy", "Two moderators", "public_url"))
