"""What the tests of following and of digests share: things to follow, the worker, and members with mail."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

from flask import Flask, render_template_string
from sqlalchemy import func, insert, select
from werkzeug.test import TestResponse

from portal import db
from portal.languages import Said
from portal.notices import following
from portal.notices.models import MailAddress, Notice, Subscription
from portal.outbox import queue
from portal.permissions import Permission, requires
from portal.settings import Settings
from tests import people
from tests.people import Browser, Person, at_work, come_in, make, send, sheets

PORTAL = "https://help.of-a-city-with-a-long-name.example.org"
TITLES = {1: "Garden behind the school", 2: "Where the shelter is", 3: "حديقة"}
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
THOUSANDS, FIRST = 5000, 100_000
PAGE = """{% from "follow.html" import follow_button %}
{% for each in range(1, 4) %}{{ follow_button("thing:" ~ each) }}{% endfor %}"""
hidden: set[int] = set()


def seen_things(names: Sequence[str]) -> Mapping[str, following.Followed]:
    """What a feature registers: the things that can be seen now."""
    seen = [each for each in following.numbers(names) if each in TITLES and each not in hidden]
    return {str(each): following.Followed(Said(TITLES[each], "en"), f"/en/things?n={each}") for each in seen}


@requires(Permission.ANYONE)
def things_page() -> str:
    return render_template_string(PAGE)


def serve(app: Flask, settings: Settings) -> None:
    app.extensions["wayhouse.settings"] = settings


def work_off(app: Flask) -> None:
    """The worker does all that is due."""
    with app.app_context():
        queue.schedule()
        while queue.drain():
            db.close()


def subscribe(app: Flask, key: str, *recipients: int) -> None:
    rows = [{"recipient": each, "key": key, "since": db.today()} for each in recipients]
    with at_work(app) as opened:
        opened.execute(insert(Subscription), rows)


def tell_news(app: Flask, *keys: str, path: str = "/things", by: int | None = None) -> None:
    with at_work(app) as opened:
        following.news(opened, keys, "followed", path, by)


def told_by_now(app: Flask) -> Counter[int]:
    """How many notices each has."""
    with app.app_context():
        return Counter(db.session().scalars(select(Notice.recipient)))


def count_of(app: Flask, table: type[db.Base]) -> int:
    with app.app_context():
        return int(db.session().scalar(select(func.count()).select_from(table)) or 0)


def button(page: TestResponse, key: str) -> people.Sheet:
    return next(each for each in sheets(page) if each["key"] == key)


def with_mail(app: Flask, address: str = "anna@example.org", language: str = "en") -> tuple[Person, Browser]:
    """Someone who follows something and showed that an address is theirs."""
    person = make(app)
    subscribe(app, "thing:1", person.id)
    with at_work(app) as opened:
        opened.add(MailAddress(recipient=person.id, address=address, language=language, confirmed_on=db.today()))
    return person, come_in(app, person)


def choose(inside: Browser, digest: str) -> TestResponse:
    return send(inside, inside.get("/en/following"), "digest", digest=digest)


def stop_link(mail: EmailMessage) -> str:
    """The path of the link that stops the digests."""
    held = dict(mail.raw_items())["List-Unsubscribe"]  # as it came: an encoded one would lead nowhere
    return str(held).strip().removeprefix(f"<{PORTAL}").removesuffix(">")
