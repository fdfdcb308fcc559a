"""What the passing of days does: providers are told a week before, and what is over leaves search."""

import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from map import local
from portal import db
from portal.moderation.targets import key_of
from portal.notices import actions as notices
from portal.outbox.queue import promise
from resources.opportunities import queries
from resources.opportunities.models import Opportunity
from resources.opportunities.words import SOON

TOPIC = "opportunities end"
MISSED = datetime.timedelta(days=3)  # for which the worker may have stood still


def look(_keys: object = None) -> None:
    """Tell providers what ends within a week, each once, and let search forget what is over."""
    with db.transaction() as opened:
        _tell(opened)
        _forget(opened)


def _tell(opened: Session) -> None:
    near = Opportunity.expires_on <= local.today() + SOON
    waiting = queries.public().where(near, ~Opportunity.reminded, Opportunity.author_id.is_not(None))
    for row in opened.scalars(waiting.with_for_update(of=Opportunity)):
        notices.tell(opened, row.author_id, "expires", f"/opportunities/{row.slug}/extend")
        row.reminded = True


def _forget(opened: Session) -> None:
    """The index is a copy: what no day brought up again since is dropped from it."""
    today = local.today()
    over = or_(
        Opportunity.expires_on.between(today - MISSED, today - datetime.timedelta(days=1)),
        Opportunity.deadline.between(today - MISSED, today - datetime.timedelta(days=1)),
    )
    ids = opened.scalars(select(Opportunity.id).where(Opportunity.state == "published", over))
    promise(opened, "index", [key_of("opportunity", each) for each in ids])
