"""Languages: negotiation, fallback, plurals, and that no string is left untranslated."""

from functools import lru_cache

import polib
import pytest
from babel.support import NullTranslations, Translations
from flask.testing import FlaskClient
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from portal import i18n
from portal.i18n import CATALOGS, catalog
from portal.languages import LANGUAGES, SOURCE, Said, best, chain, negotiate
from translations.catalogs import messages
from translations.catalogs import path as path_of


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("ar", "ar"),
        ("ar-SY,ar;q=0.9,en;q=0.8", "ar"),
        ("fa-AF", "prs"),
        ("fa-AF,fa;q=0.9", "prs"),
        ("prs", "prs"),
        ("prs-AF", "prs"),
        ("fa", "fa"),
        ("fa-IR", "fa"),
        ("uk-UA,ru;q=0.9", "uk"),
        ("ru,uk;q=0.5", "uk"),
        ("ru", None),
        ("ps", None),
        ("ps,en;q=0.3", "en"),
        ("ku-Arab-IQ,ar;q=0.5", "ar"),
        ("ku-Latn,tr;q=0.5", "tr"),
        ("ckb", None),
        ("kmr", None),
        ("ti-ER", "ti"),
        ("so", "so"),
        ("de-DE,de;q=0.9", None),
        ("en;q=0,fr", "fr"),
        ("en;q=0", None),
        ("*", None),
        ("", None),
        ("EN-gb", "en"),
        ("zz-%%%,,;q=x", None),
    ],
)
def test_negotiation(header: str, tag: str | None) -> None:
    assert negotiate(parse_accept_header(header, LanguageAccept)) == tag


def test_fallback_chains_never_cross_to_a_language_that_harms() -> None:
    assert chain("prs") == ("prs", "fa", "en")
    assert chain("ti") == ("ti", "en")
    assert chain("uk") == ("uk", "en")
    assert chain("en") == ("en",)


def test_best_prefers_the_readers_chain_then_the_citys_own() -> None:
    words = {"fi": "Kirjasto", "sv": "Bibliotek"}
    assert best(words, "ar", "fi") == Said("Kirjasto", "fi")
    assert best(words | {"en": "Library"}, "ar", "fi") == Said("Library", "en")
    assert best(words | {"fa": "کتابخانه"}, "prs", "fi") == Said("کتابخانه", "fa")
    assert best({}, "ar") is None


@pytest.mark.parametrize(
    ("tag", "number", "form"),
    [("ar", n, f) for n, f in ((0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (103, 3))]
    + [("uk", n, f) for n, f in ((1, 0), (21, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (22, 1), (0, 2))]
    + [
        ("fa", 0, 0),
        ("fa", 1, 0),
        ("fa", 2, 1),
        ("tr", 0, 1),
        ("tr", 1, 0),
        ("tr", 2, 1),
        ("fr", 0, 0),
        ("fr", 2, 1),
    ],
)
def test_plural_forms(tag: str, number: int, form: int) -> None:
    entry = next(each for each in polib.pofile(str(path_of(tag))) if each.msgid == "%(num)s place")
    assert catalog(tag).ungettext("%(num)s place", "%(num)s places", number) == entry.msgstr_plural[form]


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {SOURCE}))
def test_every_catalog_says_that_a_machine_drafted_it(tag: str) -> None:
    assert "machine draft" in polib.pofile(str(path_of(tag))).metadata["X-Wayhouse-Review"]


@pytest.mark.parametrize("tag", sorted(set(LANGUAGES) - {SOURCE}))
def test_whole_languages_translate_every_message(tag: str) -> None:
    left = [entry.msgid for entry in polib.pofile(str(path_of(tag))) if not entry.translated()]
    assert LANGUAGES[tag].door or left == []
    assert _said() == len(polib.pofile(str(path_of(tag))))


@lru_cache
def _said() -> int:
    """How many messages the code has; read once."""
    return len(messages())


DOORS = (
    "/",
    "/places",
    "/places?category=refuge",
    "/call",
    "/menu",
    "/search?q=library",
    "/search?q=zzzz",
    "/languages",
    "/guides",
    "/guides?situation=pregnant",
    "/guides/first-days",
    "/guides/getting-around",
    "/guides/emergency-numbers",
    "/offer-check",
    "/offline",
    "/offline/pack",
)


class Recorder(NullTranslations):
    """Stands behind a catalog and notes what that did not translate."""

    def __init__(self) -> None:
        super().__init__()
        self.missed: set[str] = set()

    def ugettext(self, message: str) -> str:
        self.missed.add(message)
        return message

    def ungettext(self, one: str, many: str, num: int) -> str:
        self.missed.add(one)
        return one


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
@pytest.mark.parametrize("tag", [tag for tag, language in LANGUAGES.items() if language.door])
def test_the_doors_are_whole_in_the_door_languages(
    read_client: FlaskClient, tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, recorder = Translations.load(CATALOGS, [tag]), Recorder()
    own._fallback = recorder
    monkeypatch.setattr(i18n, "catalog", lambda _tag: own)
    for path in DOORS:
        assert read_client.get(f"/{tag}{path}").status_code == 200
    assert recorder.missed == set()
