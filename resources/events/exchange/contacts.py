"""Whom our team can call about the events of a calendar: nothing is for under-18s without someone."""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.errors import BadInput, Refused
from portal.i18n import gettext
from portal.moderation.reviewed import State
from resources.events.exchange import known, merging
from resources.events.exchange.entries import Ages
from resources.events.models import Event, EventCalendar
from resources.events.words import is_for_minors

_FOR_MINORS = or_(Event.ages_from < 18, Event.ages_to < 18)


def check(ages: Ages, contact: str) -> None:
    """Refuse what is for people of *ages* under 18 where *contact* names nobody.

    Raises:
        BadInput: so it is.
    """
    if is_for_minors(*ages) and not contact:
        raise BadInput(gettext("It is for under-18s, and nobody is named whom our team can call."))


def pass_on(opened: Session, calendar: EventCalendar, before: str) -> None:
    """Let the events of *calendar* that name *before* name whom it names now.

    Raises:
        Refused: that is nobody, and one of them that is to come is for under-18s.
    """
    named = (Event.calendar_id == calendar.id) & (Event.safeguarding == before)
    if not calendar.safeguarding:
        _check_none_left(opened, calendar, before)
        named &= Event.id.not_in(select(Event.id).where(_FOR_MINORS))
    opened.execute(update(Event).where(named).values(safeguarding=calendar.safeguarding))


def _check_none_left(opened: Session, calendar: EventCalendar, before: str) -> None:
    coming = Event.state.in_((State.DRAFT, State.PENDING)) | Event.id.in_(known.lively(opened, calendar.id))
    same = (Event.calendar_id == calendar.id) & (Event.safeguarding == before)
    left = opened.scalars(select(Event).where(same, _FOR_MINORS, coming).order_by(Event.id).limit(1)).first()
    if left:
        title = merging.source(left).title
        raise Refused(gettext("“%(title)s” is for under-18s: say whom our team can call.", title=title))
