"""Following: one's own list, everyone told once, and digests that say how much and never what."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask, render_template_string
from sqlalchemy import delete, event, func, insert, select, text, update
from werkzeug.test import TestResponse

from benchmarks.measure import statements
from portal import db, schema
from portal.accounts.models import Account
from portal.languages import Said
from portal.moderation import leaving
from portal.notices import actions, following, queries
from portal.notices.models import MailAddress, News, Notice, Subscription
from portal.outbox import queue
from portal.outbox.models import Outbox
from portal.permissions import Permission, requires
from portal.settings import Settings
from tests import people, smtp
from tests.conftest import Templates
from tests.people import Browser, Person, at_work, come_in, make, post, send, sheet, sheets

pytestmark = pytest.mark.slow

PORTAL = "https://help.of-a-city-with-a-long-name.example.org"
TITLES = {1: "Garden behind the school", 2: "Where the shelter is", 3: "حديقة"}
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
THOUSANDS, FIRST = 5000, 100_000
PAGE = """{% from "follow.html" import follow_button %}
{% for each in range(1, 4) %}{{ follow_button("thing:" ~ each) }}{% endfor %}"""
hidden: set[int] = set()


def _things(names: Sequence[str]) -> Mapping[str, following.Followed]:
    """What a feature registers: the things that can be seen now."""
    seen = [each for each in following.numbers(names) if each in TITLES and each not in hidden]
    return {str(each): following.Followed(Said(TITLES[each], "en"), f"/en/things?n={each}") for each in seen}


@requires(Permission.ANYONE)
def _page() -> str:
    return render_template_string(PAGE)


@pytest.fixture(scope="module")
def app(engine_name: str, templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with things that can be followed."""
    with people.portal_at(templates.copy(engine_name, "empty", tmp_path_factory.mktemp("following"))) as made:
        following.register(made, "thing", _things)
        made.add_url_rule("/<locale:lang>/things", view_func=_page)
        yield made


@pytest.fixture(autouse=True)
def _fresh(app: Flask) -> None:
    """Nothing that another test left to be done."""
    hidden.clear()
    with at_work(app) as opened:
        for table in (Outbox, News, Subscription, MailAddress, Notice):
            opened.execute(delete(table))


@pytest.fixture
def box(app: Flask) -> Iterator[smtp.Mailbox]:
    """A mail server."""
    settings = app.extensions["wayhouse.settings"]
    with smtp.serving() as made:
        _serve(app, replace(settings, smtp_url=made.url, public_url=PORTAL))
        yield made
    _serve(app, settings)


def _serve(app: Flask, settings: Settings) -> None:
    app.extensions["wayhouse.settings"] = settings


def _work(app: Flask) -> None:
    """The worker does all that is due."""
    with app.app_context():
        queue.schedule()
        while queue.drain():
            db.close()


def _subscribe(app: Flask, key: str, *recipients: int) -> None:
    rows = [{"recipient": each, "key": key, "since": db.today()} for each in recipients]
    with at_work(app) as opened:
        opened.execute(insert(Subscription), rows)


def _news(app: Flask, *keys: str, path: str = "/things", by: int | None = None) -> None:
    with at_work(app) as opened:
        following.news(opened, keys, "followed", path, by)


def _told(app: Flask) -> Counter[int]:
    """How many notices each has."""
    with app.app_context():
        return Counter(db.session().scalars(select(Notice.recipient)))


def _rows(app: Flask, table: type[db.Base]) -> int:
    with app.app_context():
        return int(db.session().scalar(select(func.count()).select_from(table)) or 0)


def _button(page: TestResponse, key: str) -> people.Sheet:
    return next(each for each in sheets(page) if each["key"] == key)


@people.both_databases
def test_a_button_follows_the_list_shows_it_and_another_stops(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, person)
    assert sheets(people.browser(app).get("/en/things")) == []
    for key in ("thing:2", "thing:1", "thing:3"):
        answer = post(inside, _button(inside.get("/en/things?n=7"), key))
        assert (answer.status_code, answer.location) == (303, "/en/things?n=7")
    assert _button(inside.get("/en/things"), "thing:1").action == "/en/following/stop-one"
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
    answer = post(inside, _button(inside.get("/en/things"), "thing:1"), key=key)
    assert (answer.status_code, TITLES[2] in answer.text) == (400, False)
    assert _rows(app, Subscription) == 0


def test_following_twice_is_following_and_there_is_an_end_to_it(app: Flask) -> None:
    person = make(app)
    inside = come_in(app, person)
    for _ in range(2):
        assert post(inside, _button(inside.get("/en/things"), "thing:1")).status_code == 303
        with app.app_context():
            assert following.keys_of(person.id) == ["thing:1"]
        with at_work(app) as opened:  # the page of another tab still shows the button to follow
            following.follow(opened, person.id, "thing:1")
            following.unfollow(opened, person.id, "thing:1")
    _subscribe(app, "thing:2", person.id)
    with at_work(app) as opened:
        rows = [{"recipient": person.id, "key": f"thing:1{n}", "since": db.today()} for n in range(499)]
        opened.execute(insert(Subscription), rows)
    full = post(inside, _button(inside.get("/en/things"), "thing:3"))
    assert (full.status_code, "500" in full.text) == (400, True)
    assert len(inside.get("/en/following").data) < 200_000


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_a_button_leads_back_to_our_own_pages_only(app: Flask, back: str) -> None:
    inside = come_in(app, make(app))
    answer = post(inside, _button(inside.get("/en/things"), "thing:1"), back=back)
    assert answer.location == "/en/account"


@people.both_databases
def test_everyone_who_follows_is_told_once_but_whose_doing_it_is(app: Flask) -> None:
    author, one, two, other = (make(app) for _ in range(4))
    _subscribe(app, "thing:1", author.id, one.id, two.id)
    _subscribe(app, "thing:3", one.id)
    _subscribe(app, "thing:2", other.id)
    for _ in range(2):
        _news(app, "thing:1", "thing:3", by=author.id)
        _work(app)
    assert _told(app) == {one.id: 1, two.id: 1}
    with app.app_context():
        actions.mark_read(one.id)
    _news(app, "thing:1", by=author.id)
    _news(app, "thing:1", path="/elsewhere")
    _work(app)
    assert _told(app) == {author.id: 1, one.id: 3, two.id: 2}
    assert "something new in what you follow" in come_in(app, one).get("/en/notices").text
    assert _rows(app, News) == 0


def test_news_are_part_of_the_change_and_nothing_where_nobody_follows(app: Flask) -> None:
    _news(app, "thing:1")
    _news(app)
    assert (_rows(app, News), _rows(app, Outbox)) == (0, 0)
    _subscribe(app, "thing:1", make(app).id)
    with pytest.raises(ZeroDivisionError), at_work(app) as opened:
        following.news(opened, ["thing:1"], "followed", "/things")
        raise ZeroDivisionError
    assert (_rows(app, News), _rows(app, Outbox)) == (0, 0)


@people.both_databases
def test_a_failure_among_thousands_loses_and_doubles_nobody(app: Flask) -> None:
    everyone = range(FIRST, FIRST + THOUSANDS)
    _subscribe(app, "thing:1", *everyone)
    with at_work(app) as opened:
        opened.add(Notice(recipient=FIRST + 7, about="followed", path="/things", followed=True, told_on=db.today()))

    def fail(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement.startswith("INSERT INTO notice") and str(FIRST + 1700) in repr(values):
            raise OSError("the disk is full")

    with time_machine.travel(NOON, tick=False) as clock:
        _news(app, "thing:1")
        event.listen(db.engine(), "before_cursor_execute", fail)
        _work(app)
        event.remove(db.engine(), "before_cursor_execute", fail)
        assert len(_told(app)) == 3 * following.CHUNK
        with at_work(app) as opened:  # whoever reads meanwhile is not told anew
            opened.execute(update(Notice).values(read_on=db.today()))
        clock.shift(HOUR)
        _work(app)
    assert _told(app) == Counter(everyone)
    assert _rows(app, News) == 0


def _with_mail(app: Flask, address: str = "anna@example.org", language: str = "en") -> tuple[Person, Browser]:
    """Someone who follows something and showed that an address is theirs."""
    person = make(app)
    _subscribe(app, "thing:1", person.id)
    with at_work(app) as opened:
        opened.add(MailAddress(recipient=person.id, address=address, language=language, confirmed_on=db.today()))
    return person, come_in(app, person)


def _choose(inside: Browser, digest: str) -> TestResponse:
    return send(inside, inside.get("/en/following"), "digest", digest=digest)


def _stop_link(mail: EmailMessage) -> str:
    """The path of the link that stops the digests."""
    held = dict(mail.raw_items())["List-Unsubscribe"]  # as it came: an encoded one would lead nowhere
    return str(held).strip().removeprefix(f"<{PORTAL}").removesuffix(">")


@people.both_databases
def test_a_digest_says_how_much_is_new_and_never_what(app: Flask, box: smtp.Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person, inside = _with_mail(app, language="fa")
        quiet, _ = _with_mail(app, "quiet@example.org")
        assert _choose(inside, "daily").location == "/en/following"
        assert sheet(inside.get("/en/following"), "digest")["digest"] == "daily"
        for path in ("/things", "/others", "/thirds"):
            _news(app, "thing:1", path=path)
        _work(app)
        assert (_told(app)[person.id], _told(app)[quiet.id], box.mails) == (3, 3, [])
        with at_work(app) as opened:
            opened.execute(update(Notice).where(Notice.path == "/others").values(read_on=db.today()))
            actions.tell(opened, person.id, "decision", "/decisions/1")
        _work(app)
        assert len(box.mails) == 1  # what concerns oneself has a mail of its own, and is in no digest
        for _ in range(4):
            clock.shift(DAY)
            _work(app)
    mail = box.at("anna@example.org")[-1]
    link = _stop_link(mail)
    whole = f"{mail}{mail.get_content()}"
    assert [to for to, _mail in box.mails] == ["anna@example.org"] * 2
    assert mail.get_content().startswith("2 ")
    assert re.fullmatch(r"/fa/following/stop/[0-9a-f]{32}", link)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert set(re.findall(r"https?://\S+", mail.get_content())) == {PORTAL, PORTAL + link}
    secrets = (*TITLES.values(), "thing:", "/things", "followed", person.pseudonym, person.name, person.ref)
    assert not any(word in whole for word in secrets)


def test_digests_wait_for_their_day_a_dead_server_and_a_full_box_and_come_once(app: Flask, box: smtp.Mailbox) -> None:
    living = app.extensions["wayhouse.settings"]
    with time_machine.travel(NOON, tick=False) as clock:
        for address in ("anna@example.org", "bela@example.org"):
            _choose(_with_mail(app, address)[1], "weekly")
        _news(app, "thing:1")
        clock.shift(6 * DAY)
        _work(app)
        assert box.mails == []
        _serve(app, replace(living, smtp_url="smtp://127.0.0.1:1"))
        for _ in range(8):
            clock.shift(DAY)
            _work(app)
        _serve(app, living)
        box.refused["anna@example.org"] = 451
        clock.shift(HOUR)
        _work(app)
        box.refused.clear()
        for _ in range(3):
            clock.shift(HOUR)
            _work(app)
    assert [to for to, _mail in box.mails] == ["bela@example.org", "anna@example.org"]
    assert all("1 new thing in" in mail.get_content() for _to, mail in box.mails)


def test_a_digest_that_comes_twice_is_known_as_the_same_and_the_next_is_another(
    app: Flask, box: smtp.Mailbox
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person, inside = _with_mail(app)
        _choose(inside, "daily")
        _news(app, "thing:1")
        clock.shift(DAY)
        key = f"{person.id}:{db.today()}"
        _work(app)
        with at_work(app) as opened:  # as if the worker was killed between sending and noting it
            opened.execute(update(Notice).values(mailed_on=None))
            queue.promise(opened, "digest", [key])
        _work(app)
        _news(app, "thing:1", path="/next")
        clock.shift(DAY)
        _work(app)
    first, again, following_day = box.at("anna@example.org")
    assert first["Message-ID"] == again["Message-ID"] != following_day["Message-ID"]
    assert _stop_link(first) == _stop_link(following_day)


@people.both_databases
def test_one_click_stops_digests_without_a_cookie_and_looking_stops_nothing(app: Flask, box: smtp.Mailbox) -> None:
    def due() -> str:
        with app.app_context():
            row = db.session().get_one(MailAddress, person.id)
            return f"{row.digest} {row.digest_due}"

    with time_machine.travel(NOON, tick=False) as clock:
        person, inside = _with_mail(app)
        _choose(inside, "daily")
        _news(app, "thing:1")
        clock.shift(DAY)
        _work(app)
        link = _stop_link(box.mails[0][1])
        stranger = people.browser(app)
        shown = stranger.get(link)
        assert (shown.status_code, shown.headers["Cache-Control"], due()) == (200, "no-store", "daily 2026-11-27")
        for _ in range(2):
            answer = stranger.post(link, data={"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, "no more of these mails" in answer.text, due()) == (200, True, " None")
            assert "Set-Cookie" not in answer.headers
        for method, wrong in (("GET", "0" * 32), ("POST", "0" * 32), ("POST", "x\x00"), ("POST", str(person.id))):
            assert stranger.open(f"/en/following/stop/{wrong}", method=method).status_code == 404
        _news(app, "thing:1", path="/next")
        clock.shift(DAY)
        _work(app)
        again = come_in(app, person).get("/en/following")
        assert (sheet(again, "digest")["digest"], _told(app)[person.id], len(box.mails)) == ("none", 2, 1)


def test_only_a_confirmed_address_can_have_digests(app: Flask, box: smtp.Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _person, inside = _with_mail(app)
        page = inside.get("/en/following")
        assert send(inside, page, "digest", digest="hourly").status_code == 400
        with at_work(app) as opened:
            opened.execute(update(MailAddress).values(confirmed_on=None))
        assert send(inside, page, "digest", digest="daily").status_code == 400
        assert 'value="daily"' not in inside.get("/en/following").text
        with at_work(app) as opened:
            opened.execute(update(MailAddress).values(digest="daily", digest_due=db.today()))
        _news(app, "thing:1")
        clock.shift(DAY)
        _work(app)
    assert box.mails == []


@people.both_databases
def test_of_someone_who_left_nothing_stays(app: Flask) -> None:
    person, inside = _with_mail(app)
    _choose(inside, "weekly")
    _subscribe(app, "thing:2", make(app).id)
    _news(app, "thing:2", by=person.id)
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
