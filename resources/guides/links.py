"""Links of guides to pages of ours: ``guide:debt`` to another guide, ``page:call`` to a page by its name."""

import re

from flask import url_for

_GUIDE = re.compile(r"guide:([a-z0-9-]{1,120})")
_PAGES = {
    "page:call": "call.index_of_lines",
    "page:places": "places.index",
    "page:search": "search.index",
    "page:feedback": "pages.feedback",
    "page:forum": "forum.index",
    "page:ask": "asking.ask",
    "page:offer-check": "offers.index",
}


def leads_to(link: str, tag: str) -> str:
    """The path that *link* of a guide leads to, for a reader of *tag*; "" where it is none of ours."""
    guide = _GUIDE.fullmatch(link)
    if guide:
        return url_for("guides.show", slug=guide[1], lang=tag)
    return url_for(_PAGES[link], lang=tag) if link in _PAGES else ""
