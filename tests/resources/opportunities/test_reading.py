"""Reading opportunities: what is public, filters, languages, the feed, the copy to take along, and the cost of it."""

import datetime
import gzip
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from benchmarks.measure import statements
from map import local
from map.areas.models import Area, AreaText
from map.organisations.models import Organisation
from portal import db
from portal.accounts.models import Account
from portal.outbox.worker import work
from resources.opportunities import demo, queries
from resources.opportunities.models import Opportunity
from tests.people import Browser, at_work, browser, make
from tests.resources.opportunities import offering
from tests.resources.opportunities.offering import offered, provider, words

pytestmark = pytest.mark.slow
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
LIST = "/en/opportunities"
DAY = datetime.timedelta(days=1)


def surfaces(client: Browser, offers: list[tuple[str, str]]) -> list[list[bool]]:
    """Whether list, feed, copy, search and page show each of *offers*."""
    paths = (LIST, f"{LIST}.json", "/en/offline/pack", "/en/search?kind=opportunity&q=text")
    pages = [client.get(path).text for path in paths]
    return [
        [f" {word}<" in page or f' {word}"' in page for page in pages]
        + [client.get(f"{LIST}/{slug}").status_code == 200]
        for slug, word in offers
    ]


def test_what_is_over_closed_held_or_of_a_hidden_organisation_is_nowhere(app: Flask) -> None:
    ours, gone, unverified = provider(app), provider(app), provider(app, verified=False)
    today = local.today()
    shown = [
        offered(app, ours),
        offered(app, ours, deadline=today + DAY, expires_on=today + DAY),
        offered(app, unverified),
        offered(app, ours, what="mentoring"),
    ]
    hidden = [
        offered(app, ours, expires_on=today - 2 * DAY),
        offered(app, ours, deadline=today - 2 * DAY),
        offered(app, ours, closed=True),
        offered(app, ours, state="pending"),
        offered(app, ours, state="hidden"),
        offered(app, gone),
        offered(app, unverified, what="mentoring"),
    ]
    work(app, until_idle=True)
    with at_work(app) as opened:
        opened.get_one(Organisation, gone.id).state = "hidden"
    client = browser(app)
    assert surfaces(client, shown) == [[True] * 5] * len(shown)
    assert surfaces(client, hidden) == [[False] * 5] * len(hidden)


@EMBEDDED
def test_filters_narrow_list_and_feed(app: Flask) -> None:
    ours = provider(app)
    with at_work(app) as opened:
        area = Area(slug="kallio", source_ref="x", texts=[AreaText(locale="en", name="Kallio")])
        opened.add(area)
        opened.flush()
        number = area.id
    hall, slug = offering.door(app)
    _, job = offered(app, provider(app), what="job", money="pays", ages_from=18, area_id=number, place_id=hall)
    _, course = offered(app, ours, money="free", ages_to=17)
    client = browser(app)
    for asked, found in {
        "what=job": [job], "money=free": [course], "age=17": [course], "age=18": [job], "area=kallio": [job],
        f"place={slug}": [job], f"organisation={ours.slug}": [course], "organisation=nobody": [], "place=nowhere": [],
        "language=ar": [job, course], "language=fi": [], "what=arts": [], "age=18&what=job&money=pays": [job],
    }.items():  # fmt: skip
        page, items = client.get(f"{LIST}?{asked}").text, client.get(f"{LIST}.json?{asked}").json
        assert [each for each in (job, course) if f"Course {each}" in page] == found, asked
        assert items is not None
        assert {each["title"] for each in items["items"]} == {f"Course {each}" for each in found}
    page = client.get(f"{LIST}?place={slug}&organisation={ours.slug}").text
    assert f"{ours.name}</bdi>" in page
    assert "Room " in page
    assert f'<input type="hidden" name="place" value="{slug}">' in page
    page = client.get(f"{LIST}?what=arts&age=20").text
    for said in ("Nothing open fits this", "/en/places?category=learn", ">Arts</bdi>", ">Age 20</bdi>"):
        assert said in page, said
    for wrong in (
        "what=x",
        "money=x",
        "age=-1",
        "age=121",
        "area=x",
        "language=xx9",
        "page=0",
        "place=%27",
        "organisation=A",
    ):
        assert client.get(f"{LIST}?{wrong}").status_code == 400, wrong
    assert client.get(f"{LIST}?page=2").status_code == 404


@EMBEDDED
def test_the_feed_leads_to_all_of_it_page_by_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "FED", 2)
    text = words("en", "Baking", "Bread.", requirements="Early mornings")
    slugs = {offered(app, provider(app))[0] for _ in range(4)} | {offered(app, provider(app), texts=[text])[0]}
    client = browser(app)
    path, asked = f"{LIST}.json?language=ar", []
    seen: dict[str, dict[str, Any]] = {}
    while path:
        page = client.get(path).get_json()
        assert page["feed_url"] == f"http://localhost{path}"
        assert page["home_page_url"] == f"http://localhost{LIST}?language=ar"
        seen |= {each["url"].rpartition("/")[2]: each["_wayhouse"] for each in page["items"]}
        asked.append(len(page["items"]))
        path = page.get("next_url", "").removeprefix("http://localhost")
    assert (asked, set(seen)) == ([2, 2, 1], slugs)
    assert {each["requirements"] for each in seen.values()} == {"", "Early mornings"}
    assert all(each["no_fee"] and each["no_passport"] for each in seen.values())
    assert client.get(f"{LIST}.json?language=ar&page=4").status_code == 404


@EMBEDDED
def test_each_reader_has_the_best_words_and_is_told_what_they_are(app: Flask) -> None:
    texts = [
        words("en", "Baking course", "Bread.", pay="200 a month", requirements="Early mornings"),
        words("ar", "دورة خبز", "خبز", origin="machine", review="draft", based_on=1),
    ]
    slug, _ = offered(app, provider(app), what="job", texts=texts, wording=2, deadline=local.today() + 3 * DAY)
    client = browser(app)
    arabic = client.get(f"/ar/opportunities/{slug}").text
    assert '<h1 dir="rtl" lang="ar">دورة خبز</h1>' in arabic
    assert arabic.count('class="notice draft"') == 2, "the interface's and the text's own"
    assert f"/ar/opportunities/{slug}?read=en" in arabic
    assert '<bdi lang="en" dir="ltr">200 a month</bdi>' in arabic
    french = client.get(f"/fr/opportunities/{slug}").text
    assert '<h1 dir="ltr" lang="en">Baking course</h1>' in french
    english = client.get(f"/en/opportunities/{slug}").text
    assert not any(each in english for each in ("Translated by a machine", "something newer", "in your language yet"))
    assert "3 days left" in english
    shared = client.get(f"/en/opportunities/{slug}/share").text
    assert "Check it yourself: https://harbour.example.org" in shared
    assert f"http://localhost/en/opportunities/{slug}" in shared
    item = next(iter((client.get("/ar/opportunities.json").json or {})["items"]))
    assert (item["language"], item["_wayhouse"]["machine"], item["_wayhouse"]["outdated"]) == ("ar", True, True)
    assert item["content_html"].startswith("<p")


@EMBEDDED
def test_the_demo_says_that_it_is_one(app: Flask) -> None:
    names = {name: make(app).id for name in ("editor", "moderator", "youth")}
    with at_work(app) as opened:
        people = {name: opened.get_one(Account, number) for name, number in names.items()}
        found = demo.organisation(opened, people)
        demo.fill(opened, people)
        assert (demo.organisation(opened, people), found.verified) == (found, True)
    for tag in ("en", "ar"):
        items = (browser(app).get(f"/{tag}/opportunities.json").json or {})["items"]
        assert len(items) == 8
        assert all("DEMO" in each["title"] and "DEMO" in each["content_html"] for each in items)
        assert {each["_wayhouse"]["machine"] for each in items} == {tag == "ar"}


@EMBEDDED
def test_pages_cost_few_statements_and_bytes_however_many_there_are(app: Flask) -> None:
    ours = provider(app)
    for _ in range(25):
        slug, _word = offered(app, ours)
    client = browser(app)
    paths = (LIST, f"{LIST}?page=2", f"{LIST}/{slug}", f"{LIST}.json")
    for path in paths:
        with app.app_context(), statements(db.engine()) as said:
            page = client.get(path)
        assert page.status_code == 200
        assert len(said) <= 6, (path, said)
        assert len(gzip.compress(page.data)) <= 30 * 1024
    assert [client.get(path).text.count("<article") for path in paths[:2]] == [20, 5]
    with app.app_context():
        assert len(db.session().scalars(select(Opportunity.id)).all()) == 25
