"""What changed in a source since a translation was made, paragraph by paragraph."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from resources.guides import blocks

MANY = 500  # paragraphs, from which on those that repeat are no landmarks


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the source; *state* is same, new, changed or gone (then *text* is how it was)."""

    text: str
    state: str = "same"
    before: str = ""


def paragraphs(body: str) -> list[str]:
    """*body* in pieces that are translated one by one: paragraphs, headings, items of lists, marks of blocks."""
    found: list[str] = []
    for block in blocks.parse(body):
        head = "" if block.name == blocks.PLAIN else f"::: {block.name} {block.about}".rstrip()
        found += [each.strip() for each in (head, *pieces(block.text)) if each]
    return found


def pieces(text: str) -> list[str]:
    """The paragraphs, headings and items of a block's *text*, each with the spaces that it begins with."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip() or is_item(line) or line.lstrip().startswith("#"):
            found.append([])
        if line.strip():
            found[-1].append(line.rstrip())
    return ["\n".join(each) for each in found if each]


def is_item(line: str) -> bool:
    """Whether *line* begins an item of a list."""
    return re.match(r"\s*([-*+]|\d+[.)])\s", line) is not None


def compare(before: str, after: str) -> list[Passage]:
    """The paragraphs of *after*, marked by what happened to them since *before*."""
    old, new = paragraphs(before), paragraphs(after)
    found: list[Passage] = []
    for what, start, end, begin, stop in SequenceMatcher(a=old, b=new, autojunk=len(new) > MANY).get_opcodes():
        found += _passages(what, old[start:end], new[begin:stop])
    return found


def _passages(what: str, old: Sequence[str], new: Sequence[str]) -> list[Passage]:
    if what == "equal":
        return [Passage(each) for each in new]
    if what == "delete":
        return [Passage(each, "gone") for each in old]
    if what == "insert":
        return [Passage(each, "new") for each in new]
    pairs = [Passage(after, "changed", before) for before, after in zip(old, new, strict=False)]
    rest = [Passage(each, "new") for each in new[len(old) :]] + [Passage(each, "gone") for each in old[len(new) :]]
    return pairs + rest
