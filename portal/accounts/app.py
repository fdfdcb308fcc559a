"""Puts accounts into an application."""

from datetime import timedelta

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from portal.accounts import (
    actions,
    factor_views,
    guard,
    notice_views,
    session,
    staff_views,
    views,
)
from portal.notices import app as notices
from portal.outbox import queue

LARGEST = 2**31 - 1  # an integer of PostgreSQL


class RowNumber(IntegerConverter):
    """A row's number in an address; what no database can hold is no page of ours."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Add accounts, their second factors, roles and notices to *app*, and guard every route."""
    app.url_map.converters["int"] = RowNumber
    session.init_app(app)
    guard.init_app(app)
    notices.init_app(app)
    for module in (views, factor_views, staff_views, notice_views):
        app.register_blueprint(module.bp)
    queue.register(app, queue.Topic("forget sign-ins", actions.forget_old, timedelta(days=1)))
