"""What was hidden, or waits, or was erased, is nowhere: no page, feed, map, notice, mail, cache, index or file."""

import dataclasses
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import portal
from map.organisations.models import Organisation
from map.places import cells
from map.places.models import Place, PlaceGeometry
from portal import db
from portal.accounts.models import Account
from portal.languages import LANGUAGES
from portal.moderation import appealing, deciding, leaving, queue
from portal.moderation.models import Decision
from portal.moderation.rulings import Ruling
from portal.notices.models import MailAddress
from portal.outbox.worker import work
from portal.permissions import Role
from tests.moderating import everything, held, judged, suggestion
from tests.people import Person, browser, come_in, make

pytestmark = pytest.mark.slow

BOX = "bbox=24.90,60.10,25.00,60.20&zoom=17"


def public_addresses(word: str, slug: str) -> list[str]:
    """Every address at which strangers could read of a place."""
    pages = ["/", "/places", "/places?category=meals", f"/search?q={word}", f"/places/{slug}", "/map", "/call",
             "/menu", "/organisations", "/transparency", "/transparency.csv", "/flag/place/1"]  # fmt: skip
    return [
        *(f"/{tag}{page}" for tag in ("en", "ar") for page in pages),
        f"/api/places.geojson?{BOX}",
        f"/api/places.geojson?{BOX}&category=meals",
    ]


def surfaces(app: Flask, word: str, slug: str) -> dict[str, str]:
    client = browser(app)
    asked = re.compile(f'value="{word}"|<title>{word}|q=(3D)?{word}|%3D{word}|suggested-{word}')
    return {path: asked.sub("", client.get(path).text) for path in public_addresses(word, slug)}


def telling(app: Flask, word: str, slug: str) -> list[str]:
    """The addresses at which *word* stands."""
    return [path for path, said in surfaces(app, word, slug).items() if word in said]


def decide(app: Flask, moderator: Person, place_id: int, ruling: Ruling) -> int:
    item_id, version = held(app, moderator, place_id)
    account = judged(app, moderator)
    with app.app_context(), db.transaction() as opened:
        return deciding.decide(opened, account, item_id, version, ruling).id


def put_on_the_map(app: Flask, place_id: int) -> None:
    with app.app_context(), db.transaction() as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom="SRID=4326;POINT(24.94 60.17)"))
        opened.flush()
        cells.rebuild(opened)


def files(app: Flask) -> bytes:
    """Every byte of the index, and of an embedded database."""
    folder = Path(app.extensions["wayhouse.settings"].data_dir)
    return b"".join(each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file())


def test_hidden_words_leave_every_surface_and_come_back_when_the_appeal_is_upheld(app: Flask) -> None:
    author, moderator, other = make(app), make(app, Role.MODERATOR), make(app, Role.MODERATOR)
    place_id, word = suggestion(app, author)
    slug = f"suggested-{word}"
    put_on_the_map(app, place_id)
    work(app, until_idle=True)
    assert telling(app, word, slug) == []
    decide(app, moderator, place_id, Ruling("approve", "none"))
    work(app, until_idle=True)
    shown = telling(app, word, slug)
    assert {"/en/places", f"/en/search?q={word}", f"/en/places/{slug}", f"/api/places.geojson?{BOX}"} <= set(shown)
    number = decide(app, moderator, place_id, Ruling("hide", "location", "It names a door."))
    assert telling(app, word, slug) == []
    assert '"doors"' not in browser(app).get(f"/api/places.geojson?{BOX}").text
    with app.app_context(), db.transaction() as opened:
        made = appealing.appeal(opened, number, "It is public", "en", judged(app, author))
        appealing.answer(opened, judged(app, other), made.id, "upheld", "You are right.")
    work(app, until_idle=True)
    assert telling(app, word, slug) == shown


def test_an_etag_of_before_is_not_answered_with_the_hidden_page(app: Flask) -> None:
    place_id, word = suggestion(app, make(app), published=True)
    client = browser(app)
    first = client.get("/en/places")
    assert word in first.text
    decide(app, make(app, Role.MODERATOR), place_id, Ruling("hide", "spam", "Twice the same."))
    again = client.get("/en/places", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, word in again.text) == (200, False)


def test_no_notice_and_no_mail_holds_a_word_of_it(app: Flask) -> None:
    author = make(app)
    place_id, word = suggestion(app, author, published=True)
    with app.app_context(), db.transaction() as opened:
        opened.add(MailAddress(recipient=author.id, address="a@example.org", language="en", confirmed_on=db.today()))
    decide(app, make(app, Role.MODERATOR), place_id, Ruling("hide", "spam", f"It says {word}."))
    page = come_in(app, author).get("/en/notices").text
    assert "Something was decided about what you wrote" in page
    assert word not in page


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_the_index_holds_neither_what_waits_nor_what_was_hidden(app: Flask) -> None:
    place_id, word = suggestion(app, make(app))
    work(app, until_idle=True)
    folder = Path(app.extensions["wayhouse.settings"].data_dir) / "index"

    def indexed() -> bool:
        return any(word.encode() in each.read_bytes() for each in folder.rglob("*") if each.is_file())

    assert not indexed()
    moderator = make(app, Role.MODERATOR)
    decide(app, moderator, place_id, Ruling("approve", "none"))
    work(app, until_idle=True)
    assert indexed()
    decide(app, moderator, place_id, Ruling("hide", "spam", "Twice the same."))
    work(app, until_idle=True)
    assert not indexed()


def test_erasing_removes_name_and_texts_everywhere(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    place_id, word = suggestion(app, author)
    decide(app, moderator, place_id, Ruling("approve", "none", "", f"Thank you for {word}"))
    work(app, until_idle=True)
    with app.app_context(), db.transaction() as opened:
        leaving.erase(opened, author.id, texts=True)
    work(app, until_idle=True)
    with app.app_context():
        said = everything()
    assert [each for each in (word, repr(author.pseudonym), author.name) if each in said] == []
    assert author.ref in said  # the log's opaque reference
    assert telling(app, word, f"suggested-{word}") == []
    app.extensions["wayhouse.engine"].dispose()
    assert word.encode() not in files(app)


def test_leaving_the_texts_leaves_them_without_a_name(app: Flask) -> None:
    author, moderator = make(app), make(app, Role.MODERATOR)
    place_id, word = suggestion(app, author)
    decide(app, moderator, place_id, Ruling("approve", "none"))
    with app.app_context(), db.transaction() as opened:
        leaving.erase(opened, author.id, texts=False)
    assert word in browser(app).get("/en/places").text
    with app.app_context():
        assert repr(author.pseudonym) not in everything()
        assert db.session().get_one(Place, place_id).author_id is None
        assert db.session().scalars(select(Decision.action)).all() == ["approve"]


def test_a_members_name_is_on_no_public_page(app: Flask) -> None:
    author = make(app)
    _, word = suggestion(app, author, published=True)
    client = browser(app)
    assert not any(author.pseudonym in client.get(path).text for path in public_addresses(word, f"suggested-{word}"))


def test_every_language_hides_alike(app: Flask) -> None:
    place_id, word = suggestion(app, make(app), published=True)
    decide(app, make(app, Role.MODERATOR), place_id, Ruling("hide", "spam", "Twice the same."))
    client = browser(app)
    assert not any(word in client.get(f"/{tag}/places").text for tag in LANGUAGES)


def test_a_hidden_name_is_shown_to_nobody(app: Flask) -> None:
    member, moderator = make(app), make(app, Role.MODERATOR)
    suggestion(app, member)
    by, account_kind = judged(app, moderator), app.extensions["wayhouse.kinds"]["account"]
    with app.app_context(), db.transaction() as opened:
        item = queue.open_item(opened, account_kind, opened.get_one(Account, member.id), "flag-other")
        queue.claim(opened, by, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, by, item.id, item.version, Ruling("hide", "name", "It reads as a threat."))
    page = come_in(app, moderator).get("/en/moderation/1").text
    assert "Written by" in page
    assert member.pseudonym not in page


def test_a_hidden_organisation_is_named_by_none_of_its_places(app: Flask) -> None:
    place_id, word = suggestion(app, make(app), published=True)
    with app.app_context(), db.transaction() as opened:
        row = Organisation(slug="secretive", name="Secretive Ltd", state="published", locked=False)
        opened.get_one(Place, place_id).organisation = row
    client = browser(app)
    pages = (f"/en/places/suggested-{word}", "/en/places", "/en/organisations", "/en/search?q=secretive")
    assert "Secretive Ltd" in client.get(pages[0]).text
    with app.app_context(), db.transaction() as opened:
        opened.scalars(select(Organisation)).one().state = "hidden"
    assert not any("Secretive Ltd" in client.get(path).text for path in pages)
    assert client.get("/en/organisations/secretive").status_code == 404


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_pictures_are_veiled_until_asked_for(app: Flask) -> None:
    kinds = app.extensions["wayhouse.kinds"]
    kinds["place"] = dataclasses.replace(kinds["place"], pictures=lambda number: (f"/pictures/{number}.png",))
    place_id, _ = suggestion(app, make(app))
    page = come_in(app, make(app, Role.MODERATOR)).get("/en/moderation/1").text
    veil = page.index('<label class="veil">')
    assert page.index("Soup") < veil < page.index(f'src="/pictures/{place_id}.png"')
    style = (Path(portal.__file__).parent / "static" / "wayhouse.css").read_text(encoding="utf-8")
    assert re.search(r"\.veil img \{[^}]*blur\(\d+px\) grayscale\(1\)", style)
    assert "Show the picture" in page
