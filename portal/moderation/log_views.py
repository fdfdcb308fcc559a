"""The chain of the log, for those who may see that things happened without reading what was written."""

from flask import Blueprint, render_template, request
from sqlalchemy import select

from portal import db
from portal.log.models import LogEntry
from portal.permissions import Permission, requires

bp = Blueprint("log", __name__, url_prefix="/<locale:lang>/moderation/log")
A_PAGE = 50
END = 2**31 - 1
"""The largest id that the database can hold."""


@bp.get("")
@requires(Permission.READ_LOG)
def index() -> tuple[str, dict[str, str]]:
    """Entries, newest first; ``before`` is the id that the page ends above. Never a text."""
    before = min(max(0, request.args.get("before", END, type=int)), END)
    query = select(LogEntry).where(LogEntry.id < before).order_by(LogEntry.id.desc())
    found = db.session().scalars(query.limit(A_PAGE + 1)).all()
    entries, more = found[:A_PAGE], len(found) > A_PAGE
    page = render_template("moderation/log.html", entries=entries, more=more, newest=before == END)
    return page, {"Cache-Control": "no-store"}
