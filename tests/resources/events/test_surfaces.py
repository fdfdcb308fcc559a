"""What is hidden leaves every page, feed, map and copy at once; what follows from it is told."""

import time_machine
from flask import Flask
from sqlalchemy import select

from map.places.models import PlaceGeometry
from portal import db
from portal.moderation import deciding, queue
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.notices.models import Notice
from portal.outbox.worker import work
from portal.permissions import Role
from resources.events.models import Event
from tests.moderating import judged, secret_word, suggestion
from tests.people import at_work, browser, come_in, fill_in, make
from tests.resources.events.joining import add


def test_a_hidden_event_leaves_every_surface(app: Flask, clock: time_machine.Traveller) -> None:
    author, word = make(app, Role.YOUTH, "space:youth"), secret_word()
    place_id, room = suggestion(app, make(app), published=True)
    with at_work(app) as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom="SRID=4326;POINT(24.94 60.17)"))
    words = {"en": (f"Evening {word}", f"Tea {word}", ""), "ar": (f"أمسية {word}", "", "")}
    add(
        app, "evening", "2026-11-25T18:00", "2026-11-25T20:00", "FREQ=WEEKLY", place_id=place_id, words=words,
        author_id=author.id, cost="free",
    )  # fmt: skip
    work(app, until_idle=True)
    outside = browser(app)
    surfaces = (
        "/en/", "/en/events", "/ar/events", "/en/events/month", "/en/events/evening", "/en/events.ics",
        "/en/events/evening.ics", "/en/events.json", "/en/events/week", "/en/search?q=evening", "/en/offline/pack",
        "/api/events.geojson?bbox=24.9,60.1,25,60.2&zoom=17", f"/en/places/suggested-{room}",
    )  # fmt: skip
    for path in surfaces:
        assert word in outside.get(path).text.replace("\r\n ", ""), path
    follower = come_in(app, make(app))
    assert fill_in(follower, "/en/events/evening/come?at=2026-11-25T1800").status_code == 303
    fill_in(outside, f"/en/flag/event/{_id(app)}", harm="scam")
    moderator = judged(app, make(app, Role.MODERATOR))
    with at_work(app) as opened:
        item = opened.scalars(select(ReviewItem).where(ReviewItem.kind == "event")).one()
        queue.claim(opened, moderator, item.id, item.version)
        opened.refresh(item)
        ruling = Ruling("hide", "scam", facts="It asks for money.")
        deciding.decide(opened, moderator, item.id, item.version, ruling)
    for path in surfaces:
        assert word not in outside.get(path).text.replace("\r\n ", ""), path
    assert outside.get("/en/events/evening").status_code == 404
    assert outside.get("/en/events/evening/poster.png").status_code == 404
    assert come_in(app, author).get("/en/desk").text.count(word) >= 1
    with app.app_context():
        told = db.session().scalars(select(Notice.about).where(Notice.recipient == author.id)).all()
        assert "decision" in told


def _id(app: Flask) -> int:
    with app.app_context():
        return db.session().scalars(select(Event.id)).one()
