"""Fixtures: a portal on each database, filled with nothing or with the demo."""

import fcntl
import gc
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from werkzeug.routing import Rule

from forum import demo as forum_demo
from map import demo
from map.demo import people
from portal import db
from portal.app import create_app, prepare
from portal.outbox.worker import work
from portal.security import limiter
from portal.settings import Settings
from resources.events import demo as events_demo
from resources.guides import demo as guides_demo
from tests.cluster import Cluster, programs
from tests.serving import DEMO_PASSWORD

CLUSTER = "WAYHOUSE_TEST_CLUSTER"
ENGINES = ("spatialite", "postgis")
_started: list[Cluster] = []


def compile_routes_once() -> None:
    """Compile each route once a process, not once a test: it is half of what making an application takes."""
    compiled: dict[object, Any] = {}
    compile_ = Rule._compile_builder

    def kept(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in compiled:
            compiled[key] = compile_(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = kept  # type: ignore[method-assign, assignment]  # a method put in the place of another


class Compiled(BytecodeCache):
    """Templates that were compiled for one application serve the next one of this process, too."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


_compiled = Compiled()


def pytest_configure(config: pytest.Config) -> None:
    """Start one cluster for all workers of a run."""
    compile_routes_once()
    if hasattr(config, "workerinput") or CLUSTER in os.environ:
        return
    found = programs()
    if found is not None:
        _started.append(Cluster(found))
        os.environ[CLUSTER] = _started[0].url("NAME")
    elif os.environ.get("CI") == "true":
        raise pytest.UsageError("PostgreSQL is missing: run `make install-test`.")


def pytest_unconfigure(config: pytest.Config) -> None:
    for cluster in _started:
        cluster.stop()
        os.environ.pop(CLUSTER, None)


def pytest_collection_finish() -> None:
    """What was imported stays: nobody has to look through it again and again."""
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """CI allows no skipped test."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def settings_for(folder: Path, database_url: str = "") -> Settings:
    return Settings(
        city="Helsinki",
        operator="The test",
        secret_key="t" * 40,
        data_dir=folder,
        database_url=database_url,
        time_zone="Europe/Helsinki",
        country="FI",
        local_language="fi",
        centre="60.1716,24.9446",
    )


def postgres_url(name: str) -> str:
    if CLUSTER not in os.environ:
        pytest.skip("PostgreSQL is not installed: `make install-test` installs it.")
    return os.environ[CLUSTER].replace("NAME", name)


def run_sql(statement: str) -> None:
    engine = create_engine(postgres_url("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def make_portal(settings: Settings, *, with_demo: bool) -> None:
    app = prepare(settings)
    with app.app_context():
        if with_demo:
            demo.fill()
            people.fill(replace(settings, demo_password=DEMO_PASSWORD))
            forum_demo.fill()
            guides_demo.fill()
            events_demo.fill()
            work(app, until_idle=True)
        db.close()
        db.engine().dispose()


class Templates:
    """Portals made once a run, by whichever worker process needs one first, and copied for each test."""

    def __init__(self, folder: Path, run: str) -> None:
        self.folder = folder
        self.id = run[:8]

    def copy(self, engine: str, filling: str, target: Path) -> Settings:
        source = self.folder / f"{engine}-{filling}"
        name = f"template_{self.id}_{filling}"
        with (self.folder / f"{engine}-{filling}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # the other worker waits until it is whole
            if not source.exists():
                self._make(engine, filling, source, name)
        shutil.copytree(source, target, dirs_exist_ok=True)
        if engine == "spatialite":
            return settings_for(target)
        copied = f"test_{uuid.uuid4().hex[:12]}"
        run_sql(f'CREATE DATABASE "{copied}" TEMPLATE "{name}"')
        return settings_for(target, postgres_url(copied))

    def _make(self, engine: str, filling: str, source: Path, name: str) -> None:
        if engine == "postgis":
            run_sql(f'CREATE DATABASE "{name}"')
        building = source.with_suffix(".building")
        building.mkdir()
        url = postgres_url(name) if engine == "postgis" else ""
        make_portal(settings_for(building, url), with_demo=filling == "demo")
        building.rename(source)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Templates:
    """What is shared with the other worker processes lies beside each one's own folder."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    shared.mkdir(exist_ok=True)
    return Templates(shared, testrun_uid)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Every test that touches the database runs on both."""
    return str(request.param)


def _application(settings: Settings) -> Flask:
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = _compiled
    return app


def _open(settings: Settings) -> Iterator[Flask]:
    app = _application(settings)
    limiter.reset()
    with app.app_context():
        yield app
        db.close()
        db.engine().dispose()
    if settings.database_url:
        run_sql(f'DROP DATABASE "{settings.database_url.split("@/")[1].split("?")[0]}" WITH (FORCE)')


@pytest.fixture
def app(engine_name: str, templates: Templates, tmp_path: Path) -> Iterator[Flask]:
    """A portal with taxonomy and pages, and no place."""
    yield from _open(templates.copy(engine_name, "empty", tmp_path))


@pytest.fixture
def demo_app(engine_name: str, templates: Templates, tmp_path: Path) -> Iterator[Flask]:
    """A portal filled with the demo: real places of Helsinki, hotlines, a built index."""
    yield from _open(templates.copy(engine_name, "demo", tmp_path))


@pytest.fixture(scope="session")
def standing(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """Demos that stand for the whole run, one on each database."""
    demos: dict[str, Flask] = {}

    def find(engine: str) -> Flask:
        if engine not in demos:
            demos[engine] = _application(templates.copy(engine, "demo", tmp_path_factory.mktemp("standing")))
        return demos[engine]

    yield find
    for app in demos.values():
        app.extensions["wayhouse.engine"].dispose()


@pytest.fixture
def read_demo(engine_name: str, standing: Callable[[str], Flask]) -> Iterator[Flask]:
    """A demo for a test that only reads: others read it, too."""
    with standing(engine_name).app_context():
        yield standing(engine_name)


@pytest.fixture
def read_client(read_demo: Flask) -> FlaskClient:
    return read_demo.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    return demo_app.test_client()
