"""The copy itself: one page that needs nothing else, made of the panels of the slot "pack"."""

import gzip
import re
from collections.abc import Sequence

from flask import current_app, render_template, url_for
from markupsafe import Markup

from map.areas import queries as areas
from portal import db, panels
from portal.i18n import gettext, reader, shown
from portal.languages import Said

SLOT = "pack"
SIZES = "wayhouse.pack_sizes"
ASSETS = ("wayhouse.css", "reading.css", "icons.svg", "favicon.svg", "wayhouse.js")
"""What the page needs beside itself. The script is there for the way out."""
_HEADING = re.compile(r'<h2 id="([a-z-]+)">(.*?)</h2>')


def render(area: str) -> str:
    """The copy for the reader's language and the district *area* (empty: the whole city)."""
    sections = panels.fill(SLOT, area=area)
    return render_template(
        "offline/pack.html", sections=sections, contents=_contents(sections), area=area_name(area),
        made=db.today(), address=url_for("offline.pack", area=area or None),
    )  # fmt: skip


def _contents(sections: Markup) -> Sequence[tuple[str, Markup]]:
    """The anchors and headings of *sections*: each panel of the slot opens with a heading that has an id."""
    return [(found[1], Markup(found[2])) for found in _HEADING.finditer(sections)]  # noqa: S704 (rendered by us)


def area_name(area: str) -> Said:
    """What the district *area* is called."""
    named = dict(areas.named()) if area else {}
    return named.get(area) or Said(gettext("The whole city"), shown().tag)


def size(area: str) -> int:
    """The bytes of the copy as they are sent, compressed; worked out once a day in each process."""
    day, sizes = current_app.extensions.get(SIZES, (None, {}))
    if day != db.today():
        sizes = {}
        current_app.extensions[SIZES] = db.today(), sizes
    key = (reader().tag, area)
    if key not in sizes:
        sizes[key] = len(gzip.compress(render(area).encode()))
    return int(sizes[key])
