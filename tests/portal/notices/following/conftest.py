"""A portal with things that can be followed, and a mail server."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete

from portal.notices import following
from portal.notices.models import MailAddress, News, Notice, Subscription
from portal.outbox.models import Outbox
from tests import people, smtp
from tests.conftest import Templates
from tests.people import at_work
from tests.portal.notices.following.followed import (
    PORTAL,
    hidden,
    seen_things,
    serve,
    things_page,
)


@pytest.fixture(scope="module")
def app(engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with things that can be followed."""
    with people.portal_at(templates.copy(engine_name, "empty", tmp_path_factory.mktemp("following"))) as made:
        following.register(made, "thing", seen_things)
        made.add_url_rule("/<locale:lang>/things", view_func=things_page)
        yield made


@pytest.fixture(autouse=True)
def fresh(app: Flask) -> None:
    """Nothing that another test left to be done."""
    hidden.clear()
    with at_work(app) as opened:
        for table in (Outbox, News, Subscription, MailAddress, Notice):
            opened.execute(delete(table))


@pytest.fixture
def box(app: Flask) -> Iterator[smtp.Mailbox]:
    """A mail server."""
    settings = app.extensions["wayhouse.settings"]
    with smtp.serving() as made:
        serve(app, replace(settings, smtp_url=made.url, public_url=PORTAL))
        yield made
    serve(app, settings)
