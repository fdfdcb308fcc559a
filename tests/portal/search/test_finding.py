"""What is found, and in which order: the same on both engines."""

from collections.abc import Iterable, Sequence

import pytest
from flask import Flask

from benchmarks import collections
from portal.kinds import Document
from portal.search.analysis.forms import forms
from portal.search.asking import ask
from portal.search.concepts import Row, Table, build, find
from portal.search.engine import current
from portal.search.entries import entry_of
from portal.search.ranking import rank

TABLE = build(
    [
        Row("shelter", "en", "shelter"), Row("shelter", "ar", "مأوى"), Row("shelter", "latn", "mawa"),
        Row("food", "en", "food"), Row("food-bank", "en", "food bank"), Row("bank", "en", "bank"),
        Row("doctor", "en", "doctor"), Row("doctor", "uk", "лікар"),
        Row("library", "ar", "مكتبة"), Row("office", "ar", "مكتب"),
        Row("insurance", "de", "Versicherung"), Row("today", "es", "hoy"), Row("shelter", "so", "hoy"),
    ],
    [("food", "meals"), ("food-bank", "meals"), ("bank", "money")],
)  # fmt: skip


def fill(documents: Iterable[Document], table: Table = TABLE) -> None:
    current().rebuild(entry_of(each, table) for each in documents)


def asked(words: str, tag: str = "en", table: Table = TABLE) -> list[str]:
    question = ask(words, tag, table, current())
    return [each.key for each in rank(question, current().search(question.query((), 200)), tag)]


def page(number: int, tag: str, name: str, text: str = "") -> Document:
    return Document(f"page:{number}", {tag: name}, {tag: text})


def concepts(words: str, tags: Sequence[str]) -> list[str]:
    return [match.code for match in find(TABLE, forms(words, tags[0]), tags)]


def test_the_longest_phrase_is_meant_and_what_is_like_it() -> None:
    assert set(concepts("the food bank", ["en"])) == {"food-bank", "food"}


def test_a_word_means_what_it_means_in_its_own_language() -> None:
    assert concepts("abierto hoy", ["es"]) == ["today"]
    assert concepts("hoy", ["so"]) == ["shelter"]
    assert concepts("Krankenversicherungskarte", ["de"]) == ["insurance"]


def test_a_whole_word_is_surer_than_a_stem(app: Flask) -> None:
    assert concepts("المكتبة", ["ar"]) == ["library"]
    fill([page(1, "ar", "مكتب المدينة"), page(2, "ar", "المكتبة المركزية")])
    assert asked("مكتبة", "ar")[0] == "page:2"


def test_names_before_texts_and_all_words_before_some(app: Flask) -> None:
    fill([page(1, "en", "Tea", "a lantern and a bridge"), page(2, "en", "Lantern bridge"), page(3, "en", "Lantern")])
    assert asked("lantern bridge") == ["page:2", "page:1", "page:3"]


def test_an_exact_word_beats_one_that_is_near_and_one_that_sounds_alike(app: Flask) -> None:
    fill([page(1, "en", "Lamps"), page(2, "en", "Lamb"), page(3, "en", "Lamp")])
    assert asked("lamb")[0] == "page:2"
    assert asked("lamp")[0] == "page:3"
    assert asked("lanp")[0] == "page:3"


@pytest.mark.parametrize("words", ["bycicles", "bicylce", "biycle", "ticycle", "bicycels"])
def test_mistakes_are_forgiven(app: Flask, words: str) -> None:
    fill([page(1, "en", "A bicycle for everyone"), page(2, "en", "Something else")])
    assert asked(words) == ["page:1"]


def test_a_word_that_was_misspelled_is_offered(app: Flask) -> None:
    fill([page(1, "en", "Kindergarten places")])
    assert ask("kindergaten places", "en", TABLE, current()).instead == "kindergarten places"
    assert ask("kindergarten", "en", TABLE, current()).instead == ""
    assert ask("shlter", "en", TABLE, current()).instead == "shelter"


def test_a_concept_leads_to_every_language_and_the_readers_comes_first(app: Flask) -> None:
    fill(
        [
            page(1, "en", "Night shelter"),
            page(2, "ar", "مأوى ليلي"),
            page(3, "so", "Hoy habeenkii"),
            page(4, "en", "Bank"),
        ]
    )
    assert asked("مأوى", "ar")[0] == "page:2"
    assert set(asked("مأوى", "ar")) == set(asked("shelter")) == set(asked("mawa")) == {"page:1", "page:2", "page:3"}
    assert asked("shelter")[0] == "page:1"


def test_compounds_are_found_by_their_parts(app: Flask) -> None:
    fill(
        [
            page(1, "de", "Krankenversicherungskarte"),
            page(2, "de", "Winterjacken"),
            page(3, "fi", "Kaupunginkirjasto"),
        ]
    )
    assert asked("Versicherung", "de") == ["page:1"]
    assert asked("Jacke", "de") == ["page:2"]
    assert asked("kirjasto", "fi") == ["page:3"]


def test_two_words_that_are_written_as_one_and_one_as_two(app: Flask) -> None:
    fill([page(1, "fa", "ثبت‌نام کودکان"), page(2, "en", "Nightshift work")])
    assert asked("ثبتنام", "fa") == ["page:1"]
    assert asked("night shift")[0] == "page:2"


def test_an_update_takes_the_place_of_what_was_and_leaves_no_double(app: Flask) -> None:
    fill([page(1, "en", "Lantern"), page(2, "en", "Bridge")])
    new = [entry_of(page(1, "en", "Candle"), TABLE), entry_of(page(1, "en", "Torch"), TABLE)]
    current().update(new, ["page:2"])
    assert asked("lantern") == asked("bridge") == asked("candle") == []
    assert asked("torch") == ["page:1"]
    assert set(current().digests()) == {"page:1"}


def test_filters_narrow(app: Flask) -> None:
    fill(
        [
            Document("place:1", {"en": "Lantern"}, categories=["meals"], area="kallio"),
            Document("guide:1", {"en": "Lantern"}, languages=["ar"]),
        ]
    )
    question = ask("lantern", "en", TABLE, current())

    def narrowed(*filters: Sequence[str]) -> list[str]:
        return [each.key for each in current().search(question.query(filters, 10))]

    assert sorted(narrowed()) == ["guide:1", "place:1"]
    assert narrowed(["kind:guide"]) == narrowed(["language:ar"]) == ["guide:1"]
    assert narrowed(["category:clinic", "category:meals"], ["area:kallio"]) == ["place:1"]
    assert narrowed(["kind:guide"], ["area:kallio"]) == []


@pytest.mark.slow
def test_recall_in_every_language(app: Flask) -> None:
    table = collections.shipped_table()
    ours = collections.load(collections.OURS)
    fill(ours.documents, table)
    judged = collections.judge(ours.questions, lambda words, tag: asked(words, tag, table))
    assert collections.mean(judged)[0] >= 0.93, judged
    assert collections.worst(judged)[1] >= 0.8, judged
