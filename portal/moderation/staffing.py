"""When someone who reads a language next looks: the operator's staffed hours, as opening hours by language."""

import datetime

from portal import db, hours
from portal.settings import current

ALWAYS = "*"


def next_look(language: str) -> datetime.datetime | None:
    """The local time at which someone who reads *language* looks next (now, if someone does); None: not known."""
    settings = current()
    times = settings.staffed.get(language) or settings.staffed.get(ALWAYS, "")
    now = hours.at(times, settings.time_zone, settings.country, db.now())
    if now.state == "open" or now.local is None:
        return now.local
    return now.change
