"""Puts the map's floor into an application."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import Flask, url_for

from map import api, drawing
from map.organisations import kind as organisation_kind
from map.organisations import views as organisation_views
from map.places import actions, pack, suggest_views, views
from map.places.cards import for_call
from map.places.kind import KIND
from portal import kinds, panels
from portal.notices import following
from portal.notices.following import Followed
from portal.outbox import queue
from portal.taxonomy import queries as taxonomy


def _call_panel() -> dict[str, object]:
    mine, helped, _ = for_call()
    return {"cards": (mine + helped)[:3]}


def _categories(codes: Sequence[str]) -> Mapping[str, Followed]:
    """The kinds of help that can be followed: all that there are."""
    known = taxonomy.shelves()
    return {
        code: Followed(known[code].label, url_for("places.index", category=code)) for code in codes if code in known
    }


def init_app(app: Flask) -> None:
    """Add places, the map, its API and "Call someone now" to *app*."""
    for blueprint in (organisation_views.bp, suggest_views.bp, views.bp, views.call, drawing.bp, api.bp):
        app.register_blueprint(blueprint)
    kinds.register(app, KIND)
    kinds.register(app, organisation_kind.KIND)
    for slot in ("home", "empty"):
        panels.register(app, panels.Panel(slot, _call_panel, "map/call_panel.html"))
    panels.register(app, panels.Panel("pack", pack.panel, "map/pack.html"))
    following.register(app, "category", _categories)
    queue.register(app, queue.Topic("opening times", actions.refresh_open_times, timedelta(days=1)))
