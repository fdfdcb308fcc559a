"""What tests of the forum share: topics and posts that are there already, and forms filled in."""

from flask import Flask
from sqlalchemy import select

from forum.spaces.models import Space
from forum.topics.kind import CHANGE, POST, TOPIC, TRANSLATION
from forum.topics.models import Post, Topic
from forum.topics.queries import next_turn
from portal import db
from portal.accounts.models import Account
from portal.moderation import deciding, queue, targets
from portal.moderation.rulings import Ruling
from portal.text import prose
from tests.moderating import judged, secret_word
from tests.people import Person, at_work

ASK = "ask-the-city"


def space_id(app: Flask, slug: str = ASK) -> int:
    with app.app_context():
        return db.session().scalars(select(Space.id).where(Space.slug == slug)).one()


def add_space(app: Flask, slug: str, reading: str = "public", **sets: object) -> None:
    """Open a space beside those that a new portal has."""
    with at_work(app) as opened:
        opened.add(Space(slug=slug, reading=reading, position=50, **sets))


def topic(
    app: Flask, author: Person | None, slug: str = ASK, *, state: str = "published", posts: int = 0, about: str = "",
    language: str = "en",
) -> tuple[int, str]:  # fmt: skip
    """A topic of *author* with answers of theirs; return its number and a word that only it holds."""
    word, space = secret_word(), space_id(app, slug)
    with at_work(app) as opened:
        row = Topic(
            space_id=space, title=f"Title {word}", text=f"Text {word}", html=prose(f"Text {word}"), about=about,
            author_id=author.id if author else None, state=state, locked=False, language=language,
            written_on=db.today(), active_on=db.today(), turn=next_turn(opened), highest=posts, newest=posts,
        )  # fmt: skip
        opened.add(row)
        opened.flush()
        for number in range(1, posts + 1):
            opened.add(_post(row, author, number, word))
        opened.flush()
        targets.follow(opened, TOPIC, row)
        row.answers = posts
        return row.id, word


def _post(row: Topic, author: Person | None, number: int, word: str) -> Post:
    return Post(
        topic_id=row.id, number=number, text=f"Answer {number} {word}", html=prose(f"Answer {number} {word}"),
        author_id=author.id if author else None, state="published", locked=False, language="en",
        written_on=db.today(), told=True,
    )  # fmt: skip


def decide(app: Flask, moderator: Person, kind: str, number: int, ruling: Ruling) -> int:
    """Let *moderator* take a topic or post and decide about it; return the decision's number."""
    known = {each.name: each for each in (TOPIC, POST, CHANGE, TRANSLATION)}[kind]
    by = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        item = queue.open_item(opened, known, opened.get_one(known.model, number), "first")
        queue.claim(opened, opened.get_one(Account, moderator.id), item.id, item.version)
        opened.refresh(item)
        return deciding.decide(opened, by, item.id, item.version, ruling).id


APPROVE = Ruling("approve", "none")
HIDE = Ruling("hide", "spam", "Twice the same.")
