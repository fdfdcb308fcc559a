"""What decisions change, and how it is taken back: exactly, field by field, whatever was decided since."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts.models import Sanction
from portal.kinds import Kind
from portal.moderation import targets
from portal.moderation.models import Decision


def apply(opened: Session, decision: Decision, kind: Kind, row: Any, sets: Mapping[str, object]) -> None:
    """Set the fields of *row*, and keep with *decision* what they were before."""
    decision.before = {name: getattr(row, name) for name in sets}
    decision.after = dict(sets)
    _set(opened, kind, row, sets)


def _set(opened: Session, kind: Kind, row: Any, fields: Mapping[str, object]) -> None:
    if not fields:
        return
    for name, value in fields.items():
        setattr(row, name, value)
    targets.follow(opened, kind, row)


def reverse(opened: Session, decision: Decision, kind: Kind, row: Any | None) -> None:
    """Take back every effect of *decision* at once: as if it had not been, under what was decided since."""
    decision.overruled_on = db.today()
    lift(opened, decision)
    if row is None:
        return
    later = _later(opened, decision)
    back: dict[str, object] = {}
    for name, value in decision.before.items():
        heir = next((each for each in later if name in each.before), None)
        if heir is not None:
            heir.before = {**heir.before, name: value}
        elif getattr(row, name) == decision.after[name]:
            back[name] = value
    _set(opened, kind, row, back)


def _later(opened: Session, decision: Decision) -> list[Decision]:
    """The standing decisions about the same thing since, oldest first."""
    same = (Decision.kind == decision.kind) & (Decision.target_id == decision.target_id)
    query = select(Decision).where(same, Decision.id > decision.id, Decision.overruled_on.is_(None))
    return list(opened.scalars(query.order_by(Decision.id)))


def lift(opened: Session, decision: Decision) -> None:
    """End the sanctions that *decision* brought."""
    for sanction in opened.scalars(select(Sanction).where(Sanction.decision_id == decision.id)):
        sanction.lifted_at = sanction.lifted_at or db.now()


def overrule_provisional(opened: Session, kind: Kind, row: Any) -> None:
    """A person looks: what members' flags had hidden until then is as it was, and the person decides."""
    same = (Decision.kind == kind.name) & (Decision.target_id == row.id)
    standing = select(Decision).where(same, Decision.provisional, Decision.overruled_on.is_(None))
    for each in opened.scalars(standing):
        reverse(opened, each, kind, row)
