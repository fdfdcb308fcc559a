"""Puts the offer check into an application."""

from flask import Flask

from portal import panels
from resources.offers import views


def init_app(app: Flask) -> None:
    """Add the offer check, and the link to it on home, to *app*."""
    app.register_blueprint(views.bp)
    panels.register(app, panels.Panel("home", views.panel, "offers/home_panel.html"))
