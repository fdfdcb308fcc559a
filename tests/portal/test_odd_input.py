"""Whatever is sent, the portal answers with a page of its own and never breaks; ordinary reading is never limited."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter, Rule

from portal.accounts.models import ReadingLanguage
from portal.permissions import SCOPED, Role
from portal.security import limiter
from tests import people, permissions_table
from tests.conftest import Templates
from tests.moderating import held, suggestion
from tests.people import Browser, Sheet, come_in, make, send, sheets

pytestmark = pytest.mark.slow

ODD = "\x00\u202e\u2066ab\u200b😀مأوى'\"><script>{{7*7}}%s%(x)s\r\nX-Y: z\\//\ufeff\uffff\U000e0001"
TYPED = {"odd": ODD, "long": "ж" * 6000, "number": "9" * 40}
ASKED = ["back", "from", "about", "q", "page", "near", "month", "before", "invitation", "category", "bbox", "kind"]
FORM = "application/x-www-form-urlencoded"
LARGEST = 999_999_999  # the largest number that an address may hold
NUMBERS = (0, LARGEST, LARGEST + 1, 10**30)


@pytest.fixture(scope="module", params=["postgis"])
def portal(
    request: pytest.FixtureRequest, templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """On the database that refuses more: NUL, what is too long for its column, numbers of more than 32 bits."""
    with people.portal_at(templates.copy(request.param, "empty", tmp_path_factory.mktemp("odd"))) as app:
        yield app


@pytest.fixture(scope="module")
def reader(portal: Flask) -> Browser:
    """Someone who is let in everywhere, and who holds one of two things that wait."""
    person, author = make(portal), make(portal)
    with people.at_work(portal) as opened:
        opened.add(ReadingLanguage(account_id=person.id, language="en"))
    for role in Role:
        people.give(portal, person, role, "space:youth" if role in SCOPED else "")
    suggestion(portal, author, published=True)
    held(portal, person, suggestion(portal, author)[0])
    suggestion(portal, author)
    return come_in(portal, person)


@pytest.fixture(scope="module")
def forms(portal: Flask, reader: Browser) -> list[Sheet]:
    """One form of each kind that a page shows, but for those by which the reader would leave."""
    paths = _addresses(portal, "GET") + _addresses(portal, "GET", 1, "place") + _addresses(portal, "GET", 2, "place")
    pages = [reader.get(path) for path in dict.fromkeys(paths) if path != "/exit"]
    found = [form for page in pages if page.mimetype == "text/html" for form in sheets(page)]
    kinds = {re.sub(r"\d+", "N", each.action): each for each in found}
    return [each for each in kinds.values() if not each.action.endswith(("/sign-out", "/take-back"))]


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    limiter.reset()


def _addresses(app: Flask, method: str, number: int = 0, word: str = "x") -> list[str]:
    """Every route that can be asked by *method*, with *number* and *word* in its places."""
    rules = [each for each in permissions_table.rules(app) if method in (each.methods or ())]
    return [found for rule in rules if (found := permissions_table.address(rule, number, word))]


def _typed(form: Sheet, text: str) -> MultiDict[str, str]:
    """*form* with *text* in each field but its token, and in one that it does not have."""
    kept = {name: value for name, value in form.fields if name == "token"}
    return MultiDict(kept | dict.fromkeys(form.names - {"token"}, text) | {"kept-odd": text, text[:40]: text})


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_no_form_breaks_whatever_is_typed(forms: list[Sheet], reader: Browser, text: str) -> None:
    assert len(forms) > 25
    broken = [each.action for each in forms if reader.post(each.action, data=_typed(each, text)).status_code >= 500]
    assert broken == []
    assert people.signed_in(reader)


def test_no_form_breaks_on_bytes_that_are_no_text(forms: list[Sheet], reader: Browser) -> None:
    for form in forms:
        fields = "&".join(f"{name}=%ED%A0%80%FF%C0%80" for name in form.names - {"token"})
        sent = f"token={dict(form.fields).get('token', '')}&%ED%A0%80=%ED%B0%80&{fields}"
        answer = reader.post(form.action, data=sent, content_type=FORM)
        assert answer.status_code < 500, form.action
    for raw in (b"\xed\xa0\x80=\xff&\x00", b"token=%", b""):
        assert reader.post("/en/account/sign-in", data=raw, content_type=FORM).status_code == 400


def test_a_body_that_is_too_large_is_answered_with_a_page(portal: Flask, reader: Browser) -> None:
    body = b"text=" + b"x" * LARGEST
    for path in _addresses(portal, "POST"):
        answer = reader.post(path, data=body, content_type=FORM)
        assert answer.status_code in {200, 404, 413}, path  # 200: a page that has nothing to ask, and reads nothing
        assert "<h1>" in answer.text, path
    stranger = people.browser(portal).post("/en/account/sign-in", data={"name": "x" * LARGEST})
    assert (stranger.status_code, "too large" in stranger.text) == (413, True)


def test_no_address_breaks_whatever_is_asked(portal: Flask, reader: Browser) -> None:
    for value in (ODD, "9" * 40):
        for path in _addresses(portal, "GET", word="%00%ED%A0%80'😀"):
            with reader.get(path, query_string=dict.fromkeys(ASKED, value)) as answer:
                assert answer.status_code < 500, (path, value)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_nothing_has_is_no_page(portal: Flask, reader: Browser, number: int) -> None:
    for rule in permissions_table.rules(portal):
        if any(isinstance(each, IntegerConverter) for each in rule._converters.values()):
            assert {reader.open(path, method=how).status_code for how, path in _both(rule, number)} <= {400, 404, 409}


def _both(rule: Rule, number: int) -> list[tuple[str, str]]:
    """The ways in which *rule* is asked; werkzeug itself builds no address with a number that is too large."""
    path = permissions_table.address(rule, 7, "x").replace("/7", f"/{number}")
    return [(how, path) for how in permissions_table.methods(rule)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_form_about_a_number_that_nothing_has_does_nothing(reader: Browser, number: int) -> None:
    device = people.sheet(reader.get("/en/account/sessions"))["token"]
    confirm = people.sheet(reader.get("/en/account/staff"))["token"]
    for path, token in (
        (f"/en/account/sessions/{number}", device),
        (f"/en/account/staff/grants/{number}/second", confirm),
        (f"/en/account/staff/grants/{number}/take-back", confirm),
        (f"/en/account/staff/resets/{number}/second", confirm),
        (f"/en/account/factors/{number}/remove", confirm),
    ):
        assert reader.post(path, data={"token": token, "end": "1"}).status_code in {303, 400, 404}
    assert people.signed_in(reader)


def test_a_method_that_a_page_does_not_have_is_refused(portal: Flask) -> None:
    stranger = people.browser(portal)
    for path in _addresses(portal, "GET"):
        answer = stranger.open(path, method="DELETE")
        assert answer.status_code in {404, 405}, path
        answer.close()


def test_reading_is_never_limited(portal: Flask) -> None:
    stranger = people.browser(portal)
    for number in range(8):
        send(stranger, stranger.get("/en/feedback"), text=f"Words number {number}", contact="")
    assert send(stranger, stranger.get("/en/feedback"), text="One more", contact="").status_code == 429
    pages = ("/en/feedback", "/en/menu", "/en/account/sign-in", "/en/account/register")
    assert {stranger.get(path).status_code for _ in range(15) for path in pages} == {200}


def test_members_are_limited_by_account_and_not_by_address(portal: Flask) -> None:
    many, one = come_in(portal, make(portal)), come_in(portal, make(portal))
    path = "/en/notices/mail"
    asked = [send(many, many.get(path), "address", address=f"a{n}@example.org").status_code for n in range(7)]
    assert asked == [303] * 6 + [429]
    assert send(one, one.get(path), "address", address="b@example.org").status_code == 303


def test_a_limit_says_when_to_come_back_and_keeps_the_words(portal: Flask) -> None:
    stranger = people.browser(portal)
    late = [send(stranger, stranger.get("/en/feedback"), text=f"My words {n}", contact="") for n in range(7)][-1]
    assert (late.status_code, people.sheet(late)["text"]) == (429, "My words 6")
    assert 1 <= int(late.headers["Retry-After"]) <= 60
