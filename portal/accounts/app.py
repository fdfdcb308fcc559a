"""Puts accounts into an application."""

from datetime import timedelta

from flask import Flask

from portal.accounts import (
    actions,
    factor_views,
    following_views,
    guard,
    notice_views,
    session,
    staff_views,
    views,
)
from portal.notices import app as notices
from portal.outbox import queue


def init_app(app: Flask) -> None:
    """Add accounts, their second factors, roles, notices and what they follow to *app*, and guard every route."""
    session.init_app(app)
    guard.init_app(app)
    notices.init_app(app)
    for module in (views, factor_views, staff_views, notice_views, following_views):
        app.register_blueprint(module.bp)
    app.jinja_env.globals["follow_form"] = following_views.follow_form
    queue.register(app, queue.Topic("forget sign-ins", actions.forget_old, timedelta(days=1)))
