"""The one log: a JSON line an event, with no address, no browser name, no query and no words of anyone."""

import datetime
import json
import logging
import sys
import time
from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

log = logging.getLogger("wayhouse")


class Lines(logging.Formatter):
    """One event as one line of JSON; a traceback is reduced to where it was, since its values may be personal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "at": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[2]:
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _where(traceback: Any) -> list[str]:
    frames = []
    while traceback:
        frames.append(f"{traceback.tb_frame.f_code.co_filename}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return frames[-6:]


def start() -> None:
    """Send the log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    took = time.perf_counter() - g.get("began", time.perf_counter())
    rule = request.url_rule.rule if request.url_rule else "none"
    fields = {
        "method": request.method,
        "route": rule,
        "status": response.status_code,
        "ms": round(took * 1000, 1),
    }
    log.info("request", extra={"fields": fields})
    return response


def init_app(app: Flask) -> None:
    """Log each request by its route, never by its address."""
    app.before_request(_begin)
    app.after_request(_end)
