"""What people write, made safe to keep and to show."""

import re
import unicodedata
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# Bidirectional overrides and isolates, with which a text can be made to read as another; and other controls.
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "br",
    "hr",
}


def clean(text: str) -> str:
    """*text* in one spelling (NFC), without invisible controls, with plain line ends, trimmed."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub("", plain).strip()


def cleaned(text: str | None) -> str:
    """`clean`, as a form's filter: an absent text is an empty one."""
    return clean(text or "")


def markdown(text: str) -> Markup:
    """Render Markdown; HTML and images are off, and what comes out is sanitised after rendering."""
    html = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return Markup(html)  # noqa: S704 (sanitised above)


def host(address: str) -> str:
    """The real host that *address* leads to, in its ASCII form, so that no look-alike can hide."""
    try:
        return (urlsplit(address).hostname or address).encode("idna").decode("ascii").removeprefix("www.")
    except (UnicodeError, ValueError):
        return address
