"""Posting opportunities: what is read at once, what waits, what is refused, and what posting costs."""

import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from map import local
from map.organisations.models import Organisation
from portal import db
from portal.moderation import deciding, queue
from portal.moderation.models import ReviewItem
from portal.moderation.rulings import Ruling
from portal.outbox.worker import work
from portal.permissions import Role
from resources.opportunities.kind import KIND
from resources.opportunities.models import Opportunity
from tests.moderating import judged
from tests.people import Browser, at_work, browser, come_in, give, make, send, sheet
from tests.resources.opportunities.offering import TYPED, phone, post, provider, verify

pytestmark = pytest.mark.slow
EMBEDDED = pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
LIST = "/en/opportunities"


def approve(app: Flask, slug: str) -> None:
    """Let a moderator publish what waits."""
    person = make(app, Role.MODERATOR)
    account = judged(app, person)
    with at_work(app) as opened:
        row = opened.scalars(select(Opportunity).where(Opportunity.slug == slug)).one()
        item = queue.open_item(opened, KIND, row, "all")
        queue.claim(opened, account, item.id, item.version)
        opened.refresh(item)
        deciding.decide(opened, account, item.id, item.version, Ruling("approve", "none"))


def test_people_of_a_verified_organisation_publish_and_others_wait(app: Flask) -> None:
    ours = provider(app)
    assert come_in(app, make(app)).get(f"{LIST}/new").status_code == 403
    outside = browser(app)
    assert outside.get(f"{LIST}/new").status_code == 302
    answer = post(come_in(app, ours.person), organisation=ours.slug, languages=["ar", "en"])
    assert (answer.status_code, answer.location) == (303, f"{LIST}/finnish-for-beginners")
    other = post(come_in(app, make(app, Role.LEADER, "area:kallio")), title="Held course", provider=ours.name)
    assert (other.status_code, "/account/" in other.location or "contribution" in other.location) == (303, True)
    with app.app_context():
        reasons = dict(db.session().execute(select(ReviewItem.target_id, ReviewItem.reasons)).all())
        rows = {row.slug: row for row in db.session().scalars(select(Opportunity))}
        first, held = rows["finnish-for-beginners"], rows["held-course"]
        assert (first.state, first.category_code, first.organisation_id) == ("published", "language-library", ours.id)
        assert (held.state, held.organisation_id) == ("pending", ours.id)
        assert [reasons[each.id].split()[-1] for each in (first, held)] == ["after", "all"]
    work(app, until_idle=True)
    page = outside.get(answer.location).text
    for said in (
        "Finnish for beginners", "evenings a <strong>week</strong>", ours.name, "Verified by two people", "Free",
        "https://courses.harbour.example.org/a", "Nobody keeps a passport or papers.",
        "Whoever listed this declared:", "/en/offer-check",
        "harm=trafficking", "No deadline",
    ):  # fmt: skip
        assert said in page, said
    texts = [outside.get(path).text for path in (LIST, f"{LIST}.json", "/en/search?q=beginners", "/en/search?q=held")]
    assert ["for beginners" in each or "beginners</mark>" in each for each in texts[:3]] == [True, True, True]
    assert not any("Held course" in each for each in texts)
    assert outside.get(f"{LIST}/held-course").status_code == 404
    number = first.id
    assert "Finnish for beginners" in outside.get(f"/en/flag/opportunity/{number}?harm=trafficking").text
    approve(app, "held-course")
    assert "Held course" in outside.get(f"{LIST}/held-course").text


def refused(client: Browser, why: str, **typed: str) -> None:
    """Post something that is refused because of *why*, and look whether the words are kept."""
    answer = post(client, text="Words that took an hour", **typed)
    assert answer.status_code == 400, answer.location
    assert "Words that took an hour" in answer.text
    assert why in answer.text, why


@EMBEDDED
def test_nothing_is_offered_that_nobody_could_check(app: Flask) -> None:
    ours, silent = provider(app), provider(app, website=None)
    give(app, ours.person, Role.MEMBER, f"organisation:{silent.id}")
    client = come_in(app, ours.person)
    own = {"organisation": ours.slug}
    refused(client, "Without this, nothing can be offered here.", no_fee="", **own)
    refused(client, "Without this, nothing can be offered here.", no_passport="", **own)
    for address in (
        "https://other.example.org/a", "https://harbour.example.org.evil.example", "https://evil.example\\.harbour.example.org",
        "https://harbour.example.org@evil.example", "http://harbour.example.org",
    ):  # fmt: skip
        refused(client, "own website, https://harbour.example.org", check_url=address, **own)
    refused(client, "Say how people can check this", check_url="", **own)
    refused(client, "We do not know this number", check_phone="+358 9 123", **own)
    refused(client, "neither a website nor a phone", organisation=silent.slug)
    refused(client, "We do not know this organisation", organisation="", provider="Nobody")
    phone(app, silent.id, "+358912345678")
    refused(client, "We know no website of this organisation", organisation=silent.slug)
    answer = post(client, organisation=silent.slug, check_url="", check_phone="09 1234 5678")
    assert "tel:+358912345678" in browser(app).get(answer.location).text


@EMBEDDED
def test_what_would_harm_or_mislead_is_refused(app: Flask) -> None:
    ours = provider(app)
    client = come_in(app, ours.person)
    today = local.today()
    far, past = (str(today + datetime.timedelta(days=each)) for each in (190, -2))
    refused(client, "Say in words what the job pays.", what="job", pay="")
    refused(client, "Say what it costs in the end", what="microfinance", pay="")
    refused(client, "Nobody may have to pay for this.", what="job", money="costs")
    refused(client, "within six months", expires_on=far)
    refused(client, "within six months", expires_on=past)
    refused(client, "within two years", deadline=past)
    refused(client, "Choose a day.", deadline="soon")
    refused(client, "Nobody is between these ages.", ages_from="30", ages_to="20")
    refused(client, "Write a number that can be true.", ages_from="300")
    refused(client, "It has to begin with https://.", online="https://evil.example\\.harbour.example.org")
    refused(client, "We do not know this place", place="/en/places/nowhere")
    bad = "\u202eevil\u202c <script>alert(1)</script> ![x](http://a.example/b.png) [here](javascript:alert(1))"
    answer = post(client, title="A \u202etitle<b>", text=bad, requirements="<i>none</i>", pay="<u>much</u>")
    page = browser(app).get(answer.location).text
    assert not any(
        each in page for each in ("<script>alert", "\u202e", "<img", "<i>none", "<u>much", 'href="javascript')
    )
    assert "A title&lt;b&gt;" in page
    assert post(client, title="New").location == f"{LIST}/new-2"


@EMBEDDED
def test_mentoring_is_of_verified_organisations_and_always_waits(app: Flask) -> None:
    ours, unverified = provider(app), provider(app, verified=False)
    refused(come_in(app, unverified.person), "two people have verified", what="mentoring")
    answer = post(come_in(app, ours.person), what="mentoring", title="Mentors")
    assert answer.status_code == 303
    outside = browser(app)
    assert outside.get(f"{LIST}/mentors").status_code == 404
    approve(app, "mentors")
    page = outside.get(f"{LIST}/mentors").text
    assert "This portal brings no people together." in page
    assert 'method="post"' not in page
    with at_work(app) as opened:
        opened.get_one(Organisation, ours.id).verifications = []
    assert outside.get(f"{LIST}/mentors").status_code == 404
    verify(app, ours.id)
    assert outside.get(f"{LIST}/mentors").status_code == 200


@EMBEDDED
def test_the_next_one_begins_with_what_the_last_one_said(app: Flask) -> None:
    ours = provider(app)
    client = come_in(app, ours.person)
    begun = sheet(client.get(f"{LIST}/new"))
    today = local.today()
    assert begun["check_url"] == "https://www.harbour.example.org"
    assert begun["expires_on"] == str(today + datetime.timedelta(days=90))
    look = send(client, client.get(f"{LIST}/new"), **TYPED, preview="1")
    assert "This is how others will see it." in look.text
    assert "evenings a <strong>week</strong>" in look.text
    kept = send(client, client.get(f"{LIST}/new"), title="Begun", deadline="2030-01-01", ages_from="7", keep="1")
    assert kept.status_code == 200
    again = sheet(client.get(f"{LIST}/new"))
    assert [again[name] for name in ("title", "deadline", "ages_from", "expires_on")] == [
        "Begun", "2030-01-01", "7", begun["expires_on"],
    ]  # fmt: skip
    assert post(client, languages=["ar", "fi"], ages_from="16", step_free="yes", deadline="").status_code == 303
    page = client.get(f"{LIST}/new")
    names = {"title": "", "ages_from": "", "check_url": TYPED["check_url"], "step_free": "yes", "what": "course"}
    assert {name: sheet(page)[name] for name in names} == names
    assert "no_fee" not in sheet(page).names
    copied = sheet(client.get(f"{LIST}/new?copy=finnish-for-beginners"))
    assert [copied["title"], copied["pay"], copied["expires_on"]] == [
        "Finnish for beginners",
        "Free",
        begun["expires_on"],
    ]
    assert [value for name, value in copied.fields if name == "languages"] == ["fi", "ar"]
    stranger = come_in(app, provider(app).person)
    assert stranger.get(f"{LIST}/new?copy=finnish-for-beginners").status_code == 404
