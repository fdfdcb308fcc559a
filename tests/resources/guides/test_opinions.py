"""What readers say of guides: without an account, seen by editors only, never counted in public."""

import io

import pytest
from flask import Flask
from sqlalchemy import select

from portal import db
from portal.notices.models import Notice
from portal.permissions import Role
from resources.guides import opinions
from resources.guides.models import GuideOpinion
from tests.people import at_work, both_databases, browser, come_in, fill_in, make, sheet
from tests.resources.guiding import guide

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


@both_databases
def test_anyone_says_that_a_guide_is_unsafe_and_editors_are_told(app: Flask) -> None:
    slug, _ = guide(app)
    editor = make(app, Role.EDITOR)
    sent = fill_in(browser(app), f"/en/guides/{slug}/unsafe?language=en", note="This sends people to a bad man.")
    assert (sent.status_code, "Set-Cookie" in sent.headers) == (200, False)
    with app.app_context():
        assert db.session().scalars(select(Notice.about).where(Notice.recipient == editor.id)).all() == ["unsafe"]
    client = come_in(app, editor)
    assert "This sends people to a bad man." in client.get(f"/en/guides/{slug}/team").text
    for reader in (browser(app), come_in(app, make(app)), come_in(app, make(app, Role.TRANSLATOR))):
        for path in (f"/en/guides/{slug}", f"/en/guides/{slug}/team"):
            assert "bad man" not in reader.get(path).text
    token = sheet(client.get(f"/en/guides/{slug}/team"))["token"]
    assert client.post("/en/guides/opinions/1/done", data={"token": token}).status_code == 303


@EMBEDDED
def test_what_is_typed_is_kept_when_it_is_too_long(app: Flask) -> None:
    slug, _ = guide(app)
    page = fill_in(browser(app), f"/en/guides/{slug}/wrong", note="long " * 500)
    assert (page.status_code, "long long" in page.text) == (400, True)


@EMBEDDED
def test_a_page_that_can_be_kept_carries_no_token_and_no_count(app: Flask) -> None:
    slug, _ = guide(app)
    for _ in range(3):
        fill_in(browser(app), f"/en/guides/{slug}/helped")
    page = browser(app).get(f"/en/guides/{slug}")
    assert 'name="token"' not in page.text
    assert browser(app).get(f"/en/guides/{slug}/helped").headers["Cache-Control"] == "no-store"
    before = page.text
    fill_in(browser(app), f"/en/guides/{slug}/helped")
    assert browser(app).get(f"/en/guides/{slug}").text == before


@EMBEDDED
def test_old_opinions_are_forgotten(app: Flask) -> None:
    slug, _ = guide(app)
    fill_in(browser(app), f"/en/guides/{slug}/helped", note="Thanks")
    with at_work(app) as opened:
        row = opened.scalars(select(GuideOpinion)).one()
        row.sent_on = row.sent_on - opinions.KEPT * 2
    with app.app_context():
        opinions.forget_old()
        assert db.session().scalars(select(GuideOpinion)).all() == []


@EMBEDDED
@pytest.mark.parametrize(
    ("data", "status"),
    [(b"ID3" + b"\0" * 200, 303), (b"OggS" + b"\0" * 200, 303), (b"<html>", 400), (b"", 400), (b"x", 400)],
)
def test_a_recording_is_taken_by_what_it_is(app: Flask, data: bytes, status: int) -> None:
    slug, _ = guide(app)
    client = come_in(app, make(app, Role.EDITOR))
    path = f"/en/guides/{slug}/audio/en"
    token = sheet(client.get(path))["token"]
    sent = client.post(path, data={"token": token, "speaker": "A voice", "file": (io.BytesIO(data), "x.exe")})
    assert sent.status_code == status
    page = browser(app).get(f"/en/guides/{slug}").text
    assert ("<audio" in page) is (status == 303)
    if status == 303:
        source = page.split('<audio controls preload="none" src="')[1].split('"')[0]
        with browser(app).get(source, headers={"Range": "bytes=0-9"}) as part:
            assert (part.status_code, len(part.data)) == (206, 10)
            assert str(part.content_type).startswith("audio/")


@EMBEDDED
@pytest.mark.parametrize("name", ["../wayhouse.sqlite", "..%2fwayhouse.sqlite", "x.mp3", "wayhouse.sqlite"])
def test_nothing_but_recordings_is_served(app: Flask, name: str) -> None:
    assert browser(app).get(f"/en/guides/audio/{name}").status_code == 404
