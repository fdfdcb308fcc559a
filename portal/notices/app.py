"""Puts notices into an application: the worker's part of them."""

from datetime import timedelta

from flask import Flask

from portal.notices import actions
from portal.outbox import queue


def init_app(app: Flask) -> None:
    """Let the worker of *app* send mails and forget old notices."""
    queue.register(app, queue.Topic("mail", actions.send_notices))
    queue.register(app, queue.Topic("confirm mail", actions.send_confirmations))
    queue.register(app, queue.Topic("forget notices", actions.forget_old, timedelta(days=1)))
