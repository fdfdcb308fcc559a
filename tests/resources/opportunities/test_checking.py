"""How an offer is checked: only where the organisation itself can be reached."""

import pytest

from resources.opportunities.checking import is_own

SITE = "https://www.harbour.example.org/en"


@pytest.mark.parametrize(
    "address",
    [
        "https://harbour.example.org",
        "https://www.harbour.example.org/jobs?id=7#apply",
        "https://courses.harbour.example.org/a",
        "https://HARBOUR.example.org/",
    ],
)
def test_the_organisations_own_host_and_what_is_under_it_counts(address: str) -> None:
    assert is_own(address, SITE)


@pytest.mark.parametrize(
    "address",
    [
        "http://harbour.example.org",
        "https://harbour.example.org.evil.example",
        "https://evilharbour.example.org",
        "https://example.org",
        "https://harbour.example.org@evil.example/",
        "https://harbour.example.org:443@evil.example/",
        "https://evil.example\\.harbour.example.org/",
        "https://evil.example\\@harbour.example.org/",
        "https://evil.example%2f.harbour.example.org/",
        "https://evil.example/.harbour.example.org",
        "https://evil.example?.harbour.example.org",
        "https://evil.example#.harbour.example.org",
        "https://h\u0430rbour.example.org",
        "https://harbour\u3002example\u3002org",
        "https:harbour.example.org",
        "https:///harbour.example.org",
        "//harbour.example.org",
        "javascript://harbour.example.org/%0aalert(1)",
        "https://[::1]/harbour.example.org",
        "https://[harbour.example.org",
        "https://harbour.example.org\n.evil.example",
        "",
    ],
)
def test_what_only_looks_like_it_does_not(address: str) -> None:
    assert not is_own(address, SITE)


def test_on_a_host_of_many_only_what_stands_below_its_own_page_counts() -> None:
    page = "https://www.facebook.com/harbour"
    assert is_own(page, page)
    assert is_own("https://facebook.com/harbour/jobs", page)
    for address in (
        "https://facebook.com/evil",
        "https://facebook.com/harbour-evil",
        "https://m.facebook.com/harbour",
    ):
        assert not is_own(address, page)
    for path in ("/harbour/../evil", "/harbour/%2e%2e/evil", "/harbour/..", "\\evil"):
        assert not is_own(f"https://facebook.com{path}", page)
    assert not is_own("https://facebook.com/evil", "https://facebook.com/")
    assert not is_own("https://harbour.example.org", "")
