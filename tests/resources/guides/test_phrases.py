"""The safety phrases are words that readers really see, and the team sees what each says in every language."""

import polib
import pytest
from flask import Flask

from portal.i18n import CATALOGS
from portal.permissions import Role
from resources.guides import phrases
from tests.people import come_in, make


def test_every_phrase_is_one_of_the_interface() -> None:
    known = {entry.msgid for entry in polib.pofile(str(CATALOGS / "ar" / "LC_MESSAGES" / "messages.po"))}
    said = phrases.phrases()
    assert [each for each in said if each not in known] == []
    assert 55 <= len(set(said)) == len(said) <= 65


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_translators_see_what_each_says(app: Flask) -> None:
    page = come_in(app, make(app, Role.TRANSLATOR)).get("/en/guides/phrases").text
    for row in phrases.rows()[:5]:
        assert row.said["ar"] in page
        assert row.said["ti"] in page
