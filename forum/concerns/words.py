"""What the codes of concerns are called."""

from typing import Any

from forum.concerns.models import Phase, Stage
from portal.i18n import lazy

STAGES: dict[str, Any] = {
    Stage.RAISED: lazy("Waits for an answer"),
    Stage.CONSIDERING: lazy("Being considered"),
    Stage.ACCEPTED: lazy("Accepted"),
    Stage.DOING: lazy("Being done"),
    Stage.DONE: lazy("Done"),
    Stage.DECLINED: lazy("Declined"),
}
"""Where a concern stands."""

STEPS: dict[str, Any] = STAGES | {Stage.RAISED: lazy("Raised")}
"""What happened on a day."""

PHASES: dict[str, Any] = {
    Phase.SAFETY: lazy("Safety"),
    Phase.REINTEGRATION: lazy("Reintegration"),
    Phase.LONG_TERM: lazy("Long term"),
}
"""Where the programme stands that a concern is about."""
