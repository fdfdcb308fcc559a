"""What is withheld though it was let out: nobody can check it any more, or nobody answers for it any more."""

import pytest
from flask import Flask
from sqlalchemy import select

from map.organisations.models import Organisation
from map.places.models import Place
from portal import db
from portal.moderation import deciding, queue
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.outbox.worker import work
from portal.permissions import Role
from resources.opportunities.models import Opportunity
from tests.moderating import judged
from tests.people import Browser, at_work, browser, come_in, make, send
from tests.resources.opportunities.offering import Provider, door, offered, phone, post, provider, verify

pytestmark = pytest.mark.slow
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
LIST = "/en/opportunities"


def seen(client: Browser, offers: dict[str, tuple[str, str]]) -> set[str]:
    """Which of *offers*, by their names, anyone sees: on all surfaces, or on none."""
    paths = (
        LIST, f"{LIST}.json", "/en/offline/pack", "/en/search?kind=opportunity&q=text",
        "/api/opportunities.geojson?bbox=24.9,60.1,25,60.2&zoom=17",
    )  # fmt: skip
    pages = [client.get(path).text for path in paths]
    found = set()
    for name, (slug, word) in offers.items():
        where = {word in page for page in pages}
        where |= {client.get(f"{LIST}/{slug}{end}").status_code == 200 for end in ("", "/share")}
        assert len(where) == 1, (name, where)
        found |= {name} if where == {True} else set()
    return found


def item_of(app: Flask, slug: str) -> int:
    """The number of an opportunity in the queue."""
    with app.app_context():
        query = select(ReviewItem.id).join(Opportunity, Opportunity.id == ReviewItem.target_id)
        return db.session().scalars(query.where(Opportunity.slug == slug)).one()


def keep(app: Flask, slug: str) -> None:
    """Let a moderator look at an opportunity that can be read, and leave it as it is."""
    account, number = judged(app, make(app, Role.MODERATOR)), item_of(app, slug)
    with at_work(app) as opened:
        item = opened.get_one(ReviewItem, number)
        queue.claim(opened, account, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, account, item.id, item.version, Ruling("keep", "none"))


def change(app: Flask, ours: Provider, **facts: object) -> None:
    """Change what we know of an organisation."""
    with at_work(app) as opened:
        row = opened.get_one(Organisation, ours.id)
        for name, value in facts.items():
            setattr(row, name, value)


def test_what_is_not_the_organisations_own_any_more_is_nowhere(app: Flask) -> None:
    ours = provider(app)
    number = "+358912345678"
    phone(app, ours.id, number)
    places = [door(app, f"24.94{each} 60.17")[0] for each in range(3)]
    ways = {
        "site": {"check_url": "https://harbour.example.org/a"},
        "phone": {"check_url": "", "check_phone": number},
        "both": {"check_phone": number},
    }
    offers = {name: offered(app, ours, place_id=places.pop(), **each) for name, each in ways.items()}
    work(app, until_idle=True)
    client = browser(app)
    assert seen(client, offers) == {"site", "phone", "both"}
    for site in (None, "", "https://squatter.example"):
        change(app, ours, website=site)
        assert seen(client, offers) == {"phone"}
    change(app, ours, website=ours.website)
    with at_work(app) as opened:
        opened.scalars(select(Place).where(Place.organisation_id == ours.id)).one().state = "hidden"
    assert seen(client, offers) == {"site"}
    with at_work(app) as opened:
        place = opened.scalars(select(Place).where(Place.organisation_id == ours.id)).one()
        place.state, place.organisation_id = "published", None
    assert seen(client, offers) == {"site"}


@EMBEDDED
def test_whoever_runs_it_is_told_why_and_sends_it_again(app: Flask) -> None:
    ours = provider(app)
    client, outside = come_in(app, ours.person), browser(app)
    path = post(client).location
    change(app, ours, website="https://new.example.org")
    assert outside.get(path).status_code == 404
    for page in (client.get("/en/desk").text, client.get(path).text):
        assert "the way to check it is not the organisation&#39;s own any more" in page
        assert "Choose “Change it”" in page
    assert "They are its own" not in client.get(path).text
    old = send(client, client.get(f"{path}/change"), no_fee="y", no_passport="y")
    assert (old.status_code, "own website, https://new.example.org" in old.text) == (400, True)
    answer = send(client, client.get(f"{path}/change"), check_url="https://new.example.org/a")
    assert answer.status_code == 303
    assert "They are its own" in outside.get(path).text
    change(app, ours, website="https://www.new.example.org")
    assert outside.get(path).status_code == 404
    assert send(client, client.get(f"{path}/extend")).status_code == 303
    assert outside.get(path).status_code == 200
    change(app, ours, state="pending")
    assert outside.get(path).status_code == 404
    assert "its organisation is not shown here" in client.get("/en/desk").text


def test_what_a_verification_let_out_goes_with_it_until_a_person_looked(app: Flask) -> None:
    ours = provider(app)
    client, outside = come_in(app, ours.person), browser(app)
    paths = [post(client, title=f"Course of {name}").location for name in ("bread", "milk", "honey")]
    bread, milk, honey = (path.rpartition("/")[2] for path in paths)
    held, _ = offered(app, ours)
    offers = {slug: (slug, slug) for slug in (bread, milk, honey, held)}

    def readable() -> set[str]:
        return {each for each in offers if outside.get(f"{LIST}/{each}").status_code == 200}

    keep(app, bread)
    keep(app, milk)
    assert send(client, client.get(f"{LIST}/{milk}/change"), text="Something else now.").status_code == 303
    assert readable() == set(offers)
    with at_work(app) as opened:
        opened.get_one(Organisation, ours.id).verifications = []
    assert readable() == {bread, held}
    listed = outside.get(LIST).text
    assert [f"{LIST}/{each}" in listed for each in (bread, milk, honey)] == [True, False, False]
    desk = client.get("/en/desk").text
    assert desk.count("its organisation is not verified any more") == 2
    moderator = come_in(app, make(app, Role.MODERATOR))
    for name, waits in ((bread, False), (honey, True)):
        page = moderator.get(f"/en/moderation/{item_of(app, name)}").text
        assert ("If you leave it as it is, others see it again." in page) == waits, name
    keep(app, honey)
    assert readable() == {bread, held, honey}
    verify(app, ours.id)
    assert readable() == set(offers)
    with app.app_context():
        assert len(db.session().scalars(select(ReviewItem.id)).all()) == 3


@EMBEDDED
def test_reviewers_see_what_they_decide_about(app: Flask) -> None:
    ours, unverified = provider(app), provider(app, verified=False)
    leader = make(app, Role.LEADER, "area:kallio")
    post(come_in(app, ours.person), title="Mentors", what="mentoring", ages_from="18", hours_a_week="3")
    post(come_in(app, leader), title="Kitchen", what="job", pay="9 an hour", provider=unverified.name)
    moderator = come_in(app, make(app, Role.MODERATOR))
    addresses = [f"/en/moderation/{item_of(app, slug)}" for slug in ("mentors", "kitchen")]
    mentors, kitchen = (moderator.get(each).text for each in addresses)
    for said in (
        "Mentoring programme", "how the organisation chooses its mentors", "Verified by two people", "No deadline",
        "Whoever posted it belongs to this organisation.", "Shown until", "Nobody keeps a passport or papers.",
        "18", "Hours a week", "https://courses.harbour.example.org/a", "They are its own",
    ):  # fmt: skip
        assert said in mentors, said
    for said in ("Not verified by us.", "Whoever posted it does not belong to this organisation.", "9 an hour"):
        assert said in kitchen, said
    assert "belongs to this organisation" not in kitchen
    change(app, unverified, website="https://elsewhere.example")
    kitchen = moderator.get(addresses[1]).text
    assert "They are not any more, as far as we know." in kitchen
    assert "They are its own" not in kitchen
    page = moderator.get(f"{LIST}/kitchen")
    assert (page.status_code, "those who review it see this" in page.text) == (200, True)
    assert "For those who offer it" not in page.text
    for role in (Role.TRANSLATOR, Role.RESPONDER, Role.MEMBER):
        assert come_in(app, make(app, role)).get(f"{LIST}/kitchen").status_code == 404
    weak = come_in(app, make(app, Role.MODERATOR), strong=False)
    assert [each.get(f"{LIST}/kitchen").status_code for each in (weak, browser(app))] == [404, 404]
    number = item_of(app, "kitchen")
    with at_work(app) as opened:
        opened.get_one(ReviewItem, number).route = "ombudsperson"
    assert moderator.get(f"{LIST}/kitchen").status_code == 404
