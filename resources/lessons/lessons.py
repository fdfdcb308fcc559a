"""The lessons as their file has them, with the words that suit the reader."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.languages import Said
from resources.wordings import queries as wordings
from resources.wordings.queries import Texts

FILE = Path(__file__).parent / "lessons.toml"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: its *slug*, its pictogram, and for each question of its quiz whether yes or no is right."""

    slug: str
    icon: str
    right: Sequence[str]

    @property
    def part(self) -> str:
        """What its words are called, see `wordings`."""
        return f"lesson-{self.slug}"


@lru_cache
def lessons() -> dict[str, Lesson]:
    """Every lesson by its slug, in the order in which they are read."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))["lesson"]
    return {each["slug"]: Lesson(each["slug"], each["icon"], tuple(each["right"])) for each in said}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a quiz: the answer that is *right*, and why."""

    asks: Said
    right: str
    says: Said


@dataclass(frozen=True, slots=True)
class Page:
    """A lesson for the reader."""

    lesson: Lesson
    title: Said
    about: Said
    cards: Sequence[Said]
    quiz: Sequence[Asked]
    outdated: bool


def pages() -> list[Page]:
    """Every lesson for the reader: one statement."""
    known = lessons().values()
    texts = wordings.texts(*(each.part for each in known))
    return [_page(each, texts[each.part]) for each in known]


def page(slug: str) -> Page | None:
    """One lesson for the reader."""
    lesson = lessons().get(slug)
    return _page(lesson, wordings.texts(lesson.part)[lesson.part]) if lesson else None


def _page(lesson: Lesson, texts: Texts) -> Page:
    quiz = [
        Asked(texts[f"quiz.{number}.asks"], right, texts[f"quiz.{number}.says"])
        for number, right in enumerate(lesson.right, 1)
    ]
    cards = [texts[f"card.{number}"] for number in range(1, 10) if f"card.{number}" in texts]
    return Page(lesson, texts["title"], texts["about"], cards, quiz, texts.outdated)
