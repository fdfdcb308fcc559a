"""Opening topics, answering, changing what one wrote: each checked, counted and kept in the one transaction."""

import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from forum.spaces import queries as spaces
from forum.spaces.models import Space
from forum.topics import kind as kinds
from forum.topics import queries
from forum.topics.about import thing
from forum.topics.forms import PostForm, TopicForm, TranslationForm
from forum.topics.models import Change, Post, Revision, Topic, Translation, Written
from portal import db
from portal.accounts import tokens
from portal.accounts.models import Account
from portal.errors import BadInput, Refused
from portal.i18n import gettext
from portal.kinds import Kind
from portal.moderation import contributing, targets
from portal.moderation.contributing import Waits
from portal.moderation.models import ReviewItem
from portal.moderation.reviewed import State
from portal.outbox.queue import promise
from portal.posting import Moved
from portal.text import prose

CHANGEABLE = datetime.timedelta(days=2)


def waits(space: Space) -> Waits:
    """What waits for a person in *space*: all, where the young are; first posts or none, as the space says."""
    return Waits.ALL if space.guarded else Waits(space.waits)


def open_topic(opened: Session, space: Space, author: Account | None, form: TopicForm) -> tuple[Topic, str]:
    """Keep a new topic of *author* (None: a stranger), and let it wait or be read.

    Return it, and for a stranger the secret of the link by which they see what became of it.

    Raises:
        Refused: the space takes no topics of *author*, or none at all any more.
    """
    space = opened.get_one(Space, space.id)
    if not spaces.may_open(author, space):
        raise Refused(gettext("You cannot open a topic in this space. Your words are kept here, to copy."))
    secret = "" if author else tokens.token()
    topic = Topic(
        space=space, author_id=author.id if author else None, written_on=db.today(), active_on=db.today(),
        turn=queries.next_turn(opened), title=form.title.data, about=_known(opened, form.about.data or ""),
        link_hash=tokens.hashed(secret) if secret else None, state=State.DRAFT, locked=False,
    )  # fmt: skip
    _write(topic, form)
    opened.add(topic)
    opened.flush()
    contributing.submit(opened, kinds.TOPIC, topic, author, form.texts(), waits(space))
    return topic, secret


def _known(opened: Session, key: str) -> str:
    """*key* where it names a thing that the reader may see; "" otherwise."""
    return key if thing(opened, key) else ""


def answer(opened: Session, topic_id: int, author: Account, form: PostForm) -> Post:
    """Keep an answer, and let it wait or be read.

    Raises:
        Moved: the topic was hidden or locked, or its space closed, since the reader saw it.
    """
    readable = queries.readable_topics().where(Topic.id == topic_id)
    topic = opened.scalars(readable.with_for_update(of=Topic)).first()
    if topic is None:
        raise Moved(gettext("This topic cannot be read any more. Your words are kept here, to copy."))
    if topic.locked or topic.space.closed:
        raise Moved(gettext("This topic takes no new answers any more. Your words are kept here, to copy."))
    topic.highest += 1
    post = Post(
        topic=topic, number=topic.highest, author_id=author.id, written_on=db.today(), state=State.DRAFT, locked=False
    )
    _write(post, form)
    opened.add(post)
    opened.flush()
    contributing.submit(opened, kinds.POST, post, author, form.texts(), waits(topic.space))
    return post


def _write(row: Written, form: PostForm) -> None:
    row.text, row.html = form.text.data or "", prose(form.text.data or "")
    row.language = form.spoken()


def may_change(row: Written) -> bool:
    """Whether its author may still change *row*: for two days, and whatever came back or waits for longer."""
    fresh = row.written_on is not None and db.today() - row.written_on < CHANGEABLE
    return not row.locked and (fresh or row.state in {State.PENDING, State.RETURNED})


def change(opened: Session, row: Topic | Post, author: Account | None, form: PostForm) -> Topic | Post | Change:
    """Change what *author* wrote; what others read already stays as it is until the new words may be read.

    Return what has to be looked at next: the text itself, or the change that waits.

    Raises:
        Refused: it is hidden or locked, or too old to be changed.
        Moved: it was changed meanwhile in another window, or cannot be changed any more.
    """
    contributing.check_open(row)
    _check_place(row, author)
    if not may_change(row):
        raise Refused(gettext("This can be changed for two days only, so that answers keep their sense."))
    proposed = queries.waiting_change(opened, row)
    contributing.check_version(form.version, queries.stamp(row, proposed))
    if row.state == State.PUBLISHED:
        return _propose(opened, row, proposed or _begun(opened, row), author, form)
    if isinstance(row, Topic) and isinstance(form, TopicForm):
        row.title = form.title.data or ""
    if row.text != form.text.data:
        kinds.keep_revision(opened, row)
    _write(row, form)
    kind = kinds.KINDS[kinds.kind_name(row)]
    contributing.submit(opened, kind, row, author, form.texts(), waits(kinds.space_of(row)))
    return row


def _check_place(row: Topic | Post, author: Account | None) -> None:
    if author is None and row.state == State.PUBLISHED:
        raise Moved(
            gettext("Others can read it already, so it cannot be changed any more. Your words are kept here.")
        )
    topic = row if isinstance(row, Topic) else row.topic
    if topic.locked or topic.space.closed or topic.state == State.HIDDEN:
        raise Moved(gettext("This topic takes no new answers any more. Your words are kept here, to copy."))


def _begun(opened: Session, row: Topic | Post) -> Change:
    made = Change(author_id=row.author_id, state=State.DRAFT, locked=False, version=0, **queries.belongs(row))
    opened.add(made)
    return made


def _propose(
    opened: Session, row: Topic | Post, proposed: Change, author: Account | None, form: PostForm
) -> Topic | Post | Change:
    """Keep new words beside the old ones; they take their place at once where nothing has to wait."""
    proposed.version += 1
    proposed.text, proposed.language, proposed.written_on = form.text.data or "", form.spoken(), db.today()
    proposed.title = (form.title.data or "") if isinstance(form, TopicForm) else ""
    opened.flush()
    contributing.submit(opened, kinds.CHANGE, proposed, author, form.texts(), waits(kinds.space_of(row)))
    return row if proposed.state == State.PUBLISHED else proposed


def translate(opened: Session, row: Topic | Post, by: Account, form: TranslationForm) -> Translation:
    """Attach a translation to the present version of *row*; the translator's earlier one into that language goes.

    Raises:
        Moved: the text changed, or cannot be read any more.
    """
    if row.state != State.PUBLISHED:
        raise Moved(gettext("This topic cannot be read any more. Your words are kept here, to copy."))
    if str(row.version) != (form.version.data or ""):
        form.version.data = str(row.version)
        raise Moved(gettext("The text changed while you translated it. Look at it again, then send."))
    belongs = queries.belongs(row)
    mine = select(Translation).where(Translation.author_id == by.id, Translation.language == form.language.data)
    made = opened.scalar(mine.filter_by(**belongs).limit(1))
    if made is None:
        made = Translation(author_id=by.id, language=form.language.data, state=State.DRAFT, locked=False, **belongs)
        opened.add(made)
    made.text, made.html, made.version = form.text.data or "", prose(form.text.data or ""), row.version
    made.title, made.written_on = (form.title.data or "") if "title" in form else "", db.today()
    opened.flush()
    space = kinds.space_of(row)
    allowed = Waits.ALL if space.guarded else Waits.NONE
    contributing.submit(opened, kinds.TRANSLATION, made, by, form.texts(), allowed)
    return made


def move(opened: Session, topic: Topic, space: Space) -> None:
    """Put *topic* into another space, and what is reviewed of it into the hands of that one's team.

    Raises:
        BadInput: the other space is read by others.
    """
    if space.reading != topic.space.reading:
        raise BadInput(gettext("It can only be moved to a space that the same people read."))
    topic.space = space
    posts = select(Post.id).where(Post.topic_id == topic.id)
    inside = or_(
        (ReviewItem.kind == "topic") & (ReviewItem.target_id == topic.id),
        (ReviewItem.kind == "post") & ReviewItem.target_id.in_(posts),
    )
    opened.execute(update(ReviewItem).where(inside).values(scope=space.scope))


def purge(opened: Session, kind: Kind, row: Any) -> None:
    """Take earlier versions away for good, also out of what reviewers kept of them."""
    opened.execute(delete(Revision).where(Revision.key == f"{kind.name}:{row.id}"))
    same = (ReviewItem.kind == kind.name) & (ReviewItem.target_id == row.id)
    for item in opened.scalars(select(ReviewItem).where(same)):
        item.snapshot = targets.said(kind, row)
    promise(opened, "scrub", ["now"])
