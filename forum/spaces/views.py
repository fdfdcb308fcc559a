"""The forum: its spaces, and the topics of one."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from forum.spaces import queries
from forum.spaces.models import Space
from forum.topics import queries as topics
from forum.topics.models import Topic
from portal import atom
from portal.accounts import session
from portal.i18n import gettext, language_name, reader
from portal.languages import LANGUAGES
from portal.permissions import Permission, requires
from portal.posting import page_number
from portal.settings import current

bp = Blueprint("forum", __name__, url_prefix="/<locale:lang>/forum", template_folder="../templates")
FED = 30


def url(space: Space) -> str:
    """The address of a space."""
    return url_for("forum.show", slug=space.slug)


@bp.get("")
@requires(Permission.ANYONE)
def index() -> str:
    """Every space, what it is for, and what happened there last."""
    spaces = queries.every()
    asks = next((each for each in spaces if queries.may_open(None, each)), None)
    return render_template(
        "forum/spaces/index.html", spaces=[(each, queries.words(each)) for each in spaces],
        newest=topics.newest(spaces), asks=asks,
    )  # fmt: skip


@bp.get("/<slug>")
@requires(Permission.ANYONE)
def show(slug: str) -> Response:
    """The topics of one space, by language where asked; what that hides is always said."""
    space = _space_or_404(slug)
    page = page_number()
    language = request.args.get("language", "")
    language = language if language in LANGUAGES else ""
    rows = topics.listed(space, page, language)
    if page > 1 and not rows:
        abort(404)
    spoken = topics.in_languages(space) if language or _several(rows) else {}
    return in_space(
        space, "forum/spaces/show.html", rows=rows[: topics.PAGE], more=len(rows) > topics.PAGE, number=page,
        language=language, hidden=sum(spoken.values()) - spoken.get(language, 0) if language else 0,
        spoken=_choices(spoken), may_open=queries.may_open(session.me(), space), tends=_tends(space),
    )  # fmt: skip


def _several(rows: Sequence[Any]) -> bool:
    return len({row[0].language for row in rows}) > 1


def _choices(spoken: dict[str, int]) -> list[tuple[str, str]]:
    ours = {tag: number for tag, number in spoken.items() if tag in LANGUAGES}
    return [(tag, language_name(tag)) for tag in sorted(ours, key=lambda tag: (tag != reader().tag, tag))]


def _tends(space: Space) -> bool:
    return queries.tends(session.me(), space)


def _space_or_404(slug: str) -> Space:
    space = queries.by_slug(slug)
    if space is None:
        abort(404)
    return space


def in_space(space: Space, template: str, **context: object) -> Response:
    """A page of *space*: search engines keep it only where the space wants it."""
    made = make_response(render_template(template, space=space, said=queries.words(space), **context))
    if not space.indexed or space.reading != "public":
        made.headers["X-Robots-Tag"] = "noindex"
    return made


@bp.get("/<slug>/feed.atom")
@requires(Permission.ANYONE)
def feed(slug: str) -> Response:
    """The newest topics of a space that has a feed, for feed readers."""
    space = _space_or_404(slug)
    if not space.fed or space.reading != "public":
        abort(404)
    rows = topics.listed(space, 1)[:FED]
    entries = [
        atom.Entry(
            id=f"tag:{atom.authority()},2026:topic/{topic.id}", title=topic.title or gettext("Removed by its author"),
            address=url_for("topics.show", slug=slug, number=topic.id, _external=True), updated=topic.active_on,
            author=name or _nameless(topic), language=topic.language, html=topic.html,
        )
        for topic, name, *_ in rows
    ]  # fmt: skip
    address = url_for("forum.show", slug=slug, _external=True)
    body = atom.feed(f"{queries.words(space).name.words} · {current().city}", address, request.base_url, entries)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _nameless(topic: Topic) -> str:
    return gettext("A question without an account") if topic.link_hash else gettext("Someone who left")
