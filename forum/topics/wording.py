"""What makes a text hard to follow: quotes in quotes, too many names; and whom a text names."""

import re
from typing import Any

from wtforms import Form
from wtforms.validators import ValidationError

from portal.i18n import gettext
from portal.text import depth

DEEPEST = 4
MOST_NAMES = 10
LONGEST_TITLE, LONGEST_TEXT = 200, 10_000
_QUOTED = re.compile(r"^[ >]*", re.MULTILINE)
_NAMED = re.compile(r"(?:^|[\s(])@(?=\w)", re.MULTILINE)


def reads_well(_form: Form, field: Any) -> None:
    """Refuse quotes that are too deep and names of too many people.

    Raises:
        ValidationError: with words for the reader.
    """
    text = field.data or ""
    if any(found[0].count(">") > DEEPEST for found in _QUOTED.finditer(text)) or depth(text) > DEEPEST * 3:
        raise ValidationError(gettext("Quotes stand too deep in each other. Leave out the older ones."))
    if len(_NAMED.findall(text)) > MOST_NAMES:
        raise ValidationError(gettext("Name at most ten people in one text: each of them is told."))


def named(text: str, names: list[str]) -> list[str]:
    """Which of *names* stand after an @ in *text*, each once; the longest that fits counts."""
    found: list[str] = []
    by_length = sorted(names, key=len, reverse=True)
    for at in _NAMED.finditer(text):
        rest = text[at.end() :].casefold()
        hit = next((each for each in by_length if _begins(rest, each.casefold())), None)
        if hit and hit not in found:
            found.append(hit)
    return found[:MOST_NAMES]


def _begins(rest: str, name: str) -> bool:
    """Whether *rest* begins with *name* as a whole word."""
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()


def quoted(text: str, name: str) -> str:
    """*text* as a quote of *name* that an answer begins with; quotes within it are left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    said = "\n".join(f"> {line}".rstrip() for line in "\n".join(lines).strip().splitlines())
    return f"@{name}:\n\n{said}\n\n" if name else f"{said}\n\n"
