"""Guides: the tree, one guide, sheets to print, and words to pass on."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Blueprint, abort, render_template, request

from map.places.views import qr
from portal.addresses import address
from portal.i18n import door
from portal.permissions import Permission, requires
from portal.taxonomy import queries as taxonomy
from resources.guides import queries, reading
from resources.guides.situations import all_situations

bp = Blueprint("guides", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")
LONGEST_SHARED = 900  # letters of a text message


@bp.get("")
@requires(Permission.ANYONE)
@door
def index() -> str:
    """Every topic with its guides, and the situations by which they are found; or one situation."""
    code = request.args.get("situation", "")
    known = all_situations()
    if code and code not in known:
        abort(404)
    found = queries.in_situation(code) if code else []
    return render_template(
        "guides/index.html", tree={} if code else queries.tree(), situations=known.values(), chosen=known.get(code),
        found=found, shelves=taxonomy.shelves(),
    )  # fmt: skip


@bp.get("/<slug>")
@requires(Permission.ANYONE)
@door
def show(slug: str) -> str:
    """One guide, or a topic with what it holds; ``read`` chooses another of its languages."""
    found = _found(slug)
    read = reading.read(found, request.args.get("read", ""))
    return render_template(
        "guides/show.html", read=read, guide=found.guide, qr=qr(address("guides.show", slug=slug)), **_around(found)
    )


def _around(found: queries.Found) -> dict[str, object]:
    return reading.around(found) | {"shelves": taxonomy.shelves()}


@bp.get("/<slug>/sheet")
@requires(Permission.ANYONE)
def sheet(slug: str) -> str:
    """A guide and all that it holds on one page, to print."""
    found, wanted = _found(slug), request.args.get("read", "")
    reads = [reading.read(each, wanted) for each in (found, *_held_by(found.guide.id))]
    leads_to = address("guides.show", slug=slug)
    return render_template(
        "guides/sheet.html", reads=reads, shelves=taxonomy.shelves(), qr=qr(leads_to), address=leads_to
    )


def _held_by(guide_id: int) -> Iterator[queries.Found]:
    """All that a guide holds, and what that holds, in the order of the tree."""
    for leaf in queries.below(guide_id):
        found = queries.by_id(leaf.id)
        if found:
            yield found
            yield from _held_by(leaf.id)


@bp.get("/<slug>/share")
@requires(Permission.ANYONE)
def share(slug: str) -> str:
    """A guide as a short text to send to someone, by WhatsApp, SMS or copying."""
    read = reading.read(_found(slug), request.args.get("read", ""))
    text = _shared(read)
    return render_template("guides/share.html", read=read, text=text, quoted=quote(text), guide=read.found.guide)


def _shared(read: reading.Reading) -> str:
    """Title, summary and address of a guide; a critical part is never cut, so none is in it."""
    words = f"{read.text.title}\n\n{read.text.summary}"[:LONGEST_SHARED]
    label = f"\n\n({read.label})" if read.draft else ""
    leads_to = address("guides.show", slug=read.found.guide.slug)
    return f"{words}{label}\n\n{leads_to}"


def _found(slug: str) -> queries.Found:
    found = queries.by_slug(slug)
    if found is None:
        abort(404)
    return found


def panel() -> dict[str, object]:
    """The topics, for home."""
    return {"topics": queries.topics()}
