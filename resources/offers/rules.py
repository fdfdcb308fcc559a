"""Which questions are asked about which offer, and what the answers show. The words are elsewhere, see `wordings`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "rules.toml"
YES, NO, UNSURE = "yes", "no", "unsure"
ANSWERS = (YES, NO, UNSURE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question: the answer *flag_on* raises its flag, which says to stop or to ask first, by kind of offer."""

    code: str
    flag_on: str
    stop: frozenset[str]
    ask: frozenset[str]

    def about(self, offer: str) -> bool:
        """Whether it is asked about *offer*."""
        return offer in self.stop | self.ask


@dataclass(frozen=True, slots=True)
class Rules:
    """The kinds of offers, and every question in its order."""

    offers: tuple[str, ...]
    questions: tuple[Question, ...]

    def about(self, offer: str) -> list[Question]:
        """The questions that are asked about *offer*."""
        return [each for each in self.questions if each.about(offer)]


@lru_cache
def rules() -> Rules:
    """The rules, as the file has them."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Rules(tuple(said["offers"]), tuple(_question(each) for each in said["question"]))


def _question(said: Mapping[str, str | list[str]]) -> Question:
    stop, ask = frozenset(said.get("stop", ())), frozenset(said.get("ask", ()))
    return Question(str(said["code"]), str(said["flag_on"]), stop, ask)


@dataclass(frozen=True, slots=True)
class Result:
    """What answers show, by the codes of questions: flags to stop at, flags to ask about, and what is not known."""

    stop: Sequence[str]
    ask: Sequence[str]
    unsure: Sequence[str]

    @property
    def verdict(self) -> str:
        """The gravest of it; an answer that is not known is asked about first."""
        return "stop" if self.stop else "ask" if self.ask or self.unsure else "none"


def judge(offer: str, answers: Mapping[str, str]) -> Result:
    """What *answers* (by code of question) show about *offer*; what is missing or strange is not known."""
    asked = rules().about(offer)
    flags = [each for each in asked if answers.get(each.code) == each.flag_on]
    known = {YES, NO}
    return Result(
        stop=[each.code for each in flags if offer in each.stop],
        ask=[each.code for each in flags if offer in each.ask],
        unsure=[each.code for each in asked if answers.get(each.code) not in known],
    )
