"""All concerns that anyone may see, as files."""

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from forum.concerns import export, filters
from portal.permissions import Permission, requires

bp = Blueprint("concern_files", __name__, url_prefix="/<locale:lang>")


@bp.get("/concerns.csv")
@requires(Permission.ANYONE)
def as_csv() -> Response:
    """What the list would show, whole, for a sheet."""
    return _file(export.as_csv(export.rows(filters.read(request.args))), "text/csv; charset=utf-8", "concerns.csv")


@bp.get("/concerns.json")
@requires(Permission.ANYONE)
def as_json() -> Response:
    """The same for programs."""
    return _file(export.as_json(export.rows(filters.read(request.args))), "application/json", "concerns.json")


def _file(written: str, kind: str, name: str) -> Response:
    made = make_response(written)
    made.headers["Content-Type"], made.headers["X-Robots-Tag"] = kind, "noindex"
    made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return made
