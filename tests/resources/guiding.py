"""What tests of guidance share: guides that are there already, in one language or several."""

from flask import Flask
from sqlalchemy import select

from portal import db
from portal.accounts.models import Account
from resources.guides import actions, queries
from resources.guides.actions import Words
from resources.guides.exchange import records
from resources.guides.exchange.records import Incoming
from resources.guides.models import Guide, GuideText, Origin
from tests.moderating import secret_word
from tests.people import Person, at_work

CONTACT = "::: contact\nCall 112.\n:::"


def words(word: str, body: str = "") -> Words:
    """Words with *word* in each of them."""
    return Words(f"Title {word}", f"Summary {word}.", body or f"## First\n\nBody {word}.\n\n{CONTACT}")


def guide(app: Flask, *incoming: Incoming, body: str = "") -> tuple[str, str]:
    """A guide in English, and in what *incoming* adds; return its slug and a word that only it holds."""
    word = secret_word()
    source = Incoming(f"guide-{word}", "en", words(word, body), source=True, origin=Origin.HUMAN, position=1)
    with at_work(app) as opened:
        records.store(opened, [source, *(_under(each, source.slug) for each in incoming)])
    return source.slug, word


def _under(each: Incoming, slug: str) -> Incoming:
    return Incoming(slug, each.language, each.words, origin=each.origin, verified_on=each.verified_on)


def draft(language: str, title: str, body: str, origin: Origin = Origin.MACHINE) -> Incoming:
    """A translation that nobody checked."""
    return Incoming("", language, Words(title, f"{title}.", body), origin=origin)


def checked(language: str, title: str, body: str) -> Incoming:
    """A translation that a person checked."""
    return Incoming("", language, Words(title, f"{title}.", body), origin=Origin.HUMAN, verified_on=db.today())


def change(app: Flask, editor: Person, slug: str, body: str, *, minor: bool = False) -> None:
    """Let *editor* change the source of a guide."""
    with at_work(app) as opened:
        row = opened.scalars(select(Guide).where(Guide.slug == slug)).one()
        now = actions.shown(opened, row.id, row.language)
        assert now is not None
        by = opened.get_one(Account, editor.id)
        actions.edit(opened, by, row, now.id, Words(now.title, now.summary, body), minor=minor)


def text_of(app: Flask, slug: str, language: str) -> GuideText:
    """What readers see of a guide in *language*."""
    with app.app_context():
        found = queries.by_slug(slug)
        assert found is not None
        return found.texts[language]
