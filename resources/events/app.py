"""Puts events into an application."""

from datetime import timedelta

from flask import Flask

from portal import kinds, panels
from portal.notices import following as followed
from portal.outbox import queue
from resources.events import (
    calendar_views,
    calendars,
    feed_views,
    following,
    held_by,
    laying,
    map_views,
    persian,
    posting_views,
    sheet_views,
    views,
    wishes,
)
from resources.events import (
    panels as parts,
)
from resources.events.kind import KIND

BLUEPRINTS = (
    calendar_views.bp, feed_views.bp, sheet_views.bp, map_views.bp, posting_views.bp, views.bp,
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Add events to *app*."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    kinds.register(app, KIND)
    followed.register(app, following.PREFIX, following.resolve)
    panels.register(app, panels.Panel("home", parts.home, "events/home_panel.html"))
    panels.register(app, panels.Panel("account", parts.nothing, "events/account_panel.html"))
    panels.register(app, panels.Panel("about", parts.about, "events/about_panel.html"))
    panels.register(app, panels.Panel("about", held_by.about, "events/held_by_panel.html"))
    panels.register(app, panels.Panel("pack", parts.pack, "events/pack_panel.html"))
    panels.register(app, panels.Panel("review", parts.review, "events/review_panel.html"))
    panels.register(app, panels.Panel("desk", parts.desk, "events/desk_panel.html"))
    queue.register(app, queue.Topic("dates of events", laying.roll_on, timedelta(hours=6)))
    queue.register(app, queue.Topic("event reminders", wishes.remind, timedelta(hours=1)))
    queue.register(app, queue.Topic("forget wishes", wishes.forget_old, timedelta(days=1)))
    calendars.register(app)
    kinds.keep(app, "wishes", wishes.told)
    kinds.keep(app, "calendars", calendars.told)
    app.jinja_env.filters.update(persian=persian.said)
