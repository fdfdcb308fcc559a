"""Puts the words of checks and lessons into an application."""

from flask import Flask

from resources.wordings import views


def init_app(app: Flask) -> None:
    """Add the pages on which people change them to *app*."""
    app.register_blueprint(views.bp)
