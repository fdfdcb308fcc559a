"""Guidance as Integreat publishes it: JSON of pages in a tree, a file a language, HTML in each page."""

import datetime
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
from markdownify import MarkdownConverter
from markupsafe import escape

from map.slugs import slugged
from portal import db
from portal.errors import BadInput
from portal.languages import is_language
from portal.text import clean
from resources.guides.actions import Words
from resources.guides.exchange.records import Incoming
from resources.guides.models import Origin

_KEPT = {"p", "a", "li", "ul", "ol", "br", "strong", "b", "em", "i", "h1", "h2", "h3", "h4", "h5", "h6", "div",
         "blockquote"}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel", "guide"}
_HREF = re.compile(r"""(\bhref\s*=\s*["'])([^"']{1,2000})(["'])""", re.IGNORECASE)
_CALL = re.compile(r"(?:tel|mailto):[^/\s]+")
_CELL, _ROW = re.compile(r"</t[dh]\s*>", re.IGNORECASE), re.compile(r"</tr\s*>", re.IGNORECASE)
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_SENTENCE = re.compile(r".{20,280}?[.!?؟።](?=\s|$)", re.DOTALL)
_MARKS = re.compile(r"[*_#>`\[\]]|\]\([^)]*\)|\(https?:[^)]*\)")
MOST = 20_000  # pages of a file
LONGEST = 100_000  # letters of a page


def read(path: Path, source_language: str) -> list[Incoming]:
    """The pages of a file, or of every ``*.json`` of a folder; those in *source_language* are the sources.

    Raises:
        BadInput: a file that holds no such pages, or none in *source_language*.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    pages = [page for file in files for page in _pages(file)]
    keys = {page["path"]: _key(page, source_language) for page in pages}
    names = _slugs([page for page in pages if _language(page) == source_language])
    links = {path.rstrip("/"): f"guide:{names[key]}" for path, key in keys.items() if key in names}
    found = [_incoming(page, keys, names, links, source_language) for page in pages if keys[page["path"]] in names]
    if not any(each.source for each in found):
        raise BadInput(f"{path}: no page is in {source_language!r}. Name another with --source-language.")
    return found


def _pages(file: Path) -> Sequence[dict[str, Any]]:
    try:
        pages = json.loads(file.read_text(encoding="utf-8"))
        whole = isinstance(pages, list) and all(
            isinstance(page, dict) and all(isinstance(page.get(name), str) for name in ("path", "title", "content"))
            and len(page["content"]) <= LONGEST and is_language(_language(page))
            for page in pages
        )  # fmt: skip
    except (OSError, ValueError, IndexError) as error:
        raise BadInput(f"{file}: this is no JSON of pages.") from error
    if not whole or len(pages) > MOST:
        raise BadInput(f"{file}: this is no list of pages with path, title and content.")
    return list(pages)


def _language(page: dict[str, Any]) -> str:
    return str(page["path"].split("/")[2])


def _key(page: dict[str, Any], source: str) -> str:
    """By what the versions of a page in several languages belong together: the path of its source."""
    if _language(page) == source:
        return str(page["path"])
    return _path(_inner(_inner(page, "available_languages"), source))


def _inner(found: dict[str, Any], name: str) -> dict[str, Any]:
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}


def _path(found: dict[str, Any]) -> str:
    return found["path"] if isinstance(found.get("path"), str) else ""


def _slugs(sources: Sequence[dict[str, Any]]) -> dict[str, str]:
    """A name of its own for the address of each source."""
    names: dict[str, str] = {}
    for page in sources:
        base = slugged(unquote(page["path"]).rstrip("/").rpartition("/")[2]) or "page"
        name, number = base[:110], 2
        while name in names.values():
            name, number = f"{base[:110]}-{number}", number + 1
        names[page["path"]] = name
    return names


def _incoming(
    page: dict[str, Any], keys: dict[str, str], names: dict[str, str], links: dict[str, str], source: str
) -> Incoming:
    key, body = keys[page["path"]], markdown(page["content"], links)
    above, order = _path(_inner(page, "parent")), page.get("order")
    title = clean(page["title"])[:200]
    return Incoming(
        names[key], _language(page), Words(title or names[key], _summary(page, body), body),
        source=_language(page) == source, origin=Origin.IMPORTED, parent=names.get(keys.get(above, ""), ""),
        position=order if isinstance(order, int) and 0 <= order < 1_000_000 else 0,
        reviewed_on=_day(page.get("last_updated")), imported_as=f"integreat:{key}"[:300],
    )  # fmt: skip


def _summary(page: dict[str, Any], body: str) -> str:
    """The first sentence of what the page says of itself in short, or of its text."""
    excerpt = page.get("excerpt")
    said = clean(html.unescape(excerpt)) if isinstance(excerpt, str) else ""
    first = _SENTENCE.search(_MARKS.sub("", said or body)[:2000])
    return " ".join(first[0].split()) if first else ""


def _day(written: Any) -> datetime.date | None:
    try:
        return min(datetime.datetime.fromisoformat(str(written)).date(), db.today())
    except ValueError:
        return None


def markdown(page: str, links: Mapping[str, str] = MappingProxyType({})) -> str:
    """HTML of strangers as Markdown: sanitised first, without pictures or scripts, headings from the second level.

    *links* are the paths of other pages, and what they are called here. Rows of tables become lines.

    Raises:
        BadInput: it is nested too deep.
    """
    flat = _ROW.sub("<br>", _CELL.sub(" · ", _HREF.sub(lambda found: _led(found, links), page)))
    safe = nh3.clean(flat, tags=_KEPT, attributes={"a": {"href"}}, url_schemes=_SCHEMES)
    try:
        text = MarkdownConverter(heading_style="ATX", bullets="-", escape_misc=True).convert(safe)
    except RecursionError as error:
        raise BadInput("A page is nested too deep.") from error
    return clean(re.sub(r"\n{3,}", "\n\n", "\n".join(_levelled(text.replace("\xa0", " ")))))


def _led(found: re.Match[str], links: Mapping[str, str]) -> str:
    """A link to another page of the same portal as one to a guide here; ``host/tel:…`` as the call that it means."""
    address = urlsplit(found[2])
    path = unquote(address.path)
    call = _CALL.search(path)
    there = links.get(path.rstrip("/")) or (call[0] if call else "")
    return f"{found[1]}{escape(there)}{found[3]}" if there else found[0]


def _levelled(text: str) -> Iterator[str]:
    """Lines whose headings begin at the second level, as guides have them; none looks like a block of ours."""
    levels = [len(found) for found in _HEADING.findall(text)]
    lift = min(levels, default=2) - 2
    for line in text.splitlines():
        heading = _HEADING.match(line)
        plain = line.rstrip()
        if heading:
            plain = f"{'#' * max(2, len(heading[1]) - lift)} {line[heading.end() :]}".rstrip()
        yield plain.replace(":::", "\\:\\:\\:") if ":::" in plain else plain
