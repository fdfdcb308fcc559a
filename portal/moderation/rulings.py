"""What can be decided: each action, on which states, and what it sets. Everything that restricts needs a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.moderation.reviewed import State

WAITING = frozenset({State.PENDING})
SHOWN = frozenset({State.PUBLISHED})
ANY = frozenset(State)


@dataclass(frozen=True, slots=True)
class Action:
    """*sets* are the fields of the target that change; *sanction* says that it is its author who is sanctioned."""

    name: str
    on: frozenset[State]
    sets: Mapping[str, object] = field(default_factory=dict)
    restricts: bool = False
    sanction: bool = False


ACTIONS: dict[str, Action] = {
    each.name: each
    for each in (
        Action("approve", WAITING, {"state": State.PUBLISHED}),
        Action("keep", ANY),
        Action("return", WAITING, {"state": State.RETURNED}, restricts=True),
        Action("hide", ANY - {State.HIDDEN}, {"state": State.HIDDEN}, restricts=True),
        Action("lock", SHOWN, {"locked": True}, restricts=True),
        Action("warn", ANY, restricts=True, sanction=True),
        Action("slow", ANY, restricts=True, sanction=True),
        Action("silence", ANY, restricts=True, sanction=True),
        Action("suspend", ANY, restricts=True, sanction=True),
    )
}
FIRST_POSTS = frozenset({"approve", "return"})
"""What a leader may decide, in a space of their own."""
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Ruling:
    """What someone decides: the action, the rule that was broken, the facts, and a note to the author.

    *days* is how long a sanction holds. *bad_faith* are the ids of flags that were sent to do harm: their senders are
    slowed by decisions of their own.
    """

    action: str
    rule: str
    facts: str = ""
    note: str = ""
    days: int = 0
    bad_faith: tuple[int, ...] = ()
