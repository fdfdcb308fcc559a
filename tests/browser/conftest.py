"""A real Chromium before a real demo; every page is watched for errors and foreign requests."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import serving
from tests.conftest import Templates

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def elsewhere() -> str:
    """Where quick exit leads: nobody answers there."""
    return f"http://127.0.0.1:{serving.free_port()}/elsewhere"


@pytest.fixture(scope="session")
def site(templates: Templates, tmp_path_factory: pytest.TempPathFactory, elsewhere: str) -> Iterator[str]:
    folder = templates.copy("spatialite", "demo", tmp_path_factory.mktemp("site")).data_dir
    with serving.demo(folder, WAYHOUSE_EXIT_URL=elsewhere) as (address, _process):
        yield address


@pytest.fixture
def leaving(browser: Browser, site: str, elsewhere: str) -> Iterator[Page]:
    """A page whose quick exit leads to weather, even without a network."""
    context = browser.new_context(base_url=site, viewport={"width": 320, "height": 700})
    context.route(elsewhere, lambda route: route.fulfill(body="weather", content_type="text/plain"))
    yield context.new_page()
    context.close()


class Watch:
    """What a page did that it must never do."""

    def __init__(self, context: BrowserContext, host: str, expected: str) -> None:
        self.wrong: list[str] = []
        self.expected = expected
        context.on("console", lambda said: self.note(said.type in {"error", "warning"}, said.text))
        context.on("weberror", lambda said: self.note(True, str(said.error)))
        context.on("request", lambda sent: self.note(urlsplit(sent.url).netloc not in {host, ""}, sent.url))

    def note(self, bad: bool, what: str) -> None:
        if bad and not (self.expected and self.expected in what):
            self.wrong.append(what)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Any]:
    """Make pages that are watched: ``visit(path, width=320, …)``; at the end nothing may have gone wrong."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def make(path: str, *, width: int = 320, expected: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, base_url=site, **options)
        contexts.append(context)
        watches.append(Watch(context, urlsplit(site).netloc, expected))
        page = context.new_page()
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert [each for watch in watches for each in watch.wrong] == []
