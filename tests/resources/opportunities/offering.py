"""What tests of opportunities share: organisations with their people, and opportunities as they would be posted."""

import datetime
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from map.organisations.models import Organisation, OrganisationVerification
from map.places.models import Place, PlaceGeometry, PlacePhone
from portal import db
from portal.moderation import targets
from portal.permissions import Role
from portal.text import prose
from resources.opportunities.kind import KIND
from resources.opportunities.models import Opportunity, OpportunityLanguage, OpportunityText
from tests.moderating import secret_word, suggestion
from tests.people import Browser, Person, at_work, fill_in, make, send

TYPED = {
    "what": "course", "title": "Finnish for beginners", "text": "Two evenings a **week**.", "pay": "Free",
    "check_url": "https://courses.harbour.example.org/a", "no_fee": "y", "no_passport": "y",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation, and someone of it."""

    id: int
    slug: str
    name: str
    website: str
    person: Person


def provider(
    app: Flask, *, verified: bool = True, website: str | None = "https://www.harbour.example.org"
) -> Provider:
    """A public organisation with one of its people."""
    word = secret_word()
    with at_work(app) as opened:
        row = Organisation(
            slug=f"harbour-{word}", name=f"Harbour {word}", website=website, language="en", state="published",
            locked=False,
        )  # fmt: skip
        opened.add(row)
        opened.flush()
        found = row.id
    if verified:
        verify(app, found)
    person = make(app, Role.MEMBER, f"organisation:{found}")
    return Provider(found, f"harbour-{word}", f"Harbour {word}", website or "", person)


def verify(app: Flask, organisation_id: int) -> None:
    """Let two people say that an organisation is what it says."""
    by = [make(app).id, make(app).id]
    with at_work(app) as opened:
        opened.add_all(
            OrganisationVerification(organisation_id=organisation_id, verified_by=each, verified_on=db.today())
            for each in by
        )


def phone(app: Flask, organisation_id: int, number: str) -> None:
    """Let a public place of an organisation be reached at *number*."""
    place_id, _word = suggestion(app, make(app), published=True)
    with at_work(app) as opened:
        place = opened.get_one(Place, place_id)
        place.organisation_id = organisation_id
        place.phones = [PlacePhone(position=0, number=number)]


def door(app: Flask, point: str = "24.94 60.17") -> tuple[int, str]:
    """A public place with a door: its id, and its slug."""
    place_id, word = suggestion(app, make(app), published=True)
    with at_work(app) as opened:
        opened.add(PlaceGeometry(place_id=place_id, geom=f"SRID=4326;POINT({point})"))
    return place_id, f"suggested-{word}"


def offered(app: Flask, by: Provider, **facts: Any) -> tuple[str, str]:
    """An opportunity of *by* that can be read. Return its slug and a word that only it holds."""
    word, today = secret_word(), db.today()
    plain: dict[str, Any] = {
        "what": "course", "category_code": "jobs", "expires_on": today + datetime.timedelta(days=60), "no_fee": True,
        "no_passport": True, "check_url": "https://harbour.example.org", "checked_site": by.website,
        "state": "published", "locked": False,
        "language": "en", "announced": True, "texts": [words("en", f"Course {word}", f"Text {word}")],
    }  # fmt: skip
    with at_work(app) as opened:
        row = Opportunity(
            slug=f"x-{word}", organisation_id=by.id, author_id=by.person.id, written_on=today, changed_on=today,
            languages=[OpportunityLanguage(language="ar")], **plain | facts,
        )  # fmt: skip
        opened.add(row)
        opened.flush()
        targets.follow(opened, KIND, row)
    return f"x-{word}", word


def words(locale: str, title: str, text: str, **facts: Any) -> OpportunityText:
    """What an opportunity says in a language."""
    return OpportunityText(locale=locale, title=title, text=text, html=prose(text), **facts)


def post(client: Browser, path: str = "/en/opportunities/new", **typed: str | list[str]) -> TestResponse:
    """Post an opportunity; who is new here is first asked whether what they wrote is meant."""
    answer = fill_in(client, path, **TYPED | typed)
    return send(client, answer) if "Look again before you send" in answer.text else answer
