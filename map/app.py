"""Puts the map's floor into an application."""

from datetime import timedelta

from flask import Flask

from map import api, drawing
from map.places import actions, views
from map.places.cards import for_call
from map.places.kind import KIND
from portal import kinds, panels
from portal.outbox import queue


def _call_panel() -> dict[str, object]:
    mine, helped, _ = for_call()
    return {"cards": (mine + helped)[:3]}


def init_app(app: Flask) -> None:
    """Add places, the map, its API and "Call someone now" to *app*."""
    for blueprint in (views.bp, views.call, drawing.bp, api.bp):
        app.register_blueprint(blueprint)
    kinds.register(app, KIND)
    for slot in ("home", "empty"):
        panels.register(app, panels.Panel(slot, _call_panel, "map/call_panel.html"))
    queue.register(app, queue.Topic("opening times", actions.refresh_open_times, timedelta(days=1)))
