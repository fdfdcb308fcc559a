"""Sign-in is slowed after failures, for one name from one place: never locked, so that nobody can lock out another.

Counted like every limit, under keys that change daily and are never on disk. Nothing sleeps in a worker.
"""

import hashlib
import time
from typing import Any

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.errors import BadInput
from portal.i18n import ngettext
from portal.posting import Work, answer, page
from portal.security import SafeForm, limiter, visitor

MANY = "60 per hour"  # one shelter's Wi-Fi is one address
FREE = 4
SLOWEST = 30
REMEMBERED = 3600


def _key(name: str) -> str:
    return hashlib.sha256(f"{visitor()}:{name}".encode()).hexdigest()


def wait(name: str) -> int:
    """How many seconds are left before *name* may be tried again from here; 0: now."""
    storage, key = limiter.storage, f"wait:{_key(name)}"
    return max(1, round(storage.get_expiry(key) - time.time())) if storage.get(key) else 0


def failed(name: str) -> None:
    """Note a failure; from the fifth on, each doubles the wait, up to half a minute."""
    failures = limiter.storage.incr(f"failed:{_key(name)}", REMEMBERED)
    if failures > FREE:
        limiter.storage.incr(f"wait:{_key(name)}", min(SLOWEST, 2 ** (failures - FREE - 1)))


def succeeded(name: str) -> None:
    """Forget the failures of *name* from here."""
    limiter.storage.clear(f"failed:{_key(name)}")


def late(seconds: int, template: str, **context: Any) -> Response:
    """Ask to wait, with what was typed."""
    words = ngettext("Wait %(num)s second, then try again.", "Wait %(num)s seconds, then try again.", seconds)
    shown = page(template, 429, problem=words, **context)
    shown.headers["Retry-After"] = str(seconds)
    return shown


def slowly(whose: str, form: SafeForm, template: str, work: Work, **context: Any) -> Response:
    """Take a form of proof, slowed after failures of *whose* like a sign-in."""
    seconds = wait(whose) if request.method == "POST" else 0
    if seconds:
        return late(seconds, template, form=form, **context)

    def counted(opened: Session) -> Response:
        try:
            done = work(opened)
        except BadInput:
            failed(whose)
            raise
        succeeded(whose)
        return done

    return answer(form, template, counted, at_most=MANY, **context)
