"""What goes wrong, said in the reader's language with the way on."""

import logging
from typing import Any

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, InternalServerError, MethodNotAllowed

from portal import db
from portal.i18n import gettext, lazy

log = logging.getLogger("wayhouse")

# What happened, and what to do: for each status that a reader can meet.
WORDS = {
    400: (
        lazy("This did not arrive as it should"),
        lazy("Go back, look at what you entered, and try again."),
    ),
    403: (lazy("This is not open to you"), lazy("If you think that it should be, tell us.")),
    404: (lazy("This page is not here"), lazy("It may have moved or closed. Search for it, or start again.")),
    413: (lazy("This is too large"), lazy("Send less text and try again.")),
    429: (
        lazy("Too many at once"),
        lazy("Wait a minute and try again. Nothing is wrong with you or your phone."),
    ),
    500: (lazy("Something broke here"), lazy("It is our fault, not yours. Try again in a minute.")),
    503: (lazy("We are setting things up"), lazy("Try again in a minute.")),
}


class BadInput(ValueError):
    """A file or parameter that cannot be read; the message names where and what."""


def unknown_filter(name: str) -> BadInput:
    """What is said of a list's filter *name* whose value is none of ours."""
    return BadInput(gettext("The filter “%(name)s” has a value that we do not know.", name=name))


class Refused(BadInput):
    """Something that these people must not do, or not now; the message says why, for the reader."""


class Explained(BadRequest):
    """A request that cannot be answered; the description is for the reader, in the reader's language."""


class Barred(Forbidden):
    """Something that the reader may not do for a while; the description is for the reader."""


def _wants_json() -> bool:
    return request.path.startswith("/api/")


def _answer(error: HTTPException) -> Response:
    status = error.code or 500
    if _wants_json():
        answer = jsonify(error=error.description, status=status)
    else:
        title, advice = WORDS.get(status, WORDS[400 if status < 500 else 500])
        said = error.description if isinstance(error, Explained | Barred) else ""
        page = render_template("errors/error.html", title=title, advice=advice, said=said)
        answer = make_response(page)
    answer.status_code = status
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(error.valid_methods or ())
    return answer


def _redirect_or_answer(error: HTTPException) -> Any:
    if error.code is not None and 300 <= error.code < 400:
        return error
    return _answer(error)


def _explain(error: BadInput) -> Response:
    """A filter or parameter that cannot be read: a page that says what is wrong with it."""
    return _answer(Explained(str(error)))


def _broken(error: Exception) -> Response:
    log.error("unhandled", exc_info=error, extra={"fields": {"error": type(error).__name__}})
    db.close()  # what failed in the database would fail the page about it, too
    return _answer(InternalServerError())


def init_app(app: Flask) -> None:
    """Let *app* answer each error with a page (or JSON under /api/)."""
    app.register_error_handler(HTTPException, _redirect_or_answer)
    app.register_error_handler(BadInput, _explain)
    app.register_error_handler(Exception, _broken)
