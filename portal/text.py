"""What people write, made safe to keep and to show."""

import re
import unicodedata
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

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

MOST_MARKS = 30
_BLOCKS = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"}
_SCHEME = re.compile(r"(https?://|mailto:|tel:)[^/\\\s]", re.IGNORECASE)


def clean(text: str) -> str:
    """*text* in one spelling (NFC), without invisible controls, with plain line ends, trimmed."""
    plain = unicodedata.normalize("NFC", _few_marks(text.replace("\r\n", "\n").replace("\r", "\n")))
    return _CONTROLS.sub("", plain).strip()


def _few_marks(text: str) -> str:
    """*text* with at the most 30 marks on a letter (UAX #15): to order more takes time that grows as their square."""
    if not any(map(unicodedata.combining, text)):
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


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
    return Markup(_CONTROLS.sub("", html))  # noqa: S704 (sanitised above)


def prose(text: str, inner: Callable[[str], str] = lambda _link: "") -> str:
    """Render Markdown of people who write here, as HTML to keep and to show by the filter of the same name.

    HTML and images are off; each block finds its own direction; a link needs a scheme and says where it really leads.
    *inner* knows links to pages of ours, such as ``guide:debt``, and returns their path.
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = max("h3", token.tag)  # below the headings of the page itself
        if token.children:
            token.children = _with_hosts(token.children, inner)
    html = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS | _BLOCKS | {"bdi"},
        attributes={"a": {"href"}, "bdi": {"dir"}, **{each: {"dir"} for each in _BLOCKS}},
        set_tag_attribute_values={each: {"dir": "auto"} for each in _BLOCKS},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow ugc",
    )
    return _CONTROLS.sub("", html)  # also those that were written as entities


def depth(text: str) -> int:
    """How deep quotes and lists stand in each other in *text*, which is Markdown; each counts one or two."""
    return max((token.level for token in _MARKDOWN.parse(text)), default=0)


def _with_hosts(tokens: list[Token], inner: Callable[[str], str]) -> list[Token]:
    """*tokens* of a line, with the real host after each link, and without links that name no scheme."""
    made: list[Token] = []
    open_: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            open_.append(str(token.attrs.get("href", "")))
        if token.type in {"link_open", "link_close"} and (path := inner(open_[-1])):
            made.append(_led_to(token, path))
            if token.type == "link_close":
                open_.pop()
            continue
        if token.type in {"link_open", "link_close"} and not _SCHEME.match(open_[-1]):
            if token.type == "link_close":
                open_.pop()
            continue
        made.append(token)
        if token.type == "link_close":
            made.append(Token("html_inline", "", 0, content=f' <bdi dir="ltr">({_place(open_.pop())})</bdi>'))
    return made


def _led_to(token: Token, path: str) -> Token:
    if token.type == "link_open":
        token.attrs["href"] = path
    return token


def _place(address: str) -> str:
    """Where *address* leads, escaped: its host, or the number or mailbox."""
    return str(escape(host(address) if address.lower().startswith("http") else address.partition(":")[2]))


def shown(html: str) -> Markup:
    """What `prose` made, for templates."""
    return Markup(html)  # noqa: S704 (sanitised when it was made)


def is_address(text: str, schemes: Collection[str] = ("http", "https")) -> bool:
    """Whether *text* is an address of the web that hides nobody: a plain host, no name or password before it."""
    try:
        parts = urlsplit(text)
        place = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in schemes and "." in place and place.isascii() and "@" not in parts.netloc


def host(address: str) -> str:
    """The real host that *address* leads to, in its ASCII form, so that no look-alike can hide."""
    try:
        return (urlsplit(address).hostname or address).encode("idna").decode("ascii").removeprefix("www.")
    except (UnicodeError, ValueError):
        return address
