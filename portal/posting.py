"""The way of every form: shown on GET, taken once on POST, and shown again with its words and what is wrong."""

import time
from collections.abc import Callable
from typing import Any

from flask import make_response, render_template, request
from limits import parse_many
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.errors import BadInput
from portal.i18n import gettext
from portal.receipts import Again, once
from portal.security import SafeForm, limiter, sender

LAST = 10_000  # pages of a list
AT_MOST = "30 per minute; 300 per hour"
Work = Callable[[Session], Response]


class Moved(BadInput):
    """What the form is about changed meanwhile; the message says how. Answered with 409, the words kept."""


class TooMany(Exception):
    """More than a limit allows; may be tried again in *seconds*."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def answer(
    form: SafeForm,
    template: str,
    work: Work,
    *,
    at_most: str = AT_MOST,
    valid: Callable[[], bool] | None = None,
    **context: Any,
) -> Response:
    """Show *form* with *template*, or do *work* with what it says, in one transaction and only once.

    *valid* says whether it may be done, where that is less than that every field is right. *work* may raise
    `BadInput`: then nothing was done, and the form is shown again with the error's words.
    """
    if request.method != "POST":
        return page(template, 200, form=form, **context)
    if not (valid or form.validate)():
        return page(template, 400, form=form, **context)
    try:
        count(at_most, sender())
        with once(form) as opened:
            return work(opened)
    except TooMany as error:
        words = gettext("Too many at once. Your words are kept: wait a minute and send again.")
        late = page(template, 429, form=form, problem=words, **context)
        late.headers["Retry-After"] = str(error.seconds)
        return late
    except Again:
        return page("again.html", 200)
    except BadInput as error:
        status = 409 if isinstance(error, Moved) else 400
        return page(template, status, form=form, problem=str(error), **context)


def count(at_most: str, whom: str) -> None:
    """Count one use of this route by *whom*.

    Not by Flask-Limiter's context manager: it keeps the limit under the line that opens it, which all threads share.

    Raises:
        TooMany: it is more than *at_most* (such as ``"6 per minute; 60 per hour"``) allows.
    """
    for each in parse_many(at_most):
        if not limiter.limiter.hit(each, request.endpoint or "", whom):
            ends = limiter.limiter.get_window_stats(each, request.endpoint or "", whom).reset_time
            raise TooMany(max(1, round(ends - time.time())))


def posted() -> MultiDict[str, str] | None:
    """What was sent, for a form to read; None where the form is only to be shown."""
    return request.form if request.method == "POST" else None


def page_number() -> int:
    """Which page of a list is asked for, from 1; what is no number is the first."""
    return min(max(1, request.args.get("page", 1, int)), LAST)


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page that no cache keeps."""
    made = make_response(render_template(template, **context), status)
    made.headers["Cache-Control"] = "no-store"
    made.headers["X-Robots-Tag"] = "noindex"
    return made
