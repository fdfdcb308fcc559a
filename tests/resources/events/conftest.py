"""What tests of events begin with: a clock that stands, and a city without a portal around it."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from portal.settings import Settings
from tests.resources.events.importing import AUGUST
from tests.resources.events.joining import NOON


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that tests move; it stands, on a Wednesday in November."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def helsinki() -> Iterator[None]:
    """A city whose clocks are those of Helsinki, in August 2026."""
    app = Flask(__name__)
    app.extensions["wayhouse.settings"] = Settings(time_zone="Europe/Helsinki", country="FI")
    with app.app_context(), time_machine.travel(AUGUST, tick=False):
        yield
