"""Puts opportunities into an application."""

from datetime import timedelta

from flask import Flask

from portal import kinds
from portal import panels as slots
from portal.outbox import queue
from resources.opportunities import expiring, map_views, panels, posting_views, views
from resources.opportunities.kind import KIND


def init_app(app: Flask) -> None:
    """Add opportunities to *app*."""
    for blueprint in (views.bp, map_views.bp, posting_views.bp):
        app.register_blueprint(blueprint)
    kinds.register(app, KIND)
    slots.register(app, slots.Panel("desk", panels.desk, "opportunities/desk_panel.html"))
    slots.register(app, slots.Panel("about", panels.about, "opportunities/about_panel.html"))
    slots.register(app, slots.Panel("review", panels.review, "opportunities/review_panel.html"))
    slots.register(app, slots.Panel("pack", panels.pack, "opportunities/pack_panel.html"))
    queue.register(app, queue.Topic(expiring.TOPIC, expiring.look, timedelta(days=1)))
