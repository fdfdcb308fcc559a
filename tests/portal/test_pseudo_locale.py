"""A pseudo-locale finds any hard-coded string: gettext speaks in brackets, all else must be content."""

import calendar
import re
from html.parser import HTMLParser

import pytest
from babel.support import NullTranslations
from flask.testing import FlaskClient

from portal import i18n
from tests.pages import PAGES

# Elements whose text is content, with a language of its own, or no text at all.
CONTENT = {"bdi", "script", "style", "option", "title"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")
ALLOWED = {"Wayhouse", *calendar.month_name, *calendar.day_name}  # days are said by Babel


class Pseudo(NullTranslations):
    """Says everything in brackets."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, one: str, many: str, num: int) -> str:
        return f"⟦{many}⟧"


class Bare(HTMLParser):
    """Collects the words that stand outside brackets and outside content."""

    void = {"meta", "link", "input", "br", "hr", "img", "use", "path"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        inside = bool(self.open) and self.open[-1][1]
        content = (
            inside or tag in CONTENT or ("lang" in given and tag != "html") or "prose" in (given.get("class") or "")
        )
        self.found += [given[name] or "" for name in SPOKEN if not content and name in given]
        if tag not in self.void:
            self.open.append((tag, content))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not (self.open and self.open[-1][1]):
            self.text += data


@pytest.mark.slow
@pytest.mark.parametrize("engine_name", ["spatialite"], indirect=True)
def test_no_string_is_hard_coded(demo_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "catalog", lambda _tag: Pseudo())
    for path in PAGES:
        parser = Bare()
        parser.feed(demo_client.get(f"/en{path}").text)
        for text in [parser.text, *parser.found]:
            outside = re.sub(r"⟦[^⟧]*⟧", " ", text)
            assert set(re.findall(r"[^\W\d_]{2,}", outside)) <= ALLOWED, (path, text)
