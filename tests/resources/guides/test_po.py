"""Guides as PO files: out to translators, back with what is strange in them shown, and nothing built anew."""

import io

import polib
import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import db
from portal.errors import BadInput
from portal.permissions import Role
from resources.guides import po
from resources.guides.actions import Words
from resources.guides.models import GuideText
from tests.people import Browser, at_work, come_in, make, sheet
from tests.resources.guiding import CONTACT, guide

pytestmark = pytest.mark.slow


EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)


BODY = f"## Go\n\nSee [the bank](https://bank.example/a) before 2 days.\n\n1. First\n2. Second\n\n{CONTACT}"


def bring(client: Browser, slug: str, text: str) -> int:
    """Send a PO file back; return the status of the answer."""
    path = f"/en/guides/{slug}/po/fr/bring"
    token = sheet(client.get(path))["token"]
    sent = client.post(path, data={"token": token, "file": (io.BytesIO(text.encode()), "x.po")})
    return sent.status_code


def translate(client: Browser, slug: str, **changed: str) -> None:
    """Take the French file out, put words in the place of others, and send it back."""
    out = polib.pofile(client.get(f"/en/guides/{slug}/po/fr").text)
    for entry in out:
        entry.msgstr = entry.msgid
        for words, other in changed.items():
            entry.msgstr = entry.msgstr.replace(words, other)
    assert bring(client, slug, str(out)) == 200


@EMBEDDED
def test_a_po_file_goes_out_and_comes_back(app: Flask) -> None:
    slug, word = guide(app, body=BODY)
    client = come_in(app, make(app, Role.TRANSLATOR))
    out = polib.pofile(client.get(f"/en/guides/{slug}/po/fr").text)
    assert [each.msgid for each in out] == [
        f"Title {word}", f"Summary {word}.", "## Go", "See [the bank](https://bank.example/a) before 2 days.",
        "1. First", "2. Second", "Call 112.",
    ]  # fmt: skip
    translate(client, slug, First="Premier", Call="Appelez le", before="avant")
    with app.app_context():
        row = db.session().scalars(select(GuideText).where(GuideText.language == "fr")).one()
        assert "1. Premier\n2. Second" in row.body
        assert "::: contact\nAppelez le 112.\n:::" in row.body
        assert (row.state, row.held, row.origin) == ("pending", "", "imported")


@EMBEDDED
def test_changed_digits_hosts_and_placeholders_are_shown_to_the_person_who_checks(app: Flask) -> None:
    slug, _ = guide(app, body=BODY)
    client = come_in(app, make(app, Role.TRANSLATOR))
    translate(client, slug, **{"112": "113", "bank.example": "evil.example"})
    with app.app_context():
        held = db.session().scalars(select(GuideText.held).where(GuideText.language == "fr")).one()
    assert ("Call 112." in held, "bank.example" in held, "First" in held) == (True, True, False)
    item = come_in(app, make(app, Role.MODERATOR)).get("/en/moderation/1").text
    assert "bank.example" in item


def test_what_differs_is_seen() -> None:
    same = {"In 2 days": "في ٢ أيام", "see guide": "x", "1. One": "١. واحد"}
    other = {
        "{city} x": "x", "Write to a@b.org": "a@c.org", "at b.org": "at c.org", "//b.org/x": "//b.org/y", "%s": "%x",
        "first 112 then 110": "110, 112", "[a](guide:debt)": "[a](guide:school)",
    }  # fmt: skip
    assert po.strange(same) == []
    assert po.strange(other) == list(other)


@EMBEDDED
@pytest.mark.parametrize(
    "text", ["", "rubbish", 'msgid "a"\nmsgstr "b"', "\x00\x01", 'msgid ""\nmsgstr "X-Wayhouse-Version: x"']
)
def test_rubbish_is_no_po_file(app: Flask, text: str) -> None:
    slug, _ = guide(app)
    assert bring(come_in(app, make(app, Role.TRANSLATOR)), slug, text) == 400


@pytest.mark.parametrize("text", ["::: contact\nCall 666.\n:::", "> " * 200 + "x", "x\n:::", "::: steps\nx\n:::"])
def test_a_translation_cannot_change_how_a_guide_is_built(app: Flask, text: str) -> None:
    with pytest.raises(BadInput):
        po.translated(Words("T", "S", BODY), {"1. First": text})


def test_what_is_not_translated_stays(app: Flask) -> None:
    words = po.translated(Words("T", "S", BODY), {"T": "Titre", "2. Second": "2. Deux"})
    assert (words.title, words.summary) == ("Titre", "S")
    assert "1. First\n2. Deux" in words.body


@EMBEDDED
def test_words_that_were_refused_do_not_go_out(app: Flask) -> None:
    slug, _ = guide(app, body=BODY)
    client = come_in(app, make(app, Role.TRANSLATOR))
    translate(client, slug, First="Premier")
    with at_work(app) as opened:
        opened.execute(update(GuideText).where(GuideText.language == "fr").values(state="hidden"))
    assert "Premier" not in client.get(f"/en/guides/{slug}/po/fr").text
