"""Puts success stories into an application."""

from flask import Flask

from forum.stories import views
from forum.stories.kind import KIND
from portal import kinds


def init_app(app: Flask) -> None:
    """Add stories to *app*."""
    app.register_blueprint(views.bp)
    kinds.register(app, KIND)
