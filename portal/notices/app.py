"""Puts notices into an application: the worker's part of them."""

from datetime import timedelta

from flask import Flask

from portal.notices import actions, digests, following
from portal.outbox import queue


def init_app(app: Flask) -> None:
    """Let the worker of *app* tell followers, send mails and forget old notices."""
    queue.register(app, queue.Topic("mail", actions.send_notices))
    queue.register(app, queue.Topic("confirm mail", actions.send_confirmations))
    queue.register(app, queue.Topic("followers", following.tell_followers))
    queue.register(app, queue.Topic("digests", digests.plan, timedelta(hours=1)))
    queue.register(app, queue.Topic("digest", digests.send_digests))
    queue.register(app, queue.Topic("forget notices", actions.forget_old, timedelta(days=1)))
