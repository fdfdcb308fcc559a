"""The demo's forum: every space, and what its people wrote there. None of it is real, and each title says DEMO."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum.concerns import demo as concerns
from forum.sessions import demo as sessions
from forum.spaces import loading
from forum.spaces.models import Space
from forum.stories import demo as stories
from forum.topics import queries
from forum.topics.kind import POST, TOPIC
from forum.topics.models import Post, Topic, Translation
from forum.updates import demo as updates
from map.demo.people import NAMES
from map.places.models import Place
from portal import db
from portal.accounts.models import Account
from portal.db import Mark
from portal.moderation import queue, targets
from portal.text import prose

FILE = Path(__file__).parent / "topics.toml"
MARK = "forum"


def fill() -> None:
    """Fill the forum once, after the people are there."""
    if db.mark(MARK):
        return
    with db.transaction() as opened:
        loading.load(opened, whole=True)
        people = {each.sign_in_name: each for each in opened.scalars(select(Account))}
        for said in tomllib.loads(FILE.read_text(encoding="utf-8"))["topic"]:
            _topic(opened, people, said)
        for feature in (updates, sessions, concerns, stories):
            feature.fill(opened, {name: people[name] for name in NAMES})
        opened.add(Mark(name=MARK, value="yes"))


def _topic(opened: Session, people: dict[str, Account], said: dict[str, Any]) -> None:
    place = opened.scalar(
        select(Place.id).where(Place.category_code == "language-library").order_by(Place.id).limit(1)
    )
    topic = Topic(
        space=opened.scalars(select(Space).where(Space.slug == said["space"])).one(), title=said["title"],
        about=f"place:{place}" if said.get("about") and place else "", pinned=said.get("pinned", False),
        announcement=said.get("announcement", False), turn=queries.next_turn(opened), active_on=db.today(),
        **_written(people, said),
    )  # fmt: skip
    opened.add(topic)
    opened.flush()
    if topic.state == "pending":
        queue.open_item(opened, TOPIC, topic, "first")
    targets.follow(opened, TOPIC, topic)
    for answer in said.get("answer", ()):
        _post(opened, people, topic, answer)


def _post(opened: Session, people: dict[str, Account], topic: Topic, said: dict[str, Any]) -> None:
    topic.highest += 1
    post = Post(topic=topic, number=topic.highest, **_written(people, said))
    opened.add(post)
    opened.flush()
    targets.follow(opened, POST, post)
    if "translation" in said:
        language, text = said["translation"]
        opened.add(
            Translation(
                post_id=post.id, language=language, version=1, text=text, html=prose(text), state="published",
                locked=False, author_id=people["translator"].id, written_on=db.today(),
            )
        )  # fmt: skip


def _written(people: dict[str, Account], said: dict[str, Any]) -> dict[str, Any]:
    text = said["text"].strip()
    return {
        "author_id": people[said["author"]].id, "language": said["language"], "text": text, "html": prose(text),
        "written_on": db.today(), "state": said.get("state", "published"), "locked": False,
    }  # fmt: skip
