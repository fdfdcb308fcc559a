"""Puts updates and alerts into an application."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, url_for

from forum.updates import alert_views, alerts, cards, queries, views
from forum.updates.kind import ALERT, UPDATE
from map.areas import queries as areas
from portal import kinds, panels
from portal.accounts import session, standing
from portal.notices import following
from portal.notices.following import Followed
from portal.permissions import Permission

ALERTS, UPDATES = ("home-first", "map"), ("home", "map")
SHOWN = 3


def _alerts(**_about: Any) -> dict[str, Any]:
    return {"alerts": cards.alerts(alerts.newest(SHOWN))}


def _updates(**_about: Any) -> dict[str, Any]:
    return {"cards": cards.updates(queries.newest(SHOWN))}


def _desk() -> dict[str, Any]:
    """The districts that the reader writes for, with what was written there last."""
    account = session.me()
    scopes = standing.reach(account, Permission.ANNOUNCE) if account and session.may(Permission.ANNOUNCE) else set()
    slugs = [each.partition(":")[2] for each in scopes if each.startswith("area:")]
    names = dict(areas.named())
    mine = [(slug, names[slug], cards.updates(queries.of_area(slug, SHOWN))) for slug in slugs if slug in names]
    return {"mine": mine}


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
    panels.register(app, panels.Panel("desk", _desk, "forum/updates/desk_panel.html"))
    following.register(app, "area", _areas)
