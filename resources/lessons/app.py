"""Puts the lessons into an application."""

from flask import Flask

from resources.lessons import views


def init_app(app: Flask) -> None:
    """Add the lessons to *app*."""
    app.register_blueprint(views.bp)
