"""Following: one's own list, everyone told once, and nothing left of who leaves."""

from collections import Counter
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, insert, select, text, update

from benchmarks.measure import statements
from portal import db, schema
from portal.accounts.models import Account
from portal.moderation import leaving
from portal.notices import actions, following, queries
from portal.notices.models import MailAddress, News, Notice, Subscription
from portal.outbox import queue
from portal.outbox.models import Outbox
from tests import people
from tests.conftest import Templates
from tests.people import at_work, come_in, make, post, send, sheets
from tests.portal.notices.following.followed import (
    FIRST,
    HOUR,
    NOON,
    THOUSANDS,
    TITLES,
    button,
    choose,
    count_of,
    hidden,
    subscribe,
    tell_news,
    told_by_now,
    with_mail,
    work_off,
)

pytestmark = pytest.mark.slow


@people.both_databases
def test_a_button_follows_the_list_shows_it_and_another_stops(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, person)
    assert sheets(people.browser(app).get("/en/things")) == []
    for key in ("thing:2", "thing:1", "thing:3"):
        answer = post(inside, button(inside.get("/en/things?n=7"), key))
        assert (answer.status_code, answer.location) == (303, "/en/things?n=7")
    assert button(inside.get("/en/things"), "thing:1").action == "/en/following/stop-one"
    hidden.add(2)
    listed = inside.get("/en/following")
    assert 'href="/en/things?n=1"' in listed.text
    assert TITLES[1] in listed.text
    assert TITLES[2] not in listed.text
    assert "not there any more" in listed.text
    assert send(inside, listed, "back", key="thing:2").location == "/en/following"
    with app.app_context():
        assert following.keys_of(person.id) == ["thing:1", "thing:3"]
        assert following.follows(person.id, "thing:1")
        assert not following.follows(person.id, "thing:2")
    assert "You follow nothing yet" in come_in(app, make(app)).get("/en/following").text


def test_buttons_ask_the_database_once_a_page(app: Flask) -> None:
    inside = come_in(app, make(app))
    inside.get("/en/things")
    with statements(db.engine()) as said:
        inside.get("/en/things")
    assert len([each for each in said if "subscription" in each]) == 1


@pytest.mark.parametrize(
    "key", ["thing:2", "thing:9", "thing:x", "other:1", "thing", ":", "", "x" * 90, "thing:\x009"]
)
def test_what_is_not_there_or_not_open_cannot_be_followed(app: Flask, key: str) -> None:
    hidden.add(2)
    inside = come_in(app, make(app))
    answer = post(inside, button(inside.get("/en/things"), "thing:1"), key=key)
    assert (answer.status_code, TITLES[2] in answer.text) == (400, False)
    assert count_of(app, Subscription) == 0


def test_following_twice_is_following_and_there_is_an_end_to_it(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, person)
    for _ in range(2):
        assert post(inside, button(inside.get("/en/things"), "thing:1")).status_code == 303
        with app.app_context():
            assert following.keys_of(person.id) == ["thing:1"]
        with at_work(app) as opened:  # the page of another tab still shows the button to follow
            following.follow(opened, person.id, "thing:1")
            following.unfollow(opened, person.id, "thing:1")
    subscribe(app, "thing:2", person.id)
    with at_work(app) as opened:
        rows = [{"recipient": person.id, "key": f"thing:1{n}", "since": db.today()} for n in range(499)]
        opened.execute(insert(Subscription), rows)
    full = post(inside, button(inside.get("/en/things"), "thing:3"))
    assert (full.status_code, "500" in full.text) == (400, True)
    assert len(inside.get("/en/following").data) < 200_000


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_a_button_leads_back_to_our_own_pages_only(app: Flask, back: str) -> None:
    inside = come_in(app, make(app))
    answer = post(inside, button(inside.get("/en/things"), "thing:1"), back=back)
    assert answer.location == "/en/account"


@people.both_databases
def test_everyone_who_follows_is_told_once_but_whose_doing_it_is(app: Flask) -> None:
    author, one, two, other = (make(app) for _ in range(4))
    subscribe(app, "thing:1", author.id, one.id, two.id)
    subscribe(app, "thing:3", one.id)
    subscribe(app, "thing:2", other.id)
    for _ in range(2):
        tell_news(app, "thing:1", "thing:3", by=author.id)
        work_off(app)
    assert told_by_now(app) == {one.id: 1, two.id: 1}
    with app.app_context():
        actions.mark_read(one.id)
    tell_news(app, "thing:1", by=author.id)
    tell_news(app, "thing:1", path="/elsewhere")
    work_off(app)
    assert told_by_now(app) == {author.id: 1, one.id: 3, two.id: 2}
    assert "something new in what you follow" in come_in(app, one).get("/en/notices").text
    assert count_of(app, News) == 0


def test_news_are_part_of_the_change_and_nothing_where_nobody_follows(app: Flask) -> None:
    tell_news(app, "thing:1")
    tell_news(app)
    assert (count_of(app, News), count_of(app, Outbox)) == (0, 0)
    subscribe(app, "thing:1", make(app).id)
    with pytest.raises(ZeroDivisionError), at_work(app) as opened:
        following.news(opened, ["thing:1"], "followed", "/things")
        raise ZeroDivisionError
    assert (count_of(app, News), count_of(app, Outbox)) == (0, 0)


@people.both_databases
def test_a_failure_among_thousands_loses_and_doubles_nobody(app: Flask) -> None:
    everyone = range(FIRST, FIRST + THOUSANDS)
    subscribe(app, "thing:1", *everyone)
    with at_work(app) as opened:
        opened.add(Notice(recipient=FIRST + 7, about="followed", path="/things", followed=True, told_on=db.today()))

    def fail(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement.startswith("INSERT INTO notice") and str(FIRST + 1700) in repr(values):
            raise OSError("the disk is full")

    with time_machine.travel(NOON, tick=False) as clock:
        tell_news(app, "thing:1")
        event.listen(db.engine(), "before_cursor_execute", fail)
        work_off(app)
        event.remove(db.engine(), "before_cursor_execute", fail)
        assert len(told_by_now(app)) == 3 * following.CHUNK
        with at_work(app) as opened:  # whoever reads meanwhile is not told anew
            opened.execute(update(Notice).values(read_on=db.today()))
        clock.shift(HOUR)
        work_off(app)
    assert told_by_now(app) == Counter(everyone)
    assert count_of(app, News) == 0


@people.both_databases
def test_of_someone_who_left_nothing_stays(app: Flask) -> None:
    person, inside = with_mail(app)
    choose(inside, "weekly")
    subscribe(app, "thing:2", make(app).id)
    tell_news(app, "thing:2", by=person.id)
    with at_work(app) as opened:
        opened.add(Notice(recipient=person.id, about="followed", path="/x", followed=True, told_on=db.today()))
        queue.promise(opened, "digest", [f"{person.id}:2026-11-25", f"{person.id}1:2026-11-25"])
        leaving.erase(opened, person.id, texts=True)
    with app.app_context():
        for table in (Subscription, MailAddress, Notice):
            assert db.session().scalars(select(table).where(table.recipient == person.id)).all() == []
        assert db.session().scalars(select(News.by_id)).all() == [None]
        asked = db.session().scalars(select(Outbox.key).where(Outbox.topic == "digest"))
        assert list(asked) == [f"{person.id}1:2026-11-25"]
        assert db.session().get(Account, person.id) is None


@people.both_databases
def test_the_migration_keeps_notices_and_addresses(templates: Templates, engine_name: str, tmp_path: Path) -> None:
    settings = templates.copy(engine_name, "empty", tmp_path)
    with people.portal_at(settings) as app:
        db.engine().dispose()
        schema.downgrade(settings.database, "0005")
        with at_work(app) as opened:
            opened.execute(
                text("INSERT INTO notice (recipient, about, path, told_on) VALUES (1, 'role', '/', '2026-11-25')")
            )
            opened.execute(text("INSERT INTO mail_address (recipient, address, language) VALUES (1, 'a@b.c', 'en')"))
        db.engine().dispose()
        schema.upgrade(settings.database)
        notice, address = queries.newest(1)[0], queries.address(1)
        assert (notice.about, notice.followed) == ("role", False)
        assert address is not None
        assert (address.address, address.digest, address.digest_due) == ("a@b.c", "", None)
