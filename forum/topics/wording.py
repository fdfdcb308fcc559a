"""What makes a text no text: empty once folded, marks piled on marks, quotes in quotes, too many names."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from wtforms import Form
from wtforms.validators import StopValidation, ValidationError

from portal.accounts.forms import TOO_LONG
from portal.i18n import gettext
from portal.taxonomy.folding import words
from portal.text import depth

DEEPEST = 4
MOST_MARKS = 5  # on one letter: Hebrew and Vietnamese need three
MOST_NAMES = 10
LONGEST_TITLE, LONGEST_TEXT = 200, 10_000
_QUOTED = re.compile(r"^[ >]*", re.MULTILINE)
_NAMED = re.compile(r"(?:^|[\s(])@(?=\w)", re.MULTILINE)


def at_most(letters: int) -> Callable[[Form, Any], None]:
    """A check that a text has at most so many *letters*; what is longer is looked at no further."""

    def check(_form: Form, field: Any) -> None:
        if len(field.data or "") > letters:
            raise StopValidation(TOO_LONG)

    return check


def says_something(_form: Form, field: Any) -> None:
    """Refuse what has no word and no number in any script, and marks that are piled up to hide a text.

    Raises:
        ValidationError: with words for the reader.
    """
    text = field.data or ""
    if not words(text):
        raise ValidationError(gettext("Write a few words first."))
    if _piled(text):
        raise ValidationError(gettext("There are too many marks on one letter, so that nobody can read it."))


def _piled(text: str) -> bool:
    run = 0
    for char in text if not text.isascii() else "":
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run > MOST_MARKS:
            return True
    return False


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
