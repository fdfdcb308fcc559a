"""Every role before what is its own and what is someone else's: read, mended, reviewed, heard, verified."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from map.organisations.models import Organisation
from map.places.models import Place
from portal import db
from portal.moderation import appealing, deciding
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.permissions import EVERY_KIND, REVIEWS, SCOPED, TABLE, Permission, Role
from tests.moderating import held, judged, suggestion
from tests.people import Browser, Person, come_in, fill_in, make

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)]
READ = ("/account/contributions/place/{place}", "/places/suggest/{place}", "/decisions/{decision}",
        "/decisions/{decision}/appeal")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Things:
    """What belongs to someone: a place that waits, a place about which was decided, an appeal, an organisation."""

    place: int
    item: int
    decision: int
    appeal: int
    organisation: str


def things_of(app: Flask, owner: Person, moderator: Person) -> Things:
    waiting, _ = suggestion(app, owner)
    decided, word = suggestion(app, owner, published=True)
    item, version = held(app, moderator, decided)
    by, author = judged(app, moderator), judged(app, owner)
    with app.app_context(), db.transaction() as opened:
        decision = deciding.decide(opened, by, item, version, Ruling("hide", "spam", "Twice."))
        appeal = appealing.appeal(opened, decision.id, "No.", "en", author)
        row = Organisation(slug=f"o-{word}", name=f"O {word}", author_id=owner.id, state="published", locked=False)
        opened.add(row)
        query = select(ReviewItem.id).where(ReviewItem.kind == "place", ReviewItem.target_id == waiting)
        return Things(waiting, opened.scalars(query).one(), decision.id, appeal.id, row.slug)


def status(client: Browser, path: str, things: Things) -> int:
    named = {name: getattr(things, name) for name in Things.__dataclass_fields__}
    return client.get("/en" + path.format(**named)).status_code


def verified(client: Browser, things: Things) -> int:
    return fill_in_or_refused(client, f"/en/organisations/{things.organisation}")


def fill_in_or_refused(client: Browser, path: str) -> int:
    if "I looked" not in client.get(path).text:
        return client.post(f"{path}/verify").status_code
    return fill_in(client, path).status_code


@pytest.mark.parametrize("role", Role)
def test_own_and_other(app: Flask, role: Role) -> None:
    me = make(app, role, "space:mine" if role in SCOPED else "")
    someone, moderator = make(app), make(app, Role.MODERATOR)
    mine, theirs = things_of(app, me, moderator), things_of(app, someone, moderator)
    client, may = come_in(app, me), TABLE[role]
    for path in READ:
        assert (status(client, path, mine), status(client, path, theirs)) == (200, 404), path
    reviews = bool({"place", EVERY_KIND} & REVIEWS.get(role, frozenset()))
    seen = (404, 200 if reviews else 404) if Permission.REVIEW in may else (403, 403)
    assert (status(client, "/moderation/{item}", mine), status(client, "/moderation/{item}", theirs)) == seen
    heard = (404, 200) if Permission.HEAR in may else (403, 403)
    path = "/moderation/appeals/{appeal}"
    assert (status(client, path, mine), status(client, path, theirs)) == heard
    said = (400, 303) if Permission.VERIFY in may else (403, 403)
    assert (verified(client, mine), verified(client, theirs)) == said
    with app.app_context():
        assert db.session().get_one(Place, mine.place).state == "pending"
