"""Puts concerns into an application."""

from datetime import timedelta

from flask import Flask

from forum.concerns import answering_views, cards, deadlines, file_views, followers, supporting, views
from forum.concerns.kind import KIND
from portal import kinds, panels
from portal.notices import following
from portal.outbox import queue

DAY = timedelta(days=1)


def _nothing() -> dict[str, object]:
    return {}


def init_app(app: Flask) -> None:
    """Add concerns, their files, the inboxes of organisations, and the worker's part to *app*."""
    for blueprint in (views.bp, answering_views.bp, file_views.bp):
        app.register_blueprint(blueprint)
    kinds.register(app, KIND)
    following.register(app, followers.PREFIX, followers.resolve)
    panels.register(app, panels.Panel("about", cards.panel, "forum/concerns/about_panel.html"))
    panels.register(app, panels.Panel("account", _nothing, "forum/concerns/account_panel.html"))
    queue.register(app, queue.Topic("count supporters", supporting.count, DAY))
    queue.register(app, queue.Topic("remind organisations", deadlines.remind, DAY))
