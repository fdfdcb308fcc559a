"""What the codes of alerts are called."""

from typing import Any

from portal.i18n import lazy

WHAT: dict[str, Any] = {
    "danger": lazy("Danger"),
    "road": lazy("Closed road"),
    "scam": lazy("Scam going round"),
    "other": lazy("Something else to know"),
}
"""What an alert warns of."""
