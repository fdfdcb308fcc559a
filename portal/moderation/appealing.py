"""Appeals: once, within six months, by anyone concerned, answered by someone else than who decided."""

import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account, Sanction
from portal.errors import Refused
from portal.i18n import gettext
from portal.kinds import kind_of
from portal.moderation import deciding, effects, queue, targets
from portal.moderation.models import Appeal, Decision, Flag
from portal.moderation.reviewed import State
from portal.moderation.rulings import ACTIONS, Ruling
from portal.notices import actions as notices
from portal.permissions import Permission
from portal.posting import Moved

AUTHOR, REPORTER = "author", "reporter"
WINDOW = datetime.timedelta(days=183)
ANSWERS = ("upheld", "partly", "rejected")
TIMED = frozenset({"slow", "silence", "suspend"})


def may_appeal(decision: Decision, party: str = AUTHOR) -> bool:
    """Whether *party* may still object: once, within six months, to what stands and went against them."""
    in_time = db.today() <= decision.decided_on + WINDOW
    against = ACTIONS[decision.action].restricts == (party == AUTHOR)
    return decision.appeal_of(party) is None and decision.overruled_on is None and in_time and against


def appeal(
    opened: Session, decision_id: int, text: str, language: str, appellant: Account | None, party: str = AUTHOR
) -> Appeal:
    """Object to a decision, as the author, or as who reported something that was left as it is.

    Raises:
        Refused: it was objected to before, six months have passed, or nothing was limited.
    """
    decision = opened.scalars(select(Decision).where(Decision.id == decision_id).with_for_update()).one()
    if not may_appeal(decision, party):
        raise Refused(gettext("This can be objected to once, within six months, while it stands."))
    row = Appeal(
        decision_id=decision.id, party=party, appellant_id=appellant.id if appellant else None, text=text,
        language=language, filed_on=db.today(),
    )  # fmt: skip
    opened.add(row)
    opened.flush()
    deciding.note(opened, appellant, decision, "appeal")
    return row


def hearable(account: Account) -> Select[Appeal]:
    """The open appeals that *account* may answer: not about their own decisions, texts, flags or objections."""
    flagged = select(Flag.item_id).where(Flag.reporter_id == account.id)
    return (
        select(Appeal)
        .join(Decision)
        .where(
            Appeal.status == "open",
            or_(Decision.decided_by.is_(None), Decision.decided_by != account.id),
            or_(Decision.author_id.is_(None), Decision.author_id != account.id),
            or_(Appeal.appellant_id.is_(None), Appeal.appellant_id != account.id),
            Decision.item_id.not_in(flagged),
        )
        .order_by(Appeal.id)
    )


def answer(opened: Session, by: Account, appeal_id: int, status: str, reply: str, days: int = 0) -> Appeal:
    """Answer an appeal, always with words.

    Raises:
        Moved: it is answered, or *by* may not hear it (who decided does not).
        Refused: the answer does not fit the decision, or has no words.
    """
    row = opened.scalars(hearable(by).where(Appeal.id == appeal_id).with_for_update(of=Appeal)).first()
    if row is None or Permission.HEAR not in standing.permissions(by, strong=True):
        raise Moved(gettext("This was answered meanwhile, or is not yours to answer."))
    if status not in ANSWERS or not reply.strip():
        raise Refused(gettext("Choose an answer, and write the reasons."))
    decision = row.decision
    row.status, row.reply, row.reviewer_id, row.answered_on = status, reply, by.id, db.today()
    if status == "upheld":
        uphold(opened, decision)
    elif status == "partly":
        _uphold_partly(opened, by, decision, reply, days)
    _tell(opened, row, decision)
    deciding.note(opened, by, decision, f"appeal {status}")
    return row


def uphold(opened: Session, decision: Decision) -> None:
    """Reverse every effect of the appealed decision; what was wrongly left alone is looked at again."""
    kind, row = kind_of(decision.kind), targets.find(opened, decision.kind, decision.target_id)
    effects.reverse(opened, decision, kind, row)
    looked_away = not ACTIONS[decision.action].restricts
    if row is not None and (looked_away or row.state == State.PENDING):
        queue.open_item(opened, kind, row, "appeal", urgency=1)


def _uphold_partly(opened: Session, by: Account, decision: Decision, reply: str, days: int) -> None:
    """Shorten a sanction, or give a hidden thing back to its author to mend."""
    kind, row = kind_of(decision.kind), targets.find(opened, decision.kind, decision.target_id)
    if decision.action in TIMED and decision.ends_at:
        ends = db.now() + datetime.timedelta(days=days)
        if days < 1 or ends >= decision.ends_at:
            raise Refused(gettext("Say for how many days from now: fewer than are left."))
        for sanction in opened.scalars(select(Sanction).where(Sanction.decision_id == decision.id)):
            sanction.ends_at = ends
        decision.ends_at = ends
    elif decision.action == "hide" and row is not None:
        effects.reverse(opened, decision, kind, row)
        item = decision.item
        again = deciding.record(opened, by, item, row, Ruling("return", decision.rule, reply, reply), source="own")
        effects.apply(opened, again, kind, row, {"state": "returned"})
        deciding.note(opened, by, again)
    else:
        raise Refused(gettext("This can be taken back whole, or stand: there is no half of it."))


def _tell(opened: Session, row: Appeal, decision: Decision) -> None:
    """Tell who objected; an objection by the link is told to the author."""
    told = row.appellant_id or (decision.author_id if row.party == AUTHOR else None)
    if told:
        notices.tell(opened, told, "appeal", f"/decisions/{decision.id}" if row.party == AUTHOR else "/reports")
