"""What an operator does before a portal is opened: the first accounts, and naming what is missing."""

import dataclasses

import pytest
from flask import Flask

from portal.accounts import operating
from portal.errors import BadInput
from tests.people import PASSWORD

COMPLETE = {
    "outside_reviewer": "A judge, judge@example.org", "outside_deputy": "Another", "secret_key": "s" * 40,
    "public_url": "https://help.example.org", "trusted_hosts": "help.example.org", "contact": "us@example.org",
    "operator": "The city", "staffed_hours": "en=Mo-Fr 09:00-17:00", "on_call_mail": "call@example.org",
}  # fmt: skip
STAFF = ("moderator", "moderator", "admin", "admin", "ombudsperson")


def test_a_portal_with_people_and_settings_lacks_nothing(app: Flask) -> None:
    settings = dataclasses.replace(app.extensions["wayhouse.settings"], **COMPLETE)
    assert len(operating.missing(settings)) == 3
    for number, role in enumerate(STAFF):
        operating.create(f"Heron {'abdeg'[number] * 2}", PASSWORD, [role], ["en"])
    assert operating.missing(settings) == []
    odd = dataclasses.replace(settings, staffed_hours="en=whenever we like")
    assert operating.missing(odd) == ["staffed_hours: en=whenever we like cannot be read."]


@pytest.mark.parametrize(("password", "reads"), [("1234567890", []), ("short", []), (PASSWORD, ["xx"])])
@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_a_weak_password_and_an_unknown_language_are_refused(app: Flask, password: str, reads: list[str]) -> None:
    with pytest.raises(BadInput):
        operating.create("Heron", password, [], reads)
