"""How topics and posts show themselves to search, review and the rest, and what follows when one can be read."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from forum.spaces.models import Space
from forum.topics import queries, wording
from forum.topics.models import Change, Post, Revision, Topic, Translation
from portal import db
from portal.i18n import lazy
from portal.kinds import Document, Kind
from portal.moderation import targets
from portal.moderation.reviewed import State
from portal.notices import actions as notices
from portal.notices import following
from portal.text import prose


def address(topic: Topic, number: int = 0) -> str:
    """Where *topic* stands, or its post *number*; after the locale."""
    place = f"/forum/{topic.space.slug}/{topic.id}"
    return f"{place}/{number}" if number else place


def topic_url(topic: Topic) -> str:
    """The address of a topic."""
    return url_for("topics.show", slug=topic.space.slug, number=topic.id)


def post_url(post: Post) -> str:
    """The address of a post, which holds for ever."""
    return url_for("topics.find", slug=post.topic.space.slug, number=post.topic_id, post=post.number)


def url_of(row: Topic | Post) -> str:
    """The address of a topic or post."""
    return topic_url(row) if isinstance(row, Topic) else post_url(row)


def space_of(row: Topic | Post) -> Space:
    """The space in which a topic or post stands."""
    return row.space if isinstance(row, Topic) else row.topic.space


def kind_name(row: Topic | Post) -> str:
    """How a topic or post is called in addresses and keys."""
    return "topic" if isinstance(row, Topic) else "post"


def _documents(rows: Sequence[Topic | Post | Translation | Change]) -> list[Document]:
    return [
        Document(targets.key_of(row.__tablename__, row.id), _titled(row), {row.language: row.text}) for row in rows
    ]


def _titled(row: Topic | Post | Translation | Change) -> dict[str, str]:
    return {} if isinstance(row, Post) or not row.title else {row.language: row.title}


def _change_changed(opened: Session, change: Change) -> None:
    """Let new words take the place of the old ones, once, when a person let them through or nobody has to."""
    if change.state != State.PUBLISHED or not change.text:
        return
    row = change.of
    keep_revision(opened, row)
    row.text, row.html, row.language = change.text, prose(change.text), change.language
    if isinstance(row, Topic):
        row.title = change.title
    change.text = change.title = ""
    targets.follow(opened, KINDS[kind_name(row)], row)


def keep_revision(opened: Session, row: Topic | Post) -> None:
    """Keep how *row* reads now, before it is changed, for the team."""
    title = row.title if isinstance(row, Topic) else ""
    key = f"{kind_name(row)}:{row.id}"
    opened.add(Revision(key=key, version=row.version, title=title, text=row.text, replaced_on=db.today()))
    row.version += 1
    row.changed_on = db.today()


def _topic_changed(opened: Session, topic: Topic) -> None:
    """Tell of a topic, once, when it can be read for the first time."""
    if topic.state == State.PUBLISHED and not topic.told:
        topic.told, topic.active_on = True, db.today()
        following.news(opened, [topic.space.scope], "followed", address(topic), by=topic.author_id)


def _post_changed(opened: Session, post: Post) -> None:
    """Count what can be read; tell of a post, once, when it can be read for the first time."""
    topic = post.topic
    read = select(func.count(), func.coalesce(func.max(Post.number), 0))
    shown = read.where(Post.topic_id == topic.id, Post.state == "published")
    topic.answers, topic.newest = opened.execute(shown).one()
    if post.state == State.PUBLISHED and not post.told:
        post.told = True
        topic.turn = queries.next_turn(opened)
        topic.active_on = db.today()
        _tell(opened, topic, post)


def _tell(opened: Session, topic: Topic, post: Post) -> None:
    """Tell those who are named, who asked, and who follow; nobody twice, and not who wrote it."""
    path = address(topic, post.number)
    people = queries.people_in(opened, topic) if "@" in post.text else []
    names = wording.named(post.text, [each.pseudonym for each in people])
    told = {post.author_id}
    for account in people:
        if account.pseudonym in names and account.id not in told:
            notices.tell(opened, account.id, "mentioned", path)
            told.add(account.id)
    if topic.author_id and topic.author_id not in told:
        notices.tell(opened, topic.author_id, "answered", path)
    following.news(opened, [f"topic:{topic.id}"], "followed", path, by=post.author_id)


def _forget_versions(opened: Session, key: str) -> None:
    opened.execute(delete(Revision).where(Revision.key == key))


def _remove_topic(opened: Session, topic: Topic) -> None:
    """Take the words of a topic away; where others answered, their words stay, under a bare head."""
    _forget_versions(opened, f"topic:{topic.id}")
    others = select(Post.id).where(Post.topic_id == topic.id, Post.author_id.is_distinct_from(topic.author_id))
    if opened.scalar(others.limit(1)) is None:
        opened.delete(topic)
        return
    for copies in (Translation, Change):
        opened.execute(delete(copies).where(copies.topic_id == topic.id))
    topic.title = topic.text = topic.html = ""
    topic.author_id = None


def _remove_post(opened: Session, post: Post) -> None:
    _forget_versions(opened, f"post:{post.id}")
    opened.delete(post)


TOPIC = Kind(
    name="topic",
    model=Topic,
    public=queries.public_topics,
    readable=queries.readable_topics,
    searchable=lambda: queries.searchable_topics().options(joinedload(Topic.space)),
    url=topic_url,
    documents=_documents,
    prepare=list,
    card_template="forum/topics/card.html",
    scope=lambda row: row.space.scope,
    guarded=lambda row: row.space.guarded,
    changed=_topic_changed,
    form_url=lambda row: url_for("topics.change", kind="topic", number=row.id),
    by_author=lambda account_id: queries.of_author(Topic, account_id),
    remove=_remove_topic,
    label=lazy("Question or topic"),
)
POST = Kind(
    name="post",
    model=Post,
    public=queries.public_posts,
    readable=queries.readable_posts,
    searchable=lambda: queries.public_posts().where(Post.id < 0),
    url=post_url,
    documents=_documents,
    prepare=list,
    card_template="forum/topics/post_card.html",
    scope=lambda row: row.topic.space.scope,
    guarded=lambda row: row.topic.space.guarded,
    changed=_post_changed,
    form_url=lambda row: url_for("topics.change", kind="post", number=row.id),
    by_author=lambda account_id: queries.of_author(Post, account_id),
    remove=_remove_post,
)
TRANSLATION = Kind(
    name="translation",
    model=Translation,
    public=queries.public_translations,
    readable=queries.readable_translations,
    searchable=lambda: queries.public_translations().where(Translation.id < 0),
    url=lambda row: url_of(row.of),
    documents=_documents,
    prepare=list,
    card_template="forum/topics/post_card.html",
    scope=lambda row: space_of(row.of).scope,
    guarded=lambda row: space_of(row.of).guarded,
    form_url=lambda row: url_for("tending.translate", kind=kind_name(row.of), number=row.of.id),
    by_author=lambda account_id: queries.of_author(Translation, account_id),
)
CHANGE = Kind(
    name="change",
    model=Change,
    public=queries.no_changes,
    url=lambda row: url_of(row.of),
    documents=_documents,
    prepare=list,
    card_template="forum/topics/post_card.html",
    scope=lambda row: space_of(row.of).scope,
    guarded=lambda row: space_of(row.of).guarded,
    changed=_change_changed,
    form_url=lambda row: url_for("topics.change", kind=kind_name(row.of), number=row.of.id),
    by_author=lambda account_id: queries.of_author(Change, account_id).where(Change.state != "published"),
)
KINDS = {each.name: each for each in (TOPIC, POST)}
