"""What autogenerate must leave alone."""

from typing import Any

from portal.db import Base


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, _compare: Any) -> bool:
    """Leave alone what our models do not know: tables that SpatiaLite and PostGIS keep, and spatial indexes."""
    if kind == "index" and reflected and str(name).startswith("idx_"):
        return False
    return not (kind == "table" and reflected and name not in Base.metadata.tables)
