"""One spelling for comparing, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.analysis.forms import forms
from portal.taxonomy.folding import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مَأْوَى", "ماوي"),
        ("مكتبة", "مكتبه"),
        ("إسكان", "اسكان"),
        ("کتابخانه", "كتابخانه"),
        ("خانه‌ها", "خانه ها"),
        ("Café", "cafe"),
        ("BARINAK", "barinak"),
        ("barınak", "barinak"),
        ("İstanbul", "istanbul"),
        ("Läkare", "lakare"),
        ("Притулок", "притулок"),
        ("ሐኪም", "ሀኪም"),
        ("ёлка", "елка"),
    ],
)
def test_the_same_to_a_reader_is_the_same_to_us(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("ї", "і"), ("ب", "ت")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_vowelled_arabic_is_one_word() -> None:
    assert words("مَأْوَى لَيْلِيّ") == ["ماوي", "ليلي"]


def test_the_arabic_article_is_taken_off_beside_the_word() -> None:
    assert "مكتبه" in forms("المكتبة", "ar")[0].stems


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
