"""Editable pages as HTML: their placeholders filled, their links led to the reader's own pages."""

import re

from flask import url_for
from markupsafe import Markup

from portal.pages.queries import PAGES
from portal.settings import current
from portal.text import markdown

_PLACEHOLDER = re.compile(r"\{(city|operator|contact|exit_name)\}")
_LINK = re.compile(r"\]\(page:([a-z]+)\)")
_ENDPOINTS = {"feedback": "pages.feedback", "places": "places.index", "call": "call.index_of_lines"}


def _address(match: re.Match[str]) -> str:
    name = match.group(1)
    path = url_for("pages.show", page=name) if name in PAGES else url_for(_ENDPOINTS.get(name, "pages.home"))
    return f"]({path})"


def rendered(body: str) -> Markup:
    """The Markdown *body* of an editable page, for the reader."""
    filled = _PLACEHOLDER.sub(lambda match: str(getattr(current(), match.group(1))), body)
    return markdown(_LINK.sub(_address, filled))
