"""The words of calendars: HTML as Markdown, plain text so that it reads as it was written, none too long."""

import re

from portal.errors import BadInput
from portal.i18n import gettext
from portal.taxonomy.folding import words
from portal.text import clean, is_address
from resources.events.exchange.components import Component
from resources.events.exchange.entries import LONGEST_LINE, LONGEST_TEXT
from resources.guides.exchange.integreat import markdown

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_HTML = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|font|h[1-6]|html|html-blob|i|li|ol|p|span|strong|table|u|ul)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:br|p|div|li|h[1-6]|table)\b", re.IGNORECASE)
_RULER = re.compile(r"[=-]+")
_LONGEST_HTML = 20_000
_SECURE, _WEB = ("https",), ("https", "http")


def unescaped(value: str) -> str:
    r"""The text that *value* stands for: ``\n`` is a new line, what else follows a ``\`` is itself."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def line(value: str, longest: int = LONGEST_LINE) -> str:
    """*value* as one clean line of *longest* letters at the most; what is cut ends in "…"."""
    said = " ".join(clean(unescaped(value[: longest * 8])).split())
    return said if len(said) <= longest else f"{said[: longest - 1].rstrip()}…"


def text(said: Component) -> str:
    """What an entry says of itself, as Markdown, with the address of its page; longer than we keep it, uncut.

    Raises:
        BadInput: its HTML is nested too deep.
    """
    value = unescaped(said.value("DESCRIPTION"))
    found = _as_markdown(value if value.strip() else unescaped(said.value("X-ALT-DESC")))
    page = said.value("URL")
    if is_address(page, _WEB) and page not in found and len(page) <= LONGEST_LINE:
        found = f"{found}\n\n<{page}>".strip()
    return found


def _as_markdown(value: str) -> str:
    if not _HTML.search(value):
        return plain(value)
    body = value[max(0, value.lower().find("<body")) :][:_LONGEST_HTML]
    try:
        return _lined(markdown(body.replace("\n", " " if _BLOCK.search(body) else "<br>")))
    except BadInput as error:
        raise BadInput(gettext("Its text is nested too deep to be read.")) from error


def plain(value: str) -> str:
    """*value*, which is no Markdown, so that it reads the same as Markdown: every line stays one."""
    lines = [each.strip() for each in clean(value[: LONGEST_TEXT + LONGEST_LINE]).split("\n")]
    marked = [f"\\{each}" if _RULER.fullmatch(each) else each for each in lines]  # or it made a heading of the last
    return re.sub(r"\n{3,}", "\n\n", _lined("\n".join(marked)))


def _lined(text: str) -> str:
    """*text*, which is Markdown, so that each of its lines stays one."""
    lines = text.split("\n")
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return "\n".join(f"{each}  " if each and after else each for each, after in pairs)


def online(said: Component) -> str:
    """The address at which people can join online; empty where an entry names none."""
    named = (said.value(name) for name in ("CONFERENCE", "X-GOOGLE-CONFERENCE", "LOCATION"))
    return next((each for each in map(unescaped, named) if len(each) <= 500 and is_address(each, _SECURE)), "")


def says_something(value: str) -> bool:
    """Whether *value* has a word or a number in any script."""
    return bool(words(line(value)))
