"""Following: who wants to hear of what, and telling all of them that there is something new.

What can be followed is named by a key: a prefix that a feature registers, and the feature's name for it, as in
``space:women`` or ``topic:12``.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import db
from portal.errors import BadInput
from portal.i18n import gettext, number
from portal.languages import Said
from portal.notices.models import News, Notice, Subscription
from portal.outbox.queue import promise

AT_MOST = 500
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Followed:
    """How something that is followed is shown in the list: its title, and the address that it leads to."""

    title: Said
    url: str


Resolve = Callable[[Sequence[str]], Mapping[str, Followed]]


def register(app: Flask, prefix: str, resolve: Resolve) -> None:
    """Let readers of *app* follow things whose key begins with *prefix*.

    *resolve* is given names (what follows the colon; anyone may have made them up) and returns, by name, those that
    exist and that the present reader may see.
    """
    app.extensions.setdefault("wayhouse.followed", {})[prefix] = resolve


def numbers(names: Sequence[str]) -> list[int]:
    """Those of *names* that are ids which a table could hold: for features whose things have numbers."""
    return [int(each) for each in names if each.isascii() and each.isdigit() and len(each) < 10]


def found(keys: Sequence[str]) -> dict[str, Followed]:
    """Those of *keys* that the present reader may see, each feature asked once."""
    by_prefix = defaultdict[str, list[str]](list)
    for key in keys:
        prefix, _, name = key.partition(":")
        by_prefix[prefix].append(name)
    known: dict[str, Resolve] = current_app.extensions.get("wayhouse.followed", {})
    return {
        f"{prefix}:{name}": each
        for prefix, names in by_prefix.items()
        if prefix in known
        for name, each in known[prefix](names).items()
    }


def follow(opened: Session, recipient: int, key: str) -> None:
    """Let *recipient*, who is the present reader, hear of *key*; asked again, it changes nothing.

    Raises:
        BadInput: there is nothing of that name that they may see, or they follow too much.
    """
    if key not in found([key]):
        raise BadInput(gettext("This cannot be followed: it is gone, or it is not open to you."))
    have = opened.scalars(select(Subscription.key).where(Subscription.recipient == recipient)).all()
    if key not in have and len(have) >= AT_MOST:
        words = gettext("You follow %(number)s things already. Stop following some of them first.")
        raise BadInput(words % {"number": number(AT_MOST)})
    join(opened, recipient, key)


def join(opened: Session, recipient: int, key: str) -> None:
    """Let *recipient* hear of *key* by their own doing, such as having raised it, even where it is not public yet."""
    dialect: Any = postgresql if opened.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(Subscription).values(recipient=recipient, key=key, since=db.today())
    opened.execute(row.on_conflict_do_nothing())


def unfollow(opened: Session, recipient: int, key: str) -> None:
    """Let *recipient* hear no more of *key*, whether it still exists or not."""
    opened.execute(delete(Subscription).where(Subscription.recipient == recipient, Subscription.key == key))


def follows(recipient: int, key: str) -> bool:
    """Whether *recipient* follows *key*."""
    return db.session().get(Subscription, (recipient, key)) is not None


def keys_of(recipient: int) -> Sequence[str]:
    """What *recipient* follows, newest first."""
    query = select(Subscription.key).where(Subscription.recipient == recipient)
    return db.session().scalars(query.order_by(Subscription.since.desc(), Subscription.key)).all()


def news(opened: Session, keys: Sequence[str], about: str, path: str, by: int | None = None) -> None:
    """Promise, in the transaction of a change, that everyone who follows one of *keys* is told of it, but for *by*.

    *about* and *path* are those of `Notice`. Whoever was told of the same and has not read it yet is told no second
    time. There is no mail but the digests.
    """
    row = News(keys=list(keys), about=about, path=path, by_id=by, told_on=db.today(), told_to=0)
    if opened.scalar(_followers(row).limit(1)) is None:
        return
    opened.add(row)
    opened.flush()
    promise(opened, "followers", [str(row.id)])


def _followers(row: News) -> Select[int]:
    """Who is still to be told of *row*, in the order of their ids."""
    asked = select(Subscription.recipient).distinct().where(Subscription.key.in_(row.keys))
    if row.by_id is not None:
        asked = asked.where(Subscription.recipient != row.by_id)
    return asked.where(Subscription.recipient > row.told_to).order_by(Subscription.recipient)


def tell_followers(keys: Sequence[str]) -> None:
    """Tell all who follow, some at a time: stopped at any moment, it goes on where it stopped."""
    for key in keys:
        while _tell_next(int(key)):
            pass


def _tell_next(news_id: int) -> bool:
    """Tell the next few of one piece of news, in one transaction. False once nobody is left, and it is gone."""
    with db.transaction() as opened:
        row = opened.get(News, news_id, with_for_update=True)
        if row is None:
            return False
        told = opened.scalars(_followers(row).limit(CHUNK)).all()
        if not told:
            opened.delete(row)
            return False
        row.told_to = told[-1]
        _tell(opened, row, told)
        return True


def _tell(opened: Session, row: News, recipients: Sequence[int]) -> None:
    """Give each of *recipients* a notice of *row*, but for those who have not read the last that said the same."""
    same = (Notice.about == row.about) & (Notice.path == row.path) & Notice.read_on.is_(None)
    know = set(opened.scalars(select(Notice.recipient).where(Notice.recipient.in_(recipients), same)))
    opened.add_all(
        Notice(recipient=each, about=row.about, path=row.path, followed=True, told_on=row.told_on)
        for each in recipients
        if each not in know
    )
