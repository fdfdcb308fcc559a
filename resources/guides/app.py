"""Puts guides into an application."""

from datetime import timedelta

from flask import Flask

from portal import kinds, panels
from portal.outbox import queue
from resources.guides import (
    audio_views,
    editing_views,
    exchange_views,
    opinions,
    team_views,
    translating_views,
    views,
)
from resources.guides.kind import GUIDE, TEXT

BLUEPRINTS = (
    views.bp, opinions.bp, audio_views.bp, editing_views.bp, translating_views.bp, team_views.bp, exchange_views.bp,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Add guides to *app*."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    kinds.register(app, GUIDE)
    kinds.register(app, TEXT)
    panels.register(app, panels.Panel("home", views.panel, "guides/home_panel.html"))
    queue.register(app, queue.Topic("forget opinions", opinions.forget_old, timedelta(days=1)))
