"""Puts the copy to take along into an application."""

from flask import Flask

from portal import panels
from resources.offline import guides, packs, views


def init_app(app: Flask) -> None:
    """Add the copy, its worker, and the guides in it to *app*."""
    app.register_blueprint(views.bp)
    app.register_blueprint(views.worker_bp)
    panels.register(app, panels.Panel(packs.SLOT, guides.panel, "offline/guides.html"))
