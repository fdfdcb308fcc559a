"""The demo's opportunities, of an organisation that does not exist. None of it is real, and each title says DEMO."""

import datetime
import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from map import local
from map.organisations import kind as organisations
from map.organisations.models import Organisation, OrganisationVerification
from map.places.models import Place
from map.slugs import Slugs
from portal import db
from portal.accounts import staff
from portal.accounts.models import Account
from portal.moderation import targets
from portal.permissions import Role
from portal.text import prose
from resources.opportunities.kind import KIND
from resources.opportunities.models import Opportunity, OpportunityLanguage, OpportunityText
from resources.opportunities.words import WHAT

FILE = Path(__file__).parent / "demo.toml"
SLUG, NAME, WEBSITE = "harbour-association", "DEMO Harbour Association", "https://harbour.example.org"
ABOUT = "DEMO: an association of neighbours that teaches, helps with papers and plays football. It is not real."
VERIFIERS = ("editor", "moderator")
POSTER = "youth"


def fill(opened: Session, people: dict[str, Account]) -> None:
    """Add them, posted by the youth programme among *people*, which belongs to the organisation."""
    provider, slugs = organisation(opened, people), Slugs(opened, Opportunity)
    for said in tomllib.loads(FILE.read_text(encoding="utf-8"))["opportunity"]:
        row = _opportunity(opened, said)
        row.slug, row.organisation, row.author_id = slugs.make(said["title"]), provider, people[POSTER].id
        opened.add(row)
        opened.flush()
        targets.follow(opened, KIND, row)


def organisation(opened: Session, people: dict[str, Account]) -> Organisation:
    """The verified organisation of the demo that has a website and people: made where it is not there yet."""
    found = opened.scalar(select(Organisation).where(Organisation.slug == SLUG))
    if found is not None:
        return found
    row = Organisation(
        slug=SLUG, name=NAME, about=ABOUT, website=WEBSITE, language="en", state="published", locked=False,
        written_on=db.today(),
    )  # fmt: skip
    row.verifications = [
        OrganisationVerification(verified_by=people[each].id, verified_on=db.today()) for each in VERIFIERS
    ]
    opened.add(row)
    opened.flush()
    staff.grant(opened, None, people[POSTER], Role.MEMBER, row.scope)
    targets.follow(opened, organisations.KIND, row)
    return row


def _opportunity(opened: Session, said: dict[str, Any]) -> Opportunity:
    today, place = local.today(), opened.scalar(local.doors().where(Place.slug == said.get("place", "")))
    deadline = today + datetime.timedelta(days=said["deadline"]) if "deadline" in said else None
    return Opportunity(
        what=said["what"], category_code=WHAT[said["what"]].category, online="", place=place,
        area_id=local.district(opened, place, said.get("area", "")),
        deadline=deadline, expires_on=today + datetime.timedelta(days=said["ends"]), money=said["money"],
        hours_a_week=said.get("hours_a_week"), ages_from=said.get("ages_from"), ages_to=None,
        step_free=said.get("step_free"), check_url=f"{WEBSITE}/offers", check_phone="", checked_site=WEBSITE,
        vouched_after=0, no_fee=True, no_passport=True, closed=False, reminded=False, announced=False, version=1,
        wording=1, changed_on=db.today(), language="en", written_on=db.today(), state="published", locked=False,
        texts=[_english(said), _arabic(said["ar"])],
        languages=[OpportunityLanguage(language=each) for each in said["languages"]],
    )  # fmt: skip


def _english(said: dict[str, Any]) -> OpportunityText:
    return OpportunityText(
        locale="en", title=said["title"], text=said["text"], html=prose(said["text"]), pay=said["pay"],
        requirements=said.get("requirements", ""), origin="human", review="verified", based_on=0,
    )  # fmt: skip


def _arabic(said: list[str]) -> OpportunityText:
    """The same by a machine, which the page says."""
    title, text, requirements, pay = said
    return OpportunityText(
        locale="ar", title=title, text=text, html=prose(text), pay=pay, requirements=requirements, origin="machine",
        review="draft", based_on=1,
    )  # fmt: skip
