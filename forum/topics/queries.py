"""Reading topics and posts. `public_topics` and `public_posts` are the definitions of what anyone may see."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, false, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from forum.spaces.models import Reading, Space
from forum.spaces.queries import visible
from forum.topics.models import Change, Post, ReadMark, Revision, Topic, Translation
from portal import db
from portal.accounts import session
from portal.accounts.models import Account, RoleGrant
from portal.permissions import UNSTAFFED

PAGE = 20
SHOWN_MARKS = 3
SHOWN = (
    Post.id, Post.number, Post.author_id, Post.state, Post.locked, Post.language, Post.written_on, Post.changed_on,
    Post.version, Post.html,
)  # fmt: skip


def public_topics() -> Select[Any]:
    """The topics that anyone may see."""
    return select(Topic).join(Topic.space).where(Topic.state == "published", Space.reading == Reading.PUBLIC)


def readable_topics() -> Select[Any]:
    """The topics that the present reader may see."""
    return select(Topic).join(Topic.space).where(Topic.state == "published", visible(session.me()))


def searchable_topics() -> Select[Any]:
    """The topics that search may find: those of spaces that want it."""
    return public_topics().where(Space.indexed)


def public_posts() -> Select[Any]:
    """The posts that anyone may see."""
    query = select(Post).join(Post.topic).join(Topic.space)
    return query.where(Post.state == "published", Topic.state == "published", Space.reading == Reading.PUBLIC)


def readable_posts() -> Select[Any]:
    """The posts that the present reader may see."""
    query = select(Post).join(Post.topic).join(Topic.space)
    return query.where(Post.state == "published", Topic.state == "published", visible(session.me()))


def _name() -> Any:
    """The column of an author's public name."""
    return func.coalesce(Account.pseudonym, "").label("name")


def _with_author(query: Any, model: Any) -> Any:
    shown = and_(Account.id == model.author_id, Account.state == "published")
    return query.outerjoin(Account, shown).add_columns(_name())


# What each page of a topic asks, made once: making a statement costs more than running it.
_POSTS = _with_author(
    select(*SHOWN).where(
        Post.topic_id == bindparam("topic"), Post.number > bindparam("first"), Post.number <= bindparam("last"),
        (Post.state == "published")
        | ((Post.author_id == bindparam("account")) & Post.state.in_(("pending", "returned"))),
    ),
    Post,
).order_by(Post.number)  # fmt: skip
_MARKS = (
    select(RoleGrant.account_id, RoleGrant.role)
    .where(
        RoleGrant.account_id.in_(bindparam("authors", expanding=True)), RoleGrant.standing,
        RoleGrant.role.not_in(UNSTAFFED),
        RoleGrant.scope.in_(bindparam("scopes", expanding=True))
        | RoleGrant.scope.like("area:%")
        | RoleGrant.scope.like("organisation:%"),
    )
    .order_by(RoleGrant.id)
)  # fmt: skip
_TRANSLATIONS = _with_author(
    select(Translation).where(
        Translation.state == "published",
        (Translation.topic_id == bindparam("topic"))
        | Translation.post_id.in_(bindparam("posts", expanding=True)),
    ),
    Translation,
).order_by(Translation.id)  # fmt: skip


def listed(space: Space, page: int, language: str = "") -> list[Any]:
    """A page of a space's topics and one more, as (Topic, author's name, up to which post the reader has read)."""
    account = session.me()
    mark = and_(ReadMark.topic_id == Topic.id, ReadMark.account_id == (account.id if account else 0))
    query = _with_author(select(Topic).where(Topic.space_id == space.id, Topic.state == "published"), Topic)
    query = query.outerjoin(ReadMark, mark).add_columns(ReadMark.number) if account else query
    if language:
        query = query.where(Topic.language == language)
    query = query.order_by(Topic.pinned.desc(), Topic.turn.desc()).limit(PAGE + 1).offset(PAGE * (page - 1))
    return list(db.session().execute(query))


def in_languages(space: Space) -> dict[str, int]:
    """How many topics of *space* there are in each language."""
    query = select(Topic.language, func.count()).where(Topic.space_id == space.id, Topic.state == "published")
    return {row[0]: row[1] for row in db.session().execute(query.group_by(Topic.language))}


def newest(spaces: Sequence[Space]) -> dict[int, Topic]:
    """The topic of each space in which something happened last."""
    inner = aliased(Topic)
    last = (
        select(inner.id)
        .where(inner.space_id == Space.id, inner.state == "published")
        .order_by(inner.pinned.desc(), inner.turn.desc())
        .limit(1)
        .correlate(Space)
        .scalar_subquery()
    )
    query = select(Topic).join(Space, Topic.id == last).where(Space.id.in_([each.id for each in spaces]))
    return {topic.space_id: topic for topic in db.session().scalars(query)}


def one(number: int) -> Any | None:
    """The topic *number* with its author's name, where the reader may see it, whatever space it stands in now."""
    query = _with_author(readable_topics().where(Topic.id == number), Topic)
    words = contains_eager(Topic.space).joinedload(Space.texts)
    return db.session().execute(query.options(words)).unique().first()


def posts(topic: Topic, page: int, account_id: int = 0) -> list[Any]:
    """A page of posts with their authors' names, and with those of *account_id* that wait or came back.

    A page is a range of numbers: the last costs what the first does. Only what is shown is read, as plain rows.
    """
    first = PAGE * (page - 1)
    asked = {"topic": topic.id, "first": first, "last": first + PAGE, "account": account_id}
    return list(db.session().execute(_POSTS, asked))


def post(topic: Topic, number: int) -> Any | None:
    """The post *number* of *topic* that can be read, with its author's name."""
    wanted = select(Post).where(Post.topic_id == topic.id, Post.number == number, Post.state == "published")
    return db.session().execute(_with_author(wanted, Post)).first()


def read_up_to(account: Account | None, topic: Topic) -> int | None:
    """Up to which post *account* has read *topic*, if it said so."""
    mark = db.session().get(ReadMark, (account.id, topic.id)) if account else None
    return mark.number if mark else None


def next_turn(opened: Session) -> int:
    """The turn of what happens next in any topic."""
    return int(opened.execute(select(func.coalesce(func.max(Topic.turn), 0))).scalar_one()) + 1


def belongs(row: Topic | Post) -> dict[str, int]:
    """The column, with its value, by which translations and changes belong to *row*."""
    return {"topic_id" if isinstance(row, Topic) else "post_id": row.id}


def stamp(row: Topic | Post, proposed: Change | None) -> str:
    """What a form about *row* carries, to notice that it, or the change of it that waits, was changed meanwhile."""
    return f"{row.version}.{proposed.version if proposed else 0}"


def pages(topic: Topic) -> int:
    """How many pages the posts of *topic* that can be read fill."""
    return max(1, -(-topic.newest // PAGE))


def page_of(number: int) -> int:
    """On which page the post *number* stands."""
    return max(1, -(-number // PAGE))


def marks(authors: set[int], scope: str) -> dict[int, list[str]]:
    """The roles of staff and leaders among *authors* that count here, by account."""
    asked = {"authors": sorted(authors), "scopes": ["", scope]}
    found: dict[int, list[str]] = {}
    for account_id, role in db.session().execute(_MARKS, asked) if authors else ():
        held = found.setdefault(account_id, [])
        if role not in held and len(held) < SHOWN_MARKS:
            held.append(role)
    return found


def translations(topic_id: int, post_ids: Sequence[int]) -> dict[str, list[Any]]:
    """The newest translation of a topic and of posts into each language, by key: (Translation, its author's name)."""
    newest_: dict[tuple[str, str], Any] = {}
    for row in db.session().execute(_TRANSLATIONS, {"topic": topic_id, "posts": list(post_ids)}):
        key = f"topic:{row[0].topic_id}" if row[0].topic_id else f"post:{row[0].post_id}"
        newest_[key, row[0].language] = row
    found: dict[str, list[Any]] = {}
    for (key, _language), row in sorted(newest_.items(), key=lambda each: each[0]):
        found.setdefault(key, []).append(row)
    return found


def _of(model: Any, topics: Select[Any], posts_: Select[Any]) -> Select[Any]:
    """The rows of *model* that belong to one of *topics* or *posts_*."""
    of_topics = model.topic_id.in_(topics.with_only_columns(Topic.id))
    return select(model).where(or_(of_topics, model.post_id.in_(posts_.with_only_columns(Post.id))))


def public_translations() -> Select[Any]:
    """The translations that anyone may see."""
    return _of(Translation, public_topics(), public_posts()).where(Translation.state == "published")


def readable_translations() -> Select[Any]:
    """The translations that the present reader may see."""
    return _of(Translation, readable_topics(), readable_posts()).where(Translation.state == "published")


def no_changes() -> Select[Any]:
    """What anyone may see of changes that wait: nothing."""
    return select(Change).where(false())


def waiting_change(opened: Session, row: Topic | Post) -> Change | None:
    """The change of *row* that is not let through yet."""
    waits = select(Change).filter_by(**belongs(row)).where(Change.state != "published")
    return opened.scalar(waits.order_by(Change.id.desc()).limit(1))


def revisions(key: str) -> Sequence[Revision]:
    """How a topic or post read before, newest first."""
    query = select(Revision).where(Revision.key == key).order_by(Revision.version.desc())
    return db.session().scalars(query).all()


def about(key: str, at_most: int) -> tuple[Sequence[Topic], int]:
    """The newest public topics about the thing that *key* names, and how many there are."""
    query = public_topics().where(Topic.about == key)
    total = db.session().execute(select(func.count()).select_from(query.subquery())).scalar_one()
    newest_ = query.options(contains_eager(Topic.space)).order_by(Topic.turn.desc()).limit(at_most)
    return (db.session().scalars(newest_).all() if total else ()), int(total)


def people_in(opened: Session, topic: Topic) -> list[Account]:
    """Those who wrote in *topic* what can be read, once each."""
    wrote = select(Post.author_id).where(Post.topic_id == topic.id, Post.state == "published").distinct()
    inside = Account.id.in_(wrote) | (Account.id == (topic.author_id or 0))
    return list(opened.scalars(select(Account).where(inside, Account.state == "published")))


def of_author(model: Any, account_id: int) -> Select[Any]:
    """All topics, or all posts, that someone wrote."""
    return select(model).where(model.author_id == account_id).order_by(model.id.desc())
