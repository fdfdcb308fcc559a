"""Mail: only for those who showed that an address is theirs, never a word of what it is about, and never lost."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, func, select, update

from portal import db
from portal.notices import actions
from portal.notices.models import MailAddress, Notice
from portal.outbox import queue
from portal.outbox.models import Outbox
from portal.permissions import Role
from portal.settings import Settings
from tests import people, smtp
from tests.people import Browser, Person, at_work, come_in, fill_in, make, send, sheet, sheets

pytestmark = pytest.mark.slow

PORTAL = "https://help.example.org"
SECRET = "Something that nobody else may read"
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)


@pytest.fixture
def box(app: Flask) -> Iterator[smtp.Mailbox]:
    """A mail server, and nothing that waits from another test."""
    settings = app.extensions["wayhouse.settings"]
    with at_work(app) as opened:
        opened.execute(delete(Outbox))
    with smtp.serving() as made:
        _serve(app, replace(settings, smtp_url=made.url, public_url=PORTAL))
        yield made
    _serve(app, settings)


def _serve(app: Flask, settings: Settings) -> None:
    app.extensions["wayhouse.settings"] = settings


def _work(app: Flask) -> None:
    """The worker does all that is due."""
    with app.app_context():
        while queue.drain():
            db.close()


def _ask(app: Flask, address: str = "anna@example.org", tag: str = "en") -> tuple[Person, Browser]:
    """Someone who asks for mail; the worker sends the code."""
    person = make(app)
    inside = come_in(app, person)
    assert send(inside, inside.get(f"/{tag}/notices/mail"), "address", address=address).status_code == 303
    _work(app)
    return person, inside


def _code(box: smtp.Mailbox, address: str = "anna@example.org") -> str:
    found = re.search(r"\d{8}", str(box.at(address)[-1].get_content()))
    assert found
    return found[0]


def _confirmed(app: Flask, address: str) -> Person:
    """Someone who gets mail."""
    person = make(app)
    with at_work(app) as opened:
        row = MailAddress(recipient=person.id, address=address, language="en", confirmed_on=db.today())
        opened.add(row)
    return person


def _tell(app: Flask, *persons: Person) -> None:
    with at_work(app) as opened:
        for person in persons:
            actions.tell(opened, person.id, "decision", "/decisions")


def _instead(app: Flask, url: str = "smtp://127.0.0.1:1") -> Settings:
    """Let *url* be the mail server, unless told where nothing answers; return the settings before."""
    settings: Settings = app.extensions["wayhouse.settings"]
    _serve(app, replace(settings, smtp_url=url))
    return settings


@people.both_databases
def test_mail_comes_only_once_the_code_came_back(app: Flask, box: smtp.Mailbox) -> None:
    person, inside = _ask(app)
    assert len(box.at("anna@example.org")) == 1
    _tell(app, person)
    _work(app)
    assert len(box.at("anna@example.org")) == 1
    assert fill_in(inside, "/en/notices/mail/confirm", code=_code(box)).status_code == 200
    _tell(app, person)
    _work(app)
    assert len(box.at("anna@example.org")) == 2


def test_a_code_may_be_typed_in_other_digits_and_groups(app: Flask, box: smtp.Mailbox) -> None:
    _person, inside = _ask(app)
    code = _code(box)
    typed = " ".join("".join(chr(ord("۰") + int(digit)) for digit in part) for part in (code[:4], code[4:]))
    assert fill_in(inside, "/en/notices/mail/confirm", code=typed).status_code == 200


def test_a_wrong_code_is_refused_and_guessing_is_limited(app: Flask, box: smtp.Mailbox) -> None:
    _person, inside = _ask(app)
    guesses = [fill_in(inside, "/en/notices/mail/confirm", code=f"{n:08d}") for n in range(11)]
    assert [each.status_code for each in guesses] == [400] * 10 + [429]
    assert sheet(guesses[-1])["code"] == "00000010"


def test_the_code_of_one_does_not_confirm_the_address_of_another(app: Flask, box: smtp.Mailbox) -> None:
    _ask(app)
    _person, inside = _ask(app, "bela@example.org")
    assert fill_in(inside, "/en/notices/mail/confirm", code=_code(box)).status_code == 400


def test_a_new_address_has_to_be_confirmed_anew(app: Flask, box: smtp.Mailbox) -> None:
    person, inside = _ask(app)
    fill_in(inside, "/en/notices/mail/confirm", code=_code(box))
    send(inside, inside.get("/en/notices/mail"), "address", address="other@example.org")
    _tell(app, person)
    _work(app)
    assert [to for to, _mail in box.mails] == ["anna@example.org", "other@example.org"]


@pytest.mark.parametrize("tag", ["en", "ar", "uk"])
def test_a_mail_says_only_that_there_is_something(app: Flask, box: smtp.Mailbox, tag: str) -> None:
    person, inside = _ask(app, tag=tag)
    fill_in(inside, "/en/notices/mail/confirm", code=_code(box))
    _tell(app, person)
    _work(app)
    for mail in box.at("anna@example.org"):
        whole = f"{mail}{mail['Subject']}{mail.get_content()}"
        assert not any(word in whole for word in (person.pseudonym, person.name, person.ref, "decision", SECRET))
        assert set(re.findall(r"https?://\S+", whole)) <= {PORTAL}
        assert mail["Subject"].startswith("Helsinki")
        assert mail.get_content_type() == "text/plain"
    assert PORTAL in whole


@people.both_databases
def test_a_dead_server_blocks_no_form_and_loses_nothing(app: Flask, box: smtp.Mailbox) -> None:
    person = _confirmed(app, "anna@example.org")
    with time_machine.travel(NOON, tick=False) as clock:
        living = _instead(app)
        inside = come_in(app, make(app, Role.ADMIN))
        granted = fill_in(inside, "/en/account/staff/grant", name=person.pseudonym, role=Role.EDITOR, scope="")
        assert granted.status_code == 303
        for _ in range(5):
            _work(app)
            clock.shift(HOUR)
        _serve(app, living)
        _work(app)
        _work(app)
    assert len(box.at("anna@example.org")) == 1


def test_a_code_waits_for_a_dead_server_too(app: Flask, box: smtp.Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        living = _instead(app)
        _person, inside = _ask(app)
        _serve(app, living)
        clock.shift(MINUTE)
        _work(app)
        assert fill_in(inside, "/en/notices/mail/confirm", code=_code(box)).status_code == 200


def test_a_mail_that_comes_twice_is_known_as_the_same(app: Flask, box: smtp.Mailbox) -> None:
    person = _confirmed(app, "anna@example.org")
    _tell(app, person)
    _work(app)
    with at_work(app) as opened:  # as if the worker was killed between sending and noting it
        number = opened.scalar(select(Notice.id).where(Notice.recipient == person.id))
        opened.execute(update(Notice).values(mailed_on=None))
    with app.app_context():
        actions.send_notices([str(number)])
    first, again = (mail["Message-ID"] for mail in box.at("anna@example.org"))
    assert first == again
    _tell(app, person)
    _work(app)
    assert box.at("anna@example.org")[-1]["Message-ID"] != first


def test_a_notice_is_mailed_once_however_often_it_is_asked(app: Flask, box: smtp.Mailbox) -> None:
    _tell(app, _confirmed(app, "anna@example.org"))
    with app.app_context():
        number = db.session().scalar(select(func.max(Notice.id)))
        for _ in range(3):
            actions.send_notices([str(number)])
    _work(app)
    assert len(box.mails) == 1


@pytest.mark.parametrize("code", [550, 451])
def test_whom_the_server_refuses_holds_up_no_other(app: Flask, box: smtp.Mailbox, code: int) -> None:
    persons = [_confirmed(app, f"{name}@example.org") for name in ("anna", "bela", "cara")]
    box.refused["anna@example.org"] = code
    _tell(app, *persons)
    _work(app)
    assert [to for to, _mail in box.mails] == ["bela@example.org", "cara@example.org"]


def test_what_was_refused_for_good_is_given_up(app: Flask, box: smtp.Mailbox) -> None:
    box.refused["anna@example.org"] = 550
    with time_machine.travel(NOON, tick=False) as clock:
        _tell(app, _confirmed(app, "anna@example.org"))
        for _ in range(3):
            _work(app)
            clock.shift(HOUR)
    assert box.asked == 1


@people.both_databases
def test_what_was_refused_for_now_comes_later_and_nobody_is_told_twice(app: Flask, box: smtp.Mailbox) -> None:
    persons = [_confirmed(app, f"{name}@example.org") for name in ("anna", "bela")]
    box.refused["anna@example.org"] = 451
    with time_machine.travel(NOON, tick=False) as clock:
        _tell(app, *persons)
        _work(app)
        box.refused.clear()
        clock.shift(HOUR)
        _work(app)
    assert [to for to, _mail in box.mails] == ["bela@example.org", "anna@example.org"]


def test_a_code_that_was_refused_for_now_comes_later(app: Flask, box: smtp.Mailbox) -> None:
    box.refused["anna@example.org"] = 451
    with time_machine.travel(NOON, tick=False) as clock:
        _ask(app)
        _ask(app, "bela@example.org")
        box.refused.clear()
        clock.shift(HOUR)
        _work(app)
    assert [to for to, _mail in box.mails] == ["bela@example.org", "anna@example.org"]


def test_a_server_that_refuses_our_password_loses_no_mail(app: Flask, box: smtp.Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _tell(app, _confirmed(app, "anna@example.org"))
        settings = _instead(app, box.url.replace("://", "://us%40er:wrong@"))
        _work(app)
        _serve(app, settings)
        clock.shift(HOUR)
        _work(app)
    assert len(box.mails) == 1


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(app: Flask, box: smtp.Mailbox) -> None:
    _instead(app, "")
    _tell(app, _confirmed(app, "anna@example.org"))
    _work(app)
    assert box.mails == []


@people.both_databases
def test_stopping_forgets_the_address(app: Flask, box: smtp.Mailbox) -> None:
    person, inside = _ask(app)
    fill_in(inside, "/en/notices/mail/confirm", code=_code(box))
    _tell(app, person)
    page = inside.get("/en/notices/mail")
    stop = next(each for each in sheets(page) if each.action.endswith("/stop"))
    assert people.post(inside, stop, token="old").status_code == 400
    assert people.post(inside, stop).status_code == 303
    with app.app_context():
        assert db.session().get(MailAddress, person.id) is None
        assert not any("anna@" in row.key for row in db.session().scalars(select(Outbox)))
    _work(app)
    assert len(box.mails) == 1


@pytest.mark.parametrize(
    "address",
    [
        "x",
        "@example.org",
        "x@",
        "x@y",
        "a b@example.org",
        "a@b.c, d@e.f",
        "a@b.c,d@e.f",
        "<a@b.c>",
        "a@b..c",
        "a\n@b.c",
    ],
)
def test_what_is_no_single_address_is_refused_with_the_words_kept(app: Flask, address: str) -> None:
    inside = come_in(app, make(app))
    page = send(inside, inside.get("/en/notices/mail"), "address", address=address)
    assert page.status_code == 400
    assert sheet(page, "address")["address"] == address.strip()


def test_an_address_in_any_script_is_no_trap(app: Flask, box: smtp.Mailbox) -> None:
    _ask(app, "مريم@مثال.إختبار")
    _ask(app)
    assert [to for to, _mail in box.mails] == ["anna@example.org"]


def test_asking_for_codes_is_limited(app: Flask, box: smtp.Mailbox) -> None:
    inside = come_in(app, make(app))
    asked = [
        send(inside, inside.get("/en/notices/mail"), "address", address=f"a{n}@example.org").status_code
        for n in range(7)
    ]
    assert asked == [303] * 6 + [429]
