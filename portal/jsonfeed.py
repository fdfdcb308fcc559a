"""Writes JSON Feeds (version 1.1, https://jsonfeed.org/version/1.1)."""

import datetime
from collections.abc import Iterable
from typing import Any

from portal.i18n import shown

VERSION = "https://jsonfeed.org/version/1.1"
MIME = "application/feed+json"


def feed(
    title: str, address: str, self_address: str, items: Iterable[dict[str, Any]], next_url: str = ""
) -> dict[str, Any]:
    """The feed of *items*, in their order.

    *address* is the page of it, *self_address* its own, *next_url* that of its next items, where there are more; all
    of them are whole.
    """
    made = {
        "version": VERSION,
        "title": title,
        "home_page_url": address,
        "feed_url": self_address,
        "language": shown().tag,
        "items": list(items),
    }
    return made | ({"next_url": next_url} if next_url else {})


def moment(day: datetime.date) -> str:
    """*day* as RFC 3339 writes a moment."""
    return f"{day.isoformat()}T00:00:00Z"
