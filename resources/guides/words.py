"""What the codes of guides are called."""

from typing import Any

from portal.i18n import lazy

Labels = dict[str, Any]

STATES: Labels = {
    "source": lazy("Original"),
    "verified": lazy("Checked"),
    "draft": lazy("Not checked"),
    "outdated": lazy("Out of date"),
    "waiting": lazy("Waits for a check"),
    "missing": lazy("Missing"),
}
"""How a guide stands in one language."""

ORIGINS: Labels = {
    "human": lazy("written by a person"),
    "machine": lazy("drafted by a machine"),
    "imported": lazy("imported"),
}
"""Who made words."""

OPINIONS: Labels = {
    "helped": lazy("It helped"),
    "wrong": lazy("Something is wrong"),
    "unsafe": lazy("It is not safe"),
}
"""What a reader says of a guide."""
