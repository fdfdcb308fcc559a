"""A topic and its posts; opening one, answering, changing what one wrote."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.spaces import queries as spaces
from forum.spaces.views import in_space
from forum.topics import actions, queries, wording
from forum.topics.about import described
from forum.topics.forms import PostForm, TopicForm
from forum.topics.kind import CHANGE, KINDS, POST, TOPIC, post_url, topic_url, url_of
from forum.topics.models import Change, ReadMark, Topic
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.accounts.words import ROLES
from portal.i18n import gettext
from portal.kinds import Kind
from portal.languages import LANGUAGES
from portal.moderation.composing import begun, compose
from portal.permissions import Permission, requires
from portal.posting import Moved, posted
from portal.posting import answer as answered

bp = Blueprint("topics", __name__, url_prefix="/<locale:lang>/forum", template_folder="../templates")
COMPOSE = "moderation/compose.html"


def topic_or_404(slug: str, number: int) -> Any:
    """A topic with its author's name, where the reader may see it; from where it stood before, on to where it is."""
    found = queries.one(number)
    if found is None:
        abort(404)
    space = found[0].space.slug
    if space != slug:
        abort(redirect(url_for(request.endpoint or "", **(request.view_args or {}) | {"slug": space})))
    return found


@bp.get("/<slug>/<int:number>")
@requires(Permission.ANYONE)
def show(slug: str, number: int) -> Response:
    """A topic with a page of its posts."""
    topic, name = topic_or_404(slug, number)
    page = request.args.get("page", 1, int)
    if not 1 <= page <= queries.pages(topic):
        abort(404)
    account = session.me()
    rows = queries.posts(topic, page, account.id if account else 0)
    authors = {row.author_id for row in (topic, *rows) if row.author_id}
    language = request.args.get("language", "")
    writes = account is not None and not topic.locked and not topic.space.closed
    return in_space(
        topic.space, "forum/topics/show.html", topic=topic, name=name, page=page, pages=queries.pages(topic),
        rows=rows, marks=queries.marks(authors, topic.space.scope), roles=ROLES,
        translated=queries.translations(topic.id, [post.id for post in rows]),
        language=language if language in LANGUAGES else "",
        about=described(topic.about), me_id=account.id if account else 0, may_change=actions.may_change,
        tends=spaces.tends(account, topic.space), form=begun(PostForm(), f"post:{number}") if writes else None,
        seen=ConfirmForm() if account else None, read=queries.read_up_to(account, topic),
    )  # fmt: skip


@bp.get("/<slug>/<int:number>/<int:post>")
@requires(Permission.ANYONE)
def find(slug: str, number: int, post: int) -> Response:
    """Lead to a post by its number, on whatever page it stands."""
    topic, _ = topic_or_404(slug, number)
    page = queries.page_of(min(post, topic.newest))
    return redirect(
        url_for("topics.show", slug=slug, number=number, page=page if page > 1 else None, _anchor=f"p{post}")
    )


@bp.route("/<slug>/new", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def new(slug: str) -> Response:
    """Open a topic, as a member."""
    return write_topic(slug)


def write_topic(slug: str) -> Response:
    """The form of a new topic, for members and for strangers."""
    space, account = spaces.by_slug(slug), session.me()
    if posted() is None and (space is None or not spaces.may_open(account, space)):
        abort(404 if space is None else 403)
    form = TopicForm(posted(), about=request.args.get("about", ""))

    def work(opened: Session) -> Response:
        if space is None:
            raise Moved(gettext("You cannot open a topic in this space. Your words are kept here, to copy."))
        topic, secret = actions.open_topic(opened, space, account, form)
        if secret:
            return redirect(url_for("asking.asked", secret=secret), 303)
        return standing(TOPIC, topic, topic_url)

    return compose(
        form, COMPOSE, work, draft=f"topic:{slug}" if account else "", title=gettext("Ask or begin something"),
        above="forum/topics/above.html" if space else "", said=spaces.words(space) if space else None, space=space,
        about=described(form.about.data or ""), lead=_lead(account is not None),
        at_most="20 per minute; 200 per hour",
    )  # fmt: skip


def _lead(member: bool) -> str:
    if member:
        return gettext("First contributions are read by a person before others can read them.")
    return gettext(
        "You need no account. A person reads your question before others can. You get a link: it is the only way to "
        "see what became of it."
    )


def standing(kind: Kind, row: Any, url: Any) -> Response:
    """Lead to where what was written stands: to the waiting page, or to where others read it."""
    waits = row.state != "published"
    return redirect(url_for("own.contribution", kind=kind.name, number=row.id) if waits else url(row), 303)


@bp.route("/<slug>/<int:number>/answer", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def answer(slug: str, number: int) -> Response:
    """Answer in a topic; *quote* begins with the words of one of its posts."""
    if posted() is None:
        topic, name = topic_or_404(slug, number)
        if topic.locked or topic.space.closed:
            return redirect(topic_url(topic))
    else:
        topic, name = _there(number), ""
    form = PostForm(posted(), text=_quote(topic, name))

    def work(opened: Session) -> Response:
        return standing(POST, actions.answer(opened, number, session.someone(), form), post_url)

    said: dict[str, Any] = {
        "title": gettext("Answer"),
        "lead": gettext("Everyone who can read this topic can read your answer."),
    }
    return compose(
        form, COMPOSE, work, draft=f"post:{number}", above="forum/topics/answered.html", topic=topic, **said
    )


def _there(number: int) -> Topic | None:
    """The topic that is answered, or None: then the words are kept, and the action says what happened."""
    found = queries.one(number)
    return found[0] if found else None


def _quote(topic: Topic | None, name: str) -> str:
    wanted = request.args.get("quote", -1, int)
    if topic is None or wanted < 0:
        return ""
    if wanted == 0:
        return wording.quoted(topic.text, name)
    found = queries.post(topic, wanted)
    return wording.quoted(found[0].text, found[1]) if found else ""


@bp.post("/<slug>/<int:number>/read")
@requires(Permission.OWN)
def read(slug: str, number: int) -> Response:
    """Note up to where one has read a topic."""
    topic, _ = topic_or_404(slug, number)

    def work(opened: Session) -> Response:
        opened.merge(ReadMark(account_id=session.someone().id, topic_id=number, number=topic.newest))
        return redirect(url_for("forum.show", slug=slug), 303)

    return answered(
        ConfirmForm(posted()), "form.html", work, title=gettext("I have read it"), button=gettext("Go on")
    )


@bp.route("/<any(topic, post):kind>/<int:number>/change", methods=["GET", "POST"])
@requires(Permission.CONTRIBUTE)
def change(kind: str, number: int) -> Response:
    """Change a topic or post of one's own."""
    known, account = KINDS[kind], session.someone()
    mine = queries.of_author(known.model, account.id).where(known.model.id == number)
    row = db.session().scalar(mine)
    if row is None:
        abort(404)
    proposed = queries.waiting_change(db.session(), row)
    now = proposed or row
    given: dict[str, Any] = {"text": now.text, "language": now.language, "version": queries.stamp(row, proposed)}
    form: PostForm = PostForm(posted(), **given)
    if isinstance(row, Topic):
        form = TopicForm(posted(), title=now.title, about=row.about, **given)

    def work(opened: Session) -> Response:
        own = opened.scalars(mine.with_for_update()).one()
        next_ = actions.change(opened, own, account, form)
        return standing(CHANGE, next_, url_of) if isinstance(next_, Change) else standing(known, next_, url_of)

    lead = gettext(
        "What others read stays as it is until a person has read the new words, where they have to be read."
    )
    return compose(form, COMPOSE, work, title=gettext("Change it and send it again"), lead=lead)
