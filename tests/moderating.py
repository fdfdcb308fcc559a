"""What tests of moderation share: things that wait, and everything that the database says."""

import itertools
import secrets

from flask import Flask
from sqlalchemy import MetaData, select, text
from sqlalchemy.orm import selectinload

from map.places.kind import KIND
from map.places.models import Place, PlaceText
from portal import db
from portal.accounts.models import Account
from portal.moderation import queue
from tests.people import Person

_number = itertools.count(1)


def secret_word() -> str:
    """A word that stands nowhere else, of letters that no hold takes for anything."""
    return "zyx" + "".join("bcdfghjklm"[int(digit)] for digit in str(next(_number) + 1000))


def suggestion(app: Flask, author: Person, *, published: bool = False, language: str = "en") -> tuple[int, str]:
    """A place that *author* suggested; pending, or published. Return its id and a word that only it holds."""
    word = secret_word()
    with app.app_context(), db.transaction() as opened:
        place = Place(
            slug=f"suggested-{word}", source="members", source_ref=secrets.token_hex(8), time_zone="UTC",
            category_code="meals", author_id=author.id, language=language, written_on=db.today(),
            source_date=db.today(), state="published" if published else "pending", locked=False,
            texts=[PlaceText(locale=language, name=f"Room {word}", about=f"Soup {word}", origin="human")],
        )  # fmt: skip
        opened.add(place)
        opened.flush()
        if not published:
            queue.open_item(opened, KIND, place, "first")
        return place.id, word


def judged(app: Flask, person: Person) -> Account:
    """The account of *person* as a request loads it: with all by which its powers are judged."""
    powers = (Account.grants, Account.sanctions, Account.vettings, Account.reads)
    with app.app_context():
        query = select(Account).where(Account.id == person.id).options(*map(selectinload, powers))
        return db.session().scalars(query).one()


def held(app: Flask, moderator: Person, place_id: int) -> tuple[int, int]:
    """Open the item of a place and let *moderator* hold it; return its id and version."""
    with app.app_context(), db.transaction() as opened:
        account = opened.get_one(Account, moderator.id)
        item = queue.open_item(opened, KIND, opened.get_one(Place, place_id), "first")
        queue.claim(opened, account, item.id, item.version)
        opened.refresh(item)
        return item.id, item.version


def everything() -> str:
    """Every value of every table, as one text."""
    db.close()
    metadata = MetaData()
    with db.engine().connect() as connection:
        tables = [each for each in db.Base.metadata.tables if "geometry" not in each]
        metadata.reflect(connection, only=tables)
        rows = [connection.execute(select(table)).all() for table in metadata.tables.values()]
        connection.execute(text("SELECT 1"))
    return repr(rows)
