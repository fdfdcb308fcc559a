"""Whole addresses of our pages, for what leaves the portal: paper, messages, feeds."""

from typing import Any

from flask import request, url_for

from portal.settings import current


def whole(path: str) -> str:
    """The whole address of a *path* of ours."""
    return f"{current().public_url or request.host_url.rstrip('/')}{path}"


def address(endpoint: str, **values: Any) -> str:
    """The whole address of a page of ours, by its endpoint."""
    return whole(url_for(endpoint, **values))
