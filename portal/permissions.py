"""Who may do what: one table of role x permission, and the mark by which each route declares its permission.

A role's reach is an opaque scope: ``""`` is everywhere, ``space:women`` one space, ``organisation:12`` one
organisation. What a person may do about their own things never reaches to deciding on them.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """What a route asks for."""

    ANYONE = "anyone"
    """No account is needed."""
    OWN = "own"
    """An account, for what is its own: kept under every sanction."""
    CONTRIBUTE = "contribute"
    """Write something that others may read."""
    REVIEW = "review"
    """See the queue, claim and decide, within one's kinds, scopes and languages."""
    SANCTION = "sanction"
    """Warn, slow, silence or suspend someone."""
    TRUST = "trust"
    """Let a member publish without waiting."""
    HEAR = "hear"
    """Answer appeals against decisions of others."""
    OVERSEE = "oversee"
    """See what went past a space's moderators, and answer those who ask about data on themselves."""
    READ_LOG = "read log"
    """See the chain of the log and the aggregates, never a text."""
    WATCH = "watch"
    """Change the watched words and hosts."""
    VERIFY = "verify"
    """Say, as one of two people, that an organisation is what it says."""
    VET = "vet"
    """Record that staff were vetted, and until when."""
    GRANT = "grant"
    """Give and take roles, and invite staff."""
    TEND = "tend"
    """Pin, announce and move topics, see earlier versions, and answer members' letters, in spaces of one's own."""
    TRANSLATE = "translate"
    """Translate guides, and attach a translation to what someone wrote."""
    ANNOUNCE = "announce"
    """Write updates for an area or a community, raise alerts and second them."""
    EDIT = "edit"
    """Write guides, arrange them, and read what readers say of them."""
    CONVENE = "convene"
    """Hold dated sessions, and write down what came of them."""
    ANSWER = "answer"
    """Answer concerns for one's organisation, and report on what follows."""
    HOST = "host"
    """Post events and opportunities, and read calendars of others into them."""
    FOUND = "found"
    """Open spaces, and change what they are for and who may read and write there."""
    INVITE_YOUTH = "invite youth"
    """Hand over one-use invitations to a youth space of one's own."""
    RESET = "reset"
    """Give someone who stands before you their account back."""


class Role(StrEnum):
    """A role in the portal, or an office in an organisation."""

    RESIDENT = "resident"
    LEADER = "leader"
    YOUTH = "youth"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    MODERATOR = "moderator"
    OMBUDSPERSON = "ombudsperson"
    OUTSIDE_REVIEWER = "outside reviewer"
    EVALUATOR = "evaluator"
    ADMIN = "admin"
    MEMBER = "member"
    RESPONDER = "responder"
    SAFEGUARDING = "safeguarding lead"


_P = Permission
RESIDENT = frozenset({_P.ANYONE, _P.OWN, _P.CONTRIBUTE})
TABLE: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: RESIDENT,
    Role.LEADER: RESIDENT | {_P.REVIEW, _P.TEND, _P.ANNOUNCE, _P.CONVENE, _P.HOST},
    Role.YOUTH: RESIDENT | {_P.REVIEW, _P.TEND, _P.INVITE_YOUTH, _P.HOST},
    Role.EDITOR: RESIDENT | {_P.REVIEW, _P.VERIFY, _P.ANNOUNCE, _P.EDIT, _P.TRANSLATE, _P.HOST},
    Role.TRANSLATOR: RESIDENT | {_P.TRANSLATE},
    Role.MODERATOR: RESIDENT
    | {_P.REVIEW, _P.SANCTION, _P.TRUST, _P.HEAR, _P.WATCH, _P.VERIFY, _P.TEND, _P.ANNOUNCE, _P.CONVENE, _P.HOST},
    Role.OMBUDSPERSON: RESIDENT | {_P.REVIEW, _P.SANCTION, _P.HEAR, _P.OVERSEE, _P.READ_LOG},
    Role.OUTSIDE_REVIEWER: RESIDENT | {_P.HEAR},
    Role.EVALUATOR: RESIDENT | {_P.READ_LOG},
    Role.ADMIN: RESIDENT | {_P.GRANT, _P.VET, _P.VERIFY, _P.WATCH, _P.RESET, _P.READ_LOG, _P.FOUND},
    Role.MEMBER: RESIDENT | {_P.HOST},
    Role.RESPONDER: RESIDENT | {_P.RESET, _P.ANNOUNCE, _P.CONVENE, _P.ANSWER, _P.HOST},
    Role.SAFEGUARDING: RESIDENT,
}

WRITES = frozenset({_P.CONTRIBUTE, _P.TRANSLATE, _P.EDIT, _P.ANNOUNCE, _P.CONVENE, _P.ANSWER, _P.HOST})
"""What someone who is silenced may not do."""
EVERY_KIND = "*"
REVIEWS: dict[Role, frozenset[str]] = {
    Role.LEADER: frozenset({"topic", "post"}),
    Role.YOUTH: frozenset({"topic", "post"}),
    Role.EDITOR: frozenset({"place", "correction", "organisation", "guide", "guide_text", "event", "opportunity"}),
    Role.MODERATOR: frozenset({EVERY_KIND}),
    Role.OMBUDSPERSON: frozenset({EVERY_KIND}),
}
"""Which kinds of things a role reviews. Leaders and youth programmes let first posts through, in their own spaces."""

UNSTAFFED = frozenset({Role.RESIDENT, Role.MEMBER})
"""The roles that need no second factor."""
BY_TWO = frozenset({Role.ADMIN, Role.OMBUDSPERSON})
"""The roles that are given by two people."""
SCOPED = frozenset({Role.LEADER, Role.YOUTH, Role.MEMBER, Role.RESPONDER, Role.SAFEGUARDING})
"""The roles that are always for one space or one organisation."""
VETTED = frozenset({Role.LEADER, Role.YOUTH, Role.SAFEGUARDING})
"""The roles that count only while their holder's vetting lasts."""


def requires(permission: Permission, *, step_up: bool = False) -> Callable[[View], View]:
    """Declare what a route asks for; *step_up* asks to prove again who one is, within the last minutes."""

    def declare(view: View) -> View:
        view.permission, view.step_up = permission, step_up  # type: ignore[attr-defined]
        return view

    return declare


def declared(view: Callable[..., Any]) -> Permission | None:
    """What *view* asks for, or None where it does not say."""
    return getattr(view, "permission", None)
