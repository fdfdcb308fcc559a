"""What stands first: what someone who has no bed, no food or no way out needs before anything that mentions it."""

import re

import pytest
from flask.testing import FlaskClient

FIRST = {
    ("en", "where can i sleep tonight"): {"guides/first-24-hours", "places/demo-night-shelter"},
    ("uk", "де переночувати"): {"guides/first-24-hours", "places/demo-night-shelter"},
    ("ti", "ኣበይ ክድቅስ እኽእል"): {"guides/first-24-hours", "places/demo-night-shelter"},
    ("en", "cannot sleep"): {"guides/trauma-and-sleep"},
    ("en", "i have no money for food"): {"places/demo-food-bank"},
    ("so", "waan gaajoonayaa"): {"places/demo-food-bank"},
    ("uk", "хочу померти"): {"places/demo-crisis-line"},
    ("prs", "شوهرم لت میکند"): {"guides/violence-at-home"},
    ("en", "pregnant what do i do"): {"guides/pregnancy-and-baby"},
    ("ar", "محامي"): {"places/demo-legal-advice-line"},
}


def results(client: FlaskClient, locale: str, words: str) -> list[str]:
    """The addresses of a page of results, in their order, without the language."""
    page = client.get(f"/{locale}/search", query_string={"q": words}).text
    found = re.findall(rf'href="/{locale}/((?:guides|places)/[a-z0-9-]+)"', page.partition("<main")[2])
    return list(dict.fromkeys(found))


@pytest.mark.slow
def test_the_first_answer_is_what_is_needed(read_client: FlaskClient) -> None:
    firsts = {asked: results(read_client, *asked)[:1] for asked in FIRST}
    assert not {asked: first for asked, first in firsts.items() if not set(first) & FIRST[asked]}


@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_a_shelter_is_on_the_first_page_for_whoever_needs_a_bed(read_client: FlaskClient) -> None:
    for locale, words in [
        ("en", "where can i sleep tonight"),
        ("fr", "ou dormir ce soir"),
        ("tr", "gece nerde kalirim"),
    ]:
        assert "places/demo-night-shelter" in results(read_client, locale, words), words
