"""The copy to take along: whole in one language, the same for everyone, nothing confidential, small."""

import gzip
import random
import re

import pytest
from flask import Flask
from sqlalchemy import select

from benchmarks.measure import statements
from map.places.models import Place, PlaceLanguage, PlacePhone, PlaceText
from portal import db
from portal.permissions import Role
from resources.guides.actions import Words
from resources.guides.exchange import records
from resources.guides.exchange.records import Incoming
from resources.guides.models import Guide, Origin
from tests.moderating import suggestion
from tests.people import Person, at_work, both_databases, browser, come_in, make
from tests.resources.guiding import CONTACT, change, checked, draft, guide

pytestmark = pytest.mark.slow

EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
KB = 1024
PACK = "/en/offline/pack"
ARABIC = "## أولا\n\nكلمات.\n\n::: contact\nاتصل بالرقم 112.\n:::"
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@both_databases
def test_it_holds_lines_places_and_guides_and_leads_nowhere_else(demo_app: Flask) -> None:
    page = browser(demo_app).get("/ar/offline/pack")
    assert 'href="tel:112"' in page.text
    assert page.text.count('class="pack-part"') == 5
    assert 'id="guide-emergency-numbers"' in page.text
    assert page.text.count("<h4>") > 50
    ids = re.findall(r' id="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page.text)) <= set(ids)
    assert page.headers["Cache-Control"] == "no-store"


@both_databases
def test_it_is_the_same_for_everyone(demo_app: Flask) -> None:
    editor = come_in(demo_app, make(demo_app, Role.EDITOR))
    assert editor.get(PACK).data == browser(demo_app).get(PACK).data


@EMBEDDED
def test_a_district_narrows_its_places_and_keeps_every_line(demo_app: Flask) -> None:
    whole, part = (browser(demo_app).get(f"{PACK}{area}").text for area in ("", "?area=kluuvi"))
    assert 0 < part.count("<h4>") < whole.count("<h4>")
    with demo_app.app_context():
        lines = db.session().scalars(select(Place).where(Place.category_code == "hotline")).all()
        assert all(f'href="tel:{line.phones[0].number}"' in part for line in lines)


@both_databases
def test_what_is_not_public_is_not_in_it(app: Flask) -> None:
    author = make(app)
    _, waits = suggestion(app, author)
    _, shown = suggestion(app, author, published=True)
    slug, word = guide(app)
    assert word in browser(app).get(PACK).text
    with at_work(app) as opened:
        opened.scalars(select(Guide).where(Guide.slug == slug)).one().state = "hidden"
    page = browser(app).get(PACK).text
    assert (shown in page, waits in page, word in page) == (True, False, False)


@both_databases
def test_critical_parts_are_those_that_a_person_stands_behind(app: Flask) -> None:
    guide(app, draft("ar", "دليل", ARABIC))
    page = browser(app).get("/ar/offline/pack").text
    assert ("كلمات" in page, "اتصل بالرقم" in page, "Call 112." in page) == (True, False, True)


@EMBEDDED
def test_many_guides_cost_no_more_statements_than_one(app: Flask) -> None:
    editor = make(app, Role.EDITOR)
    _outdated(app, editor)
    few = _cost(app)
    for _ in range(6):
        _outdated(app, editor)
    assert _cost(app) == few <= 8


def _outdated(app: Flask, editor: Person) -> None:
    slug, _ = guide(app, checked("ar", "دليل", ARABIC), body=f"## One\n\n::: places clinic\n:::\n\n{CONTACT}")
    change(app, editor, slug, "## Other\n\n::: contact\nCall 113.\n:::")


def _cost(app: Flask) -> int:
    with statements(db.engine()) as said:
        assert browser(app).get("/ar/offline/pack").status_code == 200
    assert not [each for each in said if not each.lstrip().upper().startswith("SELECT")]
    return len(said)


class Speaker:
    """Says words that do not repeat, so that they compress no better than a language does."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.known = ["".join(self.chance.choices(LETTERS, k=self.chance.randint(2, 8))) for _ in range(6_000)]

    def words(self, count: int) -> str:
        return " ".join(self.chance.choices(self.known, k=count))


def _guides(app: Flask, say: Speaker) -> None:
    """Sixty guides of about 350 words, each with two headings, steps and whom to call."""
    with at_work(app) as opened:
        records.store(opened, [_incoming(number, say) for number in range(60)])


def _incoming(number: int, say: Speaker) -> Incoming:
    steps = "\n".join(f"{step}. {say.words(25)}." for step in range(1, 5))
    body = (
        f"{say.words(40)}.\n\n## {say.words(4)}\n\n{say.words(90)}.\n\n::: steps\n{steps}\n:::\n\n## {say.words(3)}"
    )
    body += f"\n\n{say.words(100)}.\n\n::: contact\n{say.words(20)}\n:::"
    words = Words(say.words(4), f"{say.words(15)}.", body)
    return Incoming(f"guide-{number}", "ar", words, source=True, origin=Origin.HUMAN, position=number)


def _places(app: Flask, say: Speaker) -> None:
    """Three hundred and twenty places, each with an address, hours, a number and two languages."""
    codes = ("clinic", "meals", "legal-help", "city-office", "safe-space", "language-library")
    with at_work(app) as opened:
        for number in range(320):
            opened.add(
                Place(
                    slug=f"place-{number}", source="own", source_ref=str(number), time_zone="Europe/Helsinki",
                    category_code=codes[number % 6], source_date=db.today(), state="published", locked=False,
                    address=f"{say.words(2)} {number}", hours=f"Mo-Th 0{number % 3 + 7}:00-16:00; Fr 10:00-14:30",
                    texts=[PlaceText(locale="ar", name=say.words(4))],
                    phones=[PlacePhone(position=0, number=f"+358{say.chance.randint(10**8, 10**9)}")],
                    languages=[PlaceLanguage(language=tag) for tag in ("ar", "fi")],
                )
            )  # fmt: skip


@both_databases
def test_sixty_guides_and_three_hundred_places_fit_into_300_kilobytes(app: Flask) -> None:
    say = Speaker()
    _guides(app, say)
    _places(app, say)
    answer = browser(app).get("/ar/offline/pack", headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(answer.data).decode()
    assert page.count('class="guide pack-guide"') == 60
    assert page.count("<h4>") == 300
    assert len(answer.data) <= 300 * KB


@both_databases
def test_its_page_says_what_it_is_and_how_large(demo_app: Flask) -> None:
    with statements(db.engine()) as said:
        page = browser(demo_app).get("/en/offline?area=kluuvi")
    assert len(said) <= 13  # it draws the copy, to say how large it is
    assert "kilobytes" in page.text
    assert "Kluuvi</bdi>" in page.text
    assert 'data-pack="/en/offline/pack?area=kluuvi"' in page.text
    assert 'class="actions" hidden data-with' in page.text  # the button comes with the script
    assert "/en/guides/first-days/sheet" in page.text
    assert len(gzip.compress(page.data)) <= 30 * KB


@EMBEDDED
@pytest.mark.parametrize("area", ["nowhere", "x'; --", "<script>", "k" * 3_000, "%00", "\u202e"])
def test_a_district_that_is_not_there_is_said(app: Flask, area: str) -> None:
    for path in ("/en/offline", PACK):
        page = browser(app).get(path, query_string={"area": area})
        assert page.status_code == 400
        assert "<script>" not in page.text


@EMBEDDED
def test_the_worker_may_answer_everywhere_and_keeps_nothing(app: Flask) -> None:
    answer = browser(app).get("/offline-worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"\.put\(|\.add\(|addAll|indexedDB|localStorage", answer.text)
