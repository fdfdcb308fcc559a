"""What the codes of sessions are called."""

from typing import Any

from portal.i18n import lazy

WHAT: dict[str, Any] = {
    "dialogue": lazy("Dialogue evening"),
    "listening": lazy("Listening session"),
    "council": lazy("Advisory council meeting"),
}
"""What a session is."""
