"""One portal for this folder: its tests make people of their own, so that none meets another's.

It is the embedded one, but for what is marked with `people.both_databases`.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.security import limiter
from tests import people
from tests.conftest import ENGINES, Templates


@pytest.fixture(params=ENGINES[:1], scope="package")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="package")
def app(engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with people.portal_at(templates.copy(engine_name, "empty", tmp_path_factory.mktemp("people"))) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> people.Browser:
    """A stranger's browser, from whom nothing was counted yet."""
    limiter.reset()
    return people.browser(app)
