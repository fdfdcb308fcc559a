"""Digests: they say how much is new and never what, come once, and stop at one click."""

import re
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from portal import db
from portal.notices import actions
from portal.notices.models import MailAddress, Notice
from portal.outbox import queue
from tests import people, smtp
from tests.people import at_work, come_in, send, sheet
from tests.portal.notices.following.followed import (
    DAY,
    HOUR,
    NOON,
    PORTAL,
    TITLES,
    choose,
    serve,
    stop_link,
    tell_news,
    told_by_now,
    with_mail,
    work_off,
)

pytestmark = pytest.mark.slow


@people.both_databases
def test_a_digest_says_how_much_is_new_and_never_what(app: Flask, box: smtp.Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person, inside = with_mail(app, language="fa")
        quiet, _ = with_mail(app, "quiet@example.org")
        assert choose(inside, "daily").location == "/en/following"
        assert sheet(inside.get("/en/following"), "digest")["digest"] == "daily"
        for path in ("/things", "/others", "/thirds"):
            tell_news(app, "thing:1", path=path)
        work_off(app)
        assert (told_by_now(app)[person.id], told_by_now(app)[quiet.id], box.mails) == (3, 3, [])
        with at_work(app) as opened:
            opened.execute(update(Notice).where(Notice.path == "/others").values(read_on=db.today()))
            actions.tell(opened, person.id, "decision", "/decisions/1")
        work_off(app)
        assert len(box.mails) == 1  # what concerns oneself has a mail of its own, and is in no digest
        for _ in range(4):
            clock.shift(DAY)
            work_off(app)
    mail = box.at("anna@example.org")[-1]
    link = stop_link(mail)
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
            choose(with_mail(app, address)[1], "weekly")
        tell_news(app, "thing:1")
        clock.shift(6 * DAY)
        work_off(app)
        assert box.mails == []
        serve(app, replace(living, smtp_url="smtp://127.0.0.1:1"))
        for _ in range(8):
            clock.shift(DAY)
            work_off(app)
        serve(app, living)
        box.refused["anna@example.org"] = 451
        clock.shift(HOUR)
        work_off(app)
        box.refused.clear()
        for _ in range(3):
            clock.shift(HOUR)
            work_off(app)
    assert [to for to, _mail in box.mails] == ["bela@example.org", "anna@example.org"]
    assert all("1 new thing in" in mail.get_content() for _to, mail in box.mails)


def test_a_digest_that_comes_twice_is_known_as_the_same_and_the_next_is_another(
    app: Flask, box: smtp.Mailbox
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        person, inside = with_mail(app)
        choose(inside, "daily")
        tell_news(app, "thing:1")
        clock.shift(DAY)
        key = f"{person.id}:{db.today()}"
        work_off(app)
        with at_work(app) as opened:  # as if the worker was killed between sending and noting it
            opened.execute(update(Notice).values(mailed_on=None))
            queue.promise(opened, "digest", [key])
        work_off(app)
        tell_news(app, "thing:1", path="/next")
        clock.shift(DAY)
        work_off(app)
    first, again, following_day = box.at("anna@example.org")
    assert first["Message-ID"] == again["Message-ID"] != following_day["Message-ID"]
    assert stop_link(first) == stop_link(following_day)


@people.both_databases
def test_one_click_stops_digests_without_a_cookie_and_looking_stops_nothing(app: Flask, box: smtp.Mailbox) -> None:
    def due() -> str:
        with app.app_context():
            row = db.session().get_one(MailAddress, person.id)
            return f"{row.digest} {row.digest_due}"

    with time_machine.travel(NOON, tick=False) as clock:
        person, inside = with_mail(app)
        choose(inside, "daily")
        tell_news(app, "thing:1")
        clock.shift(DAY)
        work_off(app)
        link = stop_link(box.mails[0][1])
        stranger = people.browser(app)
        shown = stranger.get(link)
        assert (shown.status_code, shown.headers["Cache-Control"], due()) == (200, "no-store", "daily 2026-11-27")
        for _ in range(2):
            answer = stranger.post(link, data={"List-Unsubscribe": "One-Click"})
            assert (answer.status_code, "no more of these mails" in answer.text, due()) == (200, True, " None")
            assert "Set-Cookie" not in answer.headers
        for method, wrong in (("GET", "0" * 32), ("POST", "0" * 32), ("POST", "x\x00"), ("POST", str(person.id))):
            assert stranger.open(f"/en/following/stop/{wrong}", method=method).status_code == 404
        tell_news(app, "thing:1", path="/next")
        clock.shift(DAY)
        work_off(app)
        again = come_in(app, person).get("/en/following")
        assert (sheet(again, "digest")["digest"], told_by_now(app)[person.id], len(box.mails)) == ("none", 2, 1)


def test_only_a_confirmed_address_can_have_digests(app: Flask, box: smtp.Mailbox) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        _person, inside = with_mail(app)
        page = inside.get("/en/following")
        assert send(inside, page, "digest", digest="hourly").status_code == 400
        with at_work(app) as opened:
            opened.execute(update(MailAddress).values(confirmed_on=None))
        assert send(inside, page, "digest", digest="daily").status_code == 400
        assert 'value="daily"' not in inside.get("/en/following").text
        with at_work(app) as opened:
            opened.execute(update(MailAddress).values(digest="daily", digest_due=db.today()))
        tell_news(app, "thing:1")
        clock.shift(DAY)
        work_off(app)
    assert box.mails == []
