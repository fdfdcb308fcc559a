"""Puts moderation into an application."""

from datetime import timedelta

from flask import Flask

from portal import kinds, panels
from portal.accounts import session
from portal.log import chain
from portal.moderation import (
    account_kind,
    appeal_views,
    decision_views,
    drafts,
    flag_views,
    flagging,
    leaving,
    leaving_views,
    log_views,
    queries,
    queue_views,
    requests,
    transparency,
    watch_views,
)
from portal.outbox import queue
from portal.permissions import Permission

DAY = timedelta(days=1)
VIEWS = (
    queue_views, appeal_views, decision_views, flag_views, watch_views, leaving_views, log_views, transparency,
)  # fmt: skip


def _nothing() -> dict[str, object]:
    return {}


def _desk() -> dict[str, object]:
    """How much waits for the reader to look at."""
    account = session.me()
    reviewing = account is not None and session.may(Permission.REVIEW)
    return {"waiting": len(queries.waiting_ids(account)) if account and reviewing else 0, "reviewing": reviewing}


def init_app(app: Flask) -> None:
    """Add the queue, flags, decisions, appeals, the log and the public account of it all to *app*."""
    for module in VIEWS:
        app.register_blueprint(module.bp)
    kinds.register(app, account_kind.KIND)
    panels.register(app, panels.Panel("account", _nothing, "moderation/account_panel.html"))
    panels.register(app, panels.Panel("account-own", _nothing, "moderation/own_panel.html"))
    panels.register(app, panels.Panel("desk", _desk, "moderation/desk_panel.html"))
    queue.register(app, queue.Topic("log head", chain.publish_head, DAY))
    queue.register(app, queue.Topic("on call", flagging.tell_on_call))
    queue.register(app, queue.Topic("scrub", leaving.scrub))
    queue.register(app, queue.Topic("forget requests", requests.forget_old, DAY))
    queue.register(app, queue.Topic("forget drafts", drafts.forget_old, DAY))
