"""What people write in Markdown is shown harmless: no HTML, no images, no hidden hosts, each block its own way."""

import re

import pytest

from portal.detecting import language_of
from portal.text import prose


@pytest.mark.parametrize(
    ("typed", "shown", "absent"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script"),
        ("![a](https://x.example/y.png)", "(x.example)", "<img"),
        ("[x](javascript:alert(1))", "javascript", "href"),
        ("[x](//evil.example)", '<p dir="auto">x</p>', "href"),
        ("[bank.example](https://evil.example/a)", "(evil.example)", "onclick"),
        ("[раypal](https://раypal.com/)", "(xn--ypal-43d9g.com)", "(раypal"),
        ("[a](data:text/html,x)", "data:", "href"),
        ("# Big", '<h3 dir="auto">Big</h3>', "h1"),
        ('[a](https://x.example/"onmouseover=alert(1))', "", "onmouseover=alert(1) "),
        ("> q\n\n- a", '<blockquote dir="auto">', "style"),
        ("&lt;b&gt; <b>x</b>", "&lt;b&gt;", "<b>"),
    ],
)
def test_it_is_shown_harmless(typed: str, shown: str, absent: str) -> None:
    made = prose(typed)
    assert shown in made
    assert absent not in made
    assert all('rel="noopener noreferrer nofollow ugc"' in link for link in re.findall(r"<a [^>]*>", made))


@pytest.mark.parametrize(
    ("text", "prior", "tag"),
    [
        ("Де знайти лікаря без документів?", "en", "uk"),
        ("أين أجد طبيبا", "en", "ar"),
        ("کجا می‌توانم داکتر پیدا کنم؟", "prs", "prs"),
        ("ሓኪም ኣበይ እረክብ", "ti", "ti"),
        ("Thanks a lot for this good answer!", "ar", "en"),
        ("Где найти врача, если документы потеряны?", "uk", "ru"),
        ("Halkee ka heli karaa dhakhtar caafimaad?", "so", "so"),
        ("👍 123", "fa", "fa"),
        ("ok", "fr", "fr"),
    ],
)
def test_a_language_is_guessed_from_letters_and_page(text: str, prior: str, tag: str) -> None:
    assert language_of(text, prior) == tag
