"""Puts sessions into an application."""

from flask import Flask

from forum.sessions import views
from forum.sessions.kind import KIND
from portal import kinds


def init_app(app: Flask) -> None:
    """Add sessions to *app*."""
    app.register_blueprint(views.bp)
    kinds.register(app, KIND)
