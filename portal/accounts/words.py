"""Words for roles and notices, said anew for each reader."""

from typing import Any

from portal.i18n import lazy
from portal.permissions import Role

ROLES: dict[Role, Any] = {
    Role.RESIDENT: lazy("Resident"),
    Role.LEADER: lazy("Community leader"),
    Role.YOUTH: lazy("Youth programme"),
    Role.EDITOR: lazy("Editor"),
    Role.TRANSLATOR: lazy("Translator"),
    Role.MODERATOR: lazy("Moderator"),
    Role.OMBUDSPERSON: lazy("Ombudsperson"),
    Role.OUTSIDE_REVIEWER: lazy("Outside reviewer"),
    Role.EVALUATOR: lazy("Evaluator"),
    Role.ADMIN: lazy("Administrator"),
    Role.MEMBER: lazy("Member"),
    Role.RESPONDER: lazy("Answers for an organisation"),
    Role.SAFEGUARDING: lazy("Safeguarding lead"),
}
