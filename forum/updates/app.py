"""Puts updates and alerts into an application."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, url_for

from forum.updates import alert_views, alerts, cards, queries, views
from forum.updates.kind import ALERT, UPDATE
from map.areas import queries as areas
from portal import kinds, panels
from portal.notices import following
from portal.notices.following import Followed

ALERTS, UPDATES = ("home-first", "map"), ("home", "map")
SHOWN = 3


def _alerts(**_about: Any) -> dict[str, Any]:
    return {"alerts": cards.alerts(alerts.newest(SHOWN))}


def _updates(**_about: Any) -> dict[str, Any]:
    return {"cards": cards.updates(queries.newest(SHOWN))}


def _areas(slugs: Sequence[str]) -> Mapping[str, Followed]:
    """The districts that can be followed: all that there are."""
    known = dict(areas.named())
    return {slug: Followed(known[slug], url_for("updates.index", area=slug)) for slug in slugs if slug in known}


def init_app(app: Flask) -> None:
    """Add updates, alerts and the following of districts to *app*; alerts stand first."""
    app.register_blueprint(views.bp)
    app.register_blueprint(alert_views.bp)
    kinds.register(app, UPDATE)
    kinds.register(app, ALERT)
    for slot in ALERTS:
        panels.register(app, panels.Panel(slot, _alerts, "forum/updates/alerts_panel.html"))
    for slot in UPDATES:
        panels.register(app, panels.Panel(slot, _updates, "forum/updates/panel.html"))
    following.register(app, "area", _areas)
