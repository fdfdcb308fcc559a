"""When someone who reads a language next looks: the operator's staffed hours, as opening hours by language."""

import datetime
from functools import lru_cache

from portal import db, hours
from portal.settings import current

ALWAYS = "*"


@lru_cache
def _by_language(written: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in written.split("|") if "=" in each)
    return {tag.strip(): times.strip() for tag, _, times in pairs}


def next_look(language: str) -> datetime.datetime | None:
    """The local time at which someone who reads *language* looks next (now, if someone does); None: not known."""
    settings = current()
    staffed = _by_language(settings.staffed_hours)
    times = staffed.get(language) or staffed.get(ALWAYS, "")
    now = hours.at(times, settings.time_zone, settings.country, db.now())
    if now.state == "open" or now.local is None:
        return now.local
    return now.change
