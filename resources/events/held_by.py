"""What an organisation holds, on its page."""

from typing import Any

from map.organisations.models import Organisation
from portal import db
from resources.events import briefs
from resources.events.dates import AHEAD
from resources.events.models import Event

A_FEW = 5


def about(kind: str, number: int) -> dict[str, Any]:
    """What an organisation holds next, and how its address names it."""
    found = db.session().get(Organisation, number) if kind == "organisation" else None
    if found is None:
        return {"briefs": []}
    return {"briefs": briefs.coming(AHEAD, A_FEW, Event.organisation_id == number), "slug": found.slug}
