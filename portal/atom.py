"""Writes Atom feeds (RFC 4287)."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from flask import request

from portal.settings import current

NAMESPACE = "http://www.w3.org/2005/Atom"
MIME = "application/atom+xml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = datetime.date(1970, 1, 1)
"""When an empty feed was updated: it has to say a time, and the same one each time."""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. *id* is an IRI that never changes, *address* where it can be read, both whole.

    Its content is *html*, or *text* where there is no *html*. *author* is a name, empty where nobody is named.
    """

    id: str
    title: str
    address: str
    updated: datetime.date
    author: str = ""
    language: str = ""
    html: str = ""
    text: str = ""


def feed(title: str, address: str, self_address: str, entries: Iterable[Entry]) -> bytes:
    """The feed of *entries*, in their order. *address* is the page of it, *self_address* its own; both are whole."""
    rows = list(entries)
    root = ET.Element("feed", xmlns=NAMESPACE)
    _add(root, "id", self_address)
    _add(root, "title", title, type="text")
    _add(root, "updated", _moment(max((each.updated for each in rows), default=NEVER)))
    _add(root, "link", rel="self", type=MIME, href=self_address)
    _add(root, "link", rel="alternate", type="text/html", href=address)
    _add(_add(root, "author"), "name", title)  # of the entries that name nobody
    for each in rows:
        _add_entry(root, each)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def authority() -> str:
    """The host in whose name the ids of entries are made (RFC 4151), the same in every language."""
    return urlsplit(current().public_url or request.host_url).hostname or "localhost"


def _add_entry(root: ET.Element, entry: Entry) -> None:
    made = _add(root, "entry")
    if entry.language:
        made.set(LANG, entry.language)
    _add(made, "id", entry.id)
    _add(made, "title", entry.title, type="text")
    _add(made, "updated", _moment(entry.updated))
    _add(made, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.author:
        _add(_add(made, "author"), "name", entry.author)
    _add(made, "content", entry.html or entry.text, type="html" if entry.html else "text")


def _add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = _UNWRITABLE.sub("", words) or None
    return made


def _moment(day: datetime.date) -> str:
    """*day* as RFC 3339 writes a moment."""
    return f"{day.isoformat()}T00:00:00Z"
