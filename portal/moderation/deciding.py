"""Decisions: checked, carried out, logged and told in one transaction. Nothing is restricted in any other way."""

import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account, Sanction
from portal.errors import Refused
from portal.i18n import gettext, says
from portal.kinds import Kind, kind_of
from portal.log import chain
from portal.moderation import effects, queue, targets
from portal.moderation.models import Decision, Flag, ReviewItem
from portal.moderation.reviewed import State
from portal.moderation.rulings import ACTIONS, FIRST_POSTS, LONGEST_DAYS, Action, Ruling
from portal.moderation.words import RULES
from portal.notices import actions as notices
from portal.permissions import Permission, Role
from portal.posting import Moved

NOTHING_BROKEN = "none"


def decide(opened: Session, by: Account, item_id: int, version: int, ruling: Ruling) -> Decision:
    """Decide about an item that *by* holds.

    Raises:
        Moved: it changed, was decided, or is not held by *by* any more; nothing was done.
        Refused: *by* may not decide this, or a reason is missing.
    """
    item = queue.one(opened, by, item_id)
    if item is not None:
        opened.refresh(item, with_for_update=True)
    if item is None or item.status != "open" or item.version != version or not queue.holds(by, item):
        raise Moved(gettext("This moved meanwhile. Your words are kept: look at it again, then decide."))
    kind, row = kind_of(item.kind), targets.find(opened, item.kind, item.target_id)
    if row is None:
        raise Moved(gettext("What this was about is not there any more."))
    effects.overrule_provisional(opened, kind, row)
    _check(by, item, row, ruling)
    return _carry_out(opened, by, item, kind, row, ruling)


def _check(by: Account, item: ReviewItem, row: Any, ruling: Ruling) -> None:
    action = ACTIONS.get(ruling.action)
    if action is None or ruling.rule not in RULES:
        raise Refused(gettext("Choose what to do, and the rule."))
    unfounded = ruling.rule == NOTHING_BROKEN and ruling.action != "return"
    if action.restricts and (unfounded or not ruling.facts.strip()):
        raise Refused(gettext("Whatever limits someone needs a rule and the facts, in words that they can read."))
    if row.author_id == by.id:
        raise Refused(gettext("Nobody decides about their own."))
    if State(row.state) not in action.on or not all(hasattr(row, name) for name in action.sets):
        raise Refused(gettext("This cannot be done with it in its present state."))
    _check_powers(by, item, action, ruling)
    if action.sanction and row.author_id is None:
        raise Refused(gettext("It has no author here who could be sanctioned."))


def _check_powers(by: Account, item: ReviewItem, action: Action, ruling: Ruling) -> None:
    mine = {Role(each.role) for each in standing.grants(by) if each.scope in {"", item.scope}}
    only_leads = mine & {Role.LEADER, Role.YOUTH} and not mine & {Role.MODERATOR, Role.OMBUDSPERSON, Role.EDITOR}
    if only_leads and action.name not in FIRST_POSTS:
        raise Refused(gettext("You can let a first post through, or send it back with a note."))
    if action.sanction and Permission.SANCTION not in standing.permissions(by, strong=True):
        raise Refused(gettext("Only moderators and ombudspersons decide about people."))
    if action.sanction and action.name != "warn" and not 1 <= ruling.days <= LONGEST_DAYS:
        raise Refused(gettext("Say for how many days: 1 to 365."))


def _carry_out(opened: Session, by: Account, item: ReviewItem, kind: Kind, row: Any, ruling: Ruling) -> Decision:
    action = ACTIONS[ruling.action]
    flagged = any(each.outcome == "open" for each in item.flags)
    decision = record(opened, by, item, row, ruling, source="flag" if flagged else "own")
    effects.apply(opened, decision, kind, row, action.sets)
    if action.sanction:
        _sanction(opened, decision, row.author_id, ruling.action, ruling.days)
    _close(opened, by, item, decision, ruling)
    if row.state == State.PENDING or _open_flags(item):
        _leave_open(item, row)
    tell(opened, decision)
    note(opened, by, decision)
    return decision


def record(
    opened: Session, by: Account | None, item: ReviewItem, row: Any, ruling: Ruling, *, source: str
) -> Decision:
    """Write down a decision about *row*; *by* is None only where members' urgent flags hide until a person looks."""
    author = opened.get(Account, row.author_id) if row.author_id else None
    waited = max(0, (db.today() - item.opened_on).days)
    decision = Decision(
        item_id=item.id, kind=item.kind, target_id=item.target_id, author_id=row.author_id, action=ruling.action,
        rule=ruling.rule, facts=ruling.facts, note=ruling.note, language=author.language if author else item.language,
        source=source, provisional=by is None, before={}, after={}, decided_by=by.id if by else None,
        decided_on=db.today(), waited_days=waited,
    )  # fmt: skip
    opened.add(decision)
    opened.flush()
    return decision


def _sanction(opened: Session, decision: Decision, account_id: int, kind: str, days: int, scope: str = "") -> None:
    ends = db.now() + datetime.timedelta(days=0 if kind == "warn" else days)
    decision.ends_at = ends if kind != "warn" else None
    opened.add(
        Sanction(
            account_id=account_id, kind=kind, scope=scope, decision_id=decision.id, starts_at=db.now(), ends_at=ends
        )
    )


def _close(opened: Session, by: Account, item: ReviewItem, decision: Decision, ruling: Ruling) -> None:
    """End the item and the flags that *by* may see; their senders are told what became of them."""
    outcome = "acted" if ACTIONS[ruling.action].restricts else "left"
    able = Permission.SANCTION in standing.permissions(by, strong=True)
    for flag in queue.flags(by, item):
        bad = able and flag.id in ruling.bad_faith and flag.outcome == "open"
        if flag.outcome == "open":
            flag.outcome, flag.decision_id = outcome, decision.id
            if flag.reporter_id:
                notices.tell(opened, flag.reporter_id, "flag", "/reports")
        if bad and flag.reporter_id not in {None, by.id}:
            slow_flagger(opened, by, flag)
    item.status, item.claimed_by, item.claim_expires_at = "decided", None, None
    item.version += 1


def _open_flags(item: ReviewItem) -> bool:
    return any(each.outcome == "open" for each in item.flags)


def _leave_open(item: ReviewItem, row: Any) -> None:
    """What still waits, or was reported past who decided, stays for others to look at."""
    item.status = "open"
    if row.state != State.PENDING:
        item.route, item.reasons = "ombudsperson", "past"


def slow_flagger(opened: Session, by: Account, flag: Flag) -> None:
    """Decide that someone flags to do harm: for 30 days their flags are taken but do not count as urgent."""
    flagger = opened.get_one(Account, flag.reporter_id)
    item = queue.open_item(opened, kind_of("account"), flagger, "misuse")
    ruling = Ruling("slow", "misuse", says(flagger.language, "A report was sent to harm someone, not to protect."))
    decision = record(opened, by, item, flagger, ruling, source="own")
    _sanction(opened, decision, flagger.id, "slow", days=30, scope="flags")
    item.status, item.version = "decided", item.version + 1
    tell(opened, decision)
    note(opened, by, decision)


ABOUT = {"approve": "published", "return": "returned", "hide": "decision", "lock": "decision"}


def tell(opened: Session, decision: Decision) -> None:
    """Tell the author, in the same transaction; that all is well is told only where something had waited."""
    if decision.author_id and decision.action != "keep":
        about = ABOUT.get(decision.action, "sanction")
        notices.tell(opened, decision.author_id, about, f"/decisions/{decision.id}")


def note(opened: Session, by: Account | None, decision: Decision, act: str = "") -> None:
    """Log a decision: its words can be erased, its link in the chain stays."""
    author = opened.get(Account, decision.author_id) if decision.author_id else None
    target = (
        f"account:{author.ref}" if decision.kind == "account" and author else f"{decision.kind}:{decision.target_id}"
    )
    chain.append(
        opened, act or decision.action, actor=by.ref if by else "members",
        target=target, text={"rule": decision.rule, "facts": decision.facts, "note": decision.note},
        about=author.ref if author else "",
    )  # fmt: skip


def open_duplicates(opened: Session, by: Account, item: ReviewItem) -> list[ReviewItem]:
    """The other open items that *by* may decide and that say the same words."""
    same = queue.waiting(by).where(ReviewItem.fingerprint == item.fingerprint, ReviewItem.id != item.id)
    return list(opened.scalars(same))


def decide_all(opened: Session, by: Account, ids: list[int], ruling: Ruling) -> int:
    """Decide the same about several open items at once; those that moved meanwhile are left. Return how many."""
    done = 0
    for item_id in ids:
        item = opened.scalars(queue.waiting(by).where(ReviewItem.id == item_id).with_for_update()).first()
        if item is not None:
            queue.claim(opened, by, item.id, item.version)
            opened.refresh(item)
            decide(opened, by, item.id, item.version, ruling)
            done += 1
    return done


def forget_claims(opened: Session, account_id: int) -> None:
    """Give back what someone holds who leaves."""
    opened.execute(
        update(ReviewItem).where(ReviewItem.claimed_by == account_id).values(claimed_by=None, claim_expires_at=None)
    )


def of_author(author_id: int) -> Any:
    """The decisions about what someone wrote, newest first; "nothing was wrong" is none of theirs to read."""
    query = select(Decision).where(Decision.author_id == author_id, Decision.action != "keep")
    return query.order_by(Decision.id.desc())
