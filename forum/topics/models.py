"""Topics, their posts, and what hangs on both: earlier versions, translations, marks of what someone has read."""

import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from forum.spaces.models import Space
from portal.accounts.models import Account
from portal.db import Base
from portal.moderation.reviewed import Reviewed


class Written(Reviewed):
    """A text that people write: *text* as it was typed, *html* as it is shown, *version* growing with every change.

    *told* says that those whom it concerns were told of it, once it could be read.
    """

    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    changed_on: Mapped[datetime.date | None]
    told: Mapped[bool] = mapped_column(default=False)


class Topic(Written, Base):
    """A question or a beginning, to which posts answer.

    *about* links it to any thing, as ``place:12``. *highest* is the number of its last post, *newest* that of the
    last that can be read, *answers* how many of them can be. *turn* grows, across all topics, whenever something new
    can be read in one: they are listed by it, since no hour is kept; *active_on* is the day of that. A stranger's
    question has no author, and a link (its hash is kept) by which its sender sees what became of it.
    """

    __tablename__ = "topic"
    __table_args__ = (
        Index("ix_topic_listed", "space_id", "state", "pinned", "turn"),
        Index("ix_topic_language", "space_id", "state", "language"),
        {"sqlite_autoincrement": True},  # what names it elsewhere must never come to mean another
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey(Space.id))
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(40), default="", index=True)
    pinned: Mapped[bool] = mapped_column(default=False)
    announcement: Mapped[bool] = mapped_column(default=False)
    highest: Mapped[int] = mapped_column(default=0)
    newest: Mapped[int] = mapped_column(default=0)
    answers: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=0, index=True)
    active_on: Mapped[datetime.date]
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    space: Mapped[Space] = relationship()


class Post(Written, Base):
    """An answer. *number* counts the posts of a topic from 1, so that a page is a range and a link holds for ever."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("topic_id", "number", name="uq_post_topic_id"),
        Index("ix_post_state", "topic_id", "state"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey(Topic.id, ondelete="CASCADE"))
    number: Mapped[int]
    topic: Mapped[Topic] = relationship()


class Revision(Base):
    """How a topic or post (*key*, such as ``post:12``) read before a change; a moderator can purge it."""

    __tablename__ = "revision"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    replaced_on: Mapped[datetime.date]


class _OfText(Reviewed):
    """What belongs to a topic or to a post, and is reviewed by itself."""

    text: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(200), default="")

    @declared_attr
    def topic_id(cls) -> Mapped[int | None]:
        """The topic that it belongs to."""
        return mapped_column(ForeignKey(Topic.id, ondelete="CASCADE"), index=True)

    @declared_attr
    def post_id(cls) -> Mapped[int | None]:
        """The post that it belongs to."""
        return mapped_column(ForeignKey(Post.id, ondelete="CASCADE"), index=True)

    @declared_attr
    def topic(cls) -> Mapped[Topic | None]:
        """The topic that it belongs to."""
        return relationship(Topic)

    @declared_attr
    def post(cls) -> Mapped[Post | None]:
        """The post that it belongs to."""
        return relationship(Post)

    @property
    def of(self) -> Topic | Post:
        """The topic or post that it belongs to."""
        found = self.topic or self.post
        if found is None:
            raise LookupError("It belongs to nothing.")
        return found


class Translation(_OfText, Base):
    """What a member with the translator's right made of one *version* of a text, in *language*."""

    __tablename__ = "translation"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    html: Mapped[str] = mapped_column(Text)
    version: Mapped[int]


class Change(_OfText, Base):
    """New words for a text that others read already: it reads as before until a person let them through.

    *version* grows with every change of them.
    """

    __tablename__ = "change"
    __table_args__ = {"sqlite_autoincrement": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)


class ReadMark(Base):
    """Up to which post a member has read a topic, because they said so."""

    __tablename__ = "read_mark"
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id, ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey(Topic.id, ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]
