"""Words made comparable: the same for what is indexed and what is asked, whatever anyone types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.languages import LANGUAGES
from portal.search.analysis.forms import form, forms, pieces, telling
from portal.search.analysis.guessing import language_for, languages_of
from portal.search.analysis.latin import key
from portal.search.analysis.stems import SNOWBALL
from portal.taxonomy.folding import fold

TAGS = sorted({*LANGUAGES, *SNOWBALL, "so", "ckb", "kmr", "ps", "th", "xx", ""})


@pytest.mark.parametrize(
    ("tag", "one", "other"),
    [
        ("ar", "المدرسة", "مدرسة"),
        ("ar", "وبالمدرسة", "مدرسة"),
        ("ar", "للجوء", "لجوء"),
        ("uk", "притулку", "притулок"),
        ("uk", "лікарі", "лікаря"),
        ("uk", "шкіл", "школа"),
        ("so", "dugsiyada", "dugsiga"),
        ("so", "shaqada", "shaqo"),
        ("ckb", "قوتابخانەکان", "قوتابخانە"),
        ("kmr", "dibistanê", "dibistan"),
        ("fa", "پزشکان", "پزشک"),
        ("ti", "ንሓኪም", "ሓኪም"),
        ("tr", "OKULLARI", "okul"),
        ("de", "Schulen", "Schule"),
        ("fi", "kirjastossa", "kirjasto"),
        ("ps", "ښوونځیو", "ښوونځی"),
    ],
)
def test_forms_of_one_word_meet(tag: str, one: str, other: str) -> None:
    assert forms(one, tag)[0].every & forms(other, tag)[0].every


@pytest.mark.parametrize(
    ("latin", "own"),
    [
        ("madrasa", "مدرسة"), ("madrasah", "مدارس"), ("likar", "лікар"), ("prytulok", "притулок"), ("vrach", "врач"),
        ("sarpanah", "سرپناه"), ("hakim", "ሓኪም"), ("giatros", "γιατρός"), ("aspatal", "अस्पताल"), ("wakil", "وکیل"),
    ],
)  # fmt: skip
def test_latin_letters_meet_the_own_script(latin: str, own: str) -> None:
    assert key(fold(latin)) == key(fold(own)) != ""


@pytest.mark.parametrize("text", ["紧急住所", "ที่พักฉุกเฉิน", "ဆေးရုံကြီး", "មន្ទីរពេទ្យ", "病院へ行く"])
def test_scripts_without_spaces_are_read_in_pairs(text: str) -> None:
    found = pieces(text)
    assert len(found) >= 2
    assert set(pieces(text[1:])) & set(found)


def test_elided_articles_and_apostrophes() -> None:
    assert [each.exact for each in forms("l’hébergement d'urgence, сім’я", "fr")] == [
        "hebergement",
        "urgence",
        "сімя",
    ]


def test_digits_of_any_script_are_digits() -> None:
    assert fold("٢٤ ۲۴ २४ ２４") == "24 24 24 24"


@pytest.mark.parametrize(
    ("text", "prior", "first"),
    [
        ("лікар", "en", "uk"),
        ("врачи помогают бездомным ы", "en", "ru"),
        ("کجا غذا پیدا کنم", "en", "fa"),
        ("کجا غذا پیدا کنم", "prs", "prs"),
        ("قوتابخانەی منداڵان", "en", "ckb"),
        ("ښوونځی", "en", "ps"),
        ("wo finde ich einen Arzt", "en", "de"),
        ("doctor", "so", "so"),
        ("โรงเรียน", "en", "th"),
    ],
)
def test_the_language_of_a_question_is_guessed(text: str, prior: str, first: str) -> None:
    assert languages_of(text, prior)[0] == first


def test_questions_keep_what_tells() -> None:
    kept = telling(forms("how do I see a doctor without papers", "en"), ["en"])
    assert [each.exact for each in kept] == ["doctor", "papers"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from(TAGS))
def test_anything_is_analysed(text: str, tag: str) -> None:
    for each in forms(text, tag):
        assert each.exact
        assert not any(
            char.isspace() or char in "#=~!'\\&|" for term in (each.exact, each.key, *each.stems) for char in term
        )
    assert languages_of(text, tag)
    assert isinstance(language_for(text, tag), str)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(TAGS))
def test_a_word_that_was_folded_is_the_same_word(text: str, tag: str) -> None:
    for piece in pieces(text):
        exact = form(piece, tag).exact
        assert "".join(each.exact for each in forms(exact, tag)) == exact or len(exact) > 40
