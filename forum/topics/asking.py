"""Asking without an account: the question is read first, and its link is all that its sender hears of it."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager
from werkzeug.wrappers import Response

from forum.spaces import queries as spaces
from forum.topics import actions, queries
from forum.topics.forms import TopicForm
from forum.topics.kind import topic_url
from forum.topics.models import Topic
from forum.topics.views import COMPOSE, write_topic
from portal import db
from portal.accounts import session, tokens
from portal.i18n import gettext
from portal.moderation import capabilities, staffing
from portal.moderation import queries as moderation
from portal.moderation.composing import compose
from portal.moderation.words import RULES, STATES
from portal.permissions import Permission, requires
from portal.posting import page, posted

bp = Blueprint("asking", __name__, url_prefix="/<locale:lang>/forum", template_folder="../templates")


@bp.get("/ask")
@requires(Permission.ANYONE)
def ask() -> Response:
    """Lead to where a question is asked: the first space that takes those of strangers."""
    open_ = [each for each in spaces.every() if spaces.may_open(None, each)]
    first = next((each for each in open_ if each.slug == "ask-the-city"), open_[0] if open_ else None)
    if first is None:
        return redirect(url_for("forum.index"))
    target = "topics.new" if session.me() else "asking.question"
    return redirect(url_for(target, slug=first.slug, about=request.args.get("about") or None))


@bp.route("/<slug>/ask", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def question(slug: str) -> Response:
    """Open a topic, as a stranger; who is signed in, asks as a member."""
    if session.me() is not None and posted() is None:
        return redirect(url_for("topics.new", slug=slug))
    if session.me() is not None and not session.may(Permission.CONTRIBUTE):
        abort(403)
    return write_topic(slug)


def _by_link(secret: str) -> Select[Any]:
    query = select(Topic).join(Topic.space).options(contains_eager(Topic.space))
    return query.where(Topic.link_hash == tokens.hashed(secret))


@bp.get("/asked/<secret>")
@requires(Permission.ANYONE)
def asked(secret: str) -> Response:
    """What became of a question, for whoever has its link."""
    topic = db.session().scalar(_by_link(secret))
    if topic is None:
        abort(404)
    item = moderation.item_of("topic", topic.id)
    decisions = [each for each in (item.decisions if item else []) if each.action not in {"keep", "approve"}]
    return page(
        "forum/topics/asked.html", topic=topic, secret=secret, states=STATES, rules=RULES, decisions=decisions[-1:],
        look=staffing.next_look(topic.language), url=topic_url(topic) if topic.state == "published" else "",
        link=url_for("asking.asked", secret=secret, _external=True), link_of=capabilities.of_decision,
    )  # fmt: skip


@bp.route("/asked/<secret>/change", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def mend(secret: str) -> Response:
    """Change a question that waits or came back."""
    topic = db.session().scalar(_by_link(secret))
    if topic is None or (topic.state == "published" and posted() is None):
        abort(404)
    given = {name: getattr(topic, name) for name in ("title", "text", "language", "about")}
    form = TopicForm(posted(), version=queries.stamp(topic, None), **given)

    def work(opened: Session) -> Response:
        own = opened.scalars(_by_link(secret).with_for_update(of=Topic)).one()
        actions.change(opened, own, None, form)
        return redirect(url_for("asking.asked", secret=secret), 303)

    lead = gettext("A person reads it again before others can.")
    return compose(form, COMPOSE, work, title=gettext("Change it and send it again"), lead=lead)
