"""The table of concepts in memory, and which of its words and phrases stand in a text, whatever the language."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.search.analysis import latin
from portal.search.analysis.forms import Form, form, forms
from portal.search.analysis.light import without_article
from portal.search.analysis.scripts import script
from portal.search.analysis.stopwords import stopwords
from portal.search.wordlist import WordList

IN_LATIN = "latn"
CATEGORY = "@"  # before the code of a category, whose labels are looked for as concepts are
RELATED = {"prs": ("fa",), "fa": ("prs",), "": ()}
COMPOUNDING = frozenset({"de", "sv", "fi", "nl", "no", "da", "et", "hu"})
SHORTEST_PART, SHORTEST_WITHIN, SHORTEST_ELSEWHERE = 5, 7, 4
WHOLE, STEM, ELSEWHERE, PART, BY_SOUND, INSIDE = 1.0, 0.9, 0.8, 0.8, 0.6, 0.8


class Row(NamedTuple):
    """One word or phrase of a concept, in one language; *folded* is how it is compared with what is typed."""

    code: str
    locale: str
    word: str
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word or phrase that means a concept, ready to be compared."""

    code: str
    locale: str
    words: tuple[Form, ...]


class Match(NamedTuple):
    """A concept found in a text: from the word *start* up to *end*, and how surely."""

    code: str
    start: int
    end: int
    strength: float


@dataclass(slots=True)
class Table:
    """Every phrase, by each form of its first word; and single words by their consonants."""

    categories: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_first: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    singles: dict[str, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    by_locale: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    spelled: WordList = field(default_factory=lambda: WordList(()))


def build(rows: Iterable[Row], categories: Iterable[tuple[str, str]]) -> Table:
    """The table of *rows*; *categories* are pairs of a concept's code and a category's."""
    table = Table()
    grouped: dict[str, list[str]] = defaultdict(list)
    for concept, category in categories:
        grouped[concept].append(category)
    table.categories = {code: tuple(found) for code, found in grouped.items()}
    for row in rows:
        table.by_locale[row.locale].append(row)
        _add(table, row)
    table.spelled = WordList(table.singles)
    return table


def _add(table: Table, row: Row) -> None:
    found = tuple(forms(row.word, row.locale))
    if not found:
        return
    phrase = Phrase(row.code, row.locale, found)
    for each in found[0].every:
        table.by_first[each].append(phrase)
    if len(found) == 1:
        table.singles[found[0].exact][row.locale].add(row.code)
        if found[0].key and (row.locale == IN_LATIN or script(found[0].exact) != "latin"):
            table.by_key[found[0].key].add(row.code)


def find(table: Table, text: Sequence[Form], tags: Sequence[str]) -> list[Match]:
    """The concepts that *text*, in the first of the languages *tags* (none: unknown), names; longest phrases alone.

    In the other languages of *tags*, and in any where the text's own knows nothing, only whole words count.
    """
    small = frozenset().union(*map(stopwords, tags))
    own = {related for tag in tags[:1] for related in (tag, *RELATED.get(tag, ()))}
    found = [match for start in range(len(text)) for match in _at(table, text, start, own, small)]
    return _longest(found, table)


def _at(table: Table, text: Sequence[Form], start: int, own: set[str], small: frozenset[str]) -> Iterator[Match]:
    """What begins at the word *start*: in the text's own language or, where that knows nothing, in another."""
    phrases = {id(each): each for form in text[start].every for each in table.by_first.get(form, ())}
    matches = [
        (each.locale in own, match) for each in phrases.values() if (match := _match(each, text, start, own, small))
    ]
    mine = [match for is_own, match in matches if is_own]
    if not mine and own & COMPOUNDING:
        mine = list(_parts(table, text[start], start, own & COMPOUNDING))
    whole = {match.end for match in mine if match.strength == WHOLE}
    known = {match.end for match in mine}
    yield from (match for match in mine if match.strength == WHOLE or match.end not in whole)
    yield from (match for is_own, match in matches if not is_own and match.end not in known)


def _match(phrase: Phrase, text: Sequence[Form], start: int, own: set[str], small: frozenset[str]) -> Match | None:
    """*phrase* at *start* of *text*; a small word may stand between two of its own."""
    at, exact = start, True
    is_own = phrase.locale in own or not own
    for number, wanted in enumerate(phrase.words):
        if number and at < len(text) and text[at].exact in small and text[at].exact != wanted.exact:
            at += 1
        if at >= len(text) or not _same(wanted, text[at], is_own):
            return None
        exact &= wanted.exact == text[at].exact or (
            phrase.locale == "ar" and wanted.exact in without_article(text[at].exact)
        )
        at += 1
    letters = sum(len(each.exact) for each in phrase.words)
    if not is_own and (letters < SHORTEST_ELSEWHERE or text[start].exact in small):
        return None
    return Match(phrase.code, start, at, (WHOLE if exact else STEM) if is_own else ELSEWHERE)


def _same(wanted: Form, found: Form, is_own: bool) -> bool:
    return wanted.exact == found.exact or (is_own and not wanted.every.isdisjoint(found.every))


def _parts(table: Table, found: Form, start: int, own: set[str]) -> Iterator[Match]:
    """Concepts whose word is part of a compound: at its beginning, at its end (with an ending), or long within it."""
    word = found.exact
    letters = range(SHORTEST_PART, len(word) - SHORTEST_PART + 2)
    within = {
        word[first : first + length]
        for length in range(SHORTEST_WITHIN, len(word) - 1)
        for first in range(1, len(word) - length)
    }
    for tag in own:
        ends = {each for cut in letters for each in form(word[-cut:], tag).every}
        for part in within | ends | {word[:cut] for cut in letters}:
            for code in table.singles.get(part, {}).get(tag, ()):
                yield Match(code, start, start + 1, PART)


def _longest(found: list[Match], table: Table) -> list[Match]:
    """*found* without what lies inside a longer phrase, each concept once at its place.

    Inside "food bank" no bank is meant, but food is: what is found in the same categories stays, as less sure.
    """
    kept: list[Match] = []
    for match in sorted(found, key=lambda each: (each.start - each.end, -each.strength)):
        around = [other for other in kept if _holds(other, match)]
        if not around:
            kept.append(match)
        elif any(_related(table, other.code, match.code) for other in around):
            kept.append(match._replace(strength=match.strength * INSIDE))
    best: dict[tuple[str, int, int], Match] = {}
    for match in kept:
        best.setdefault(match[:3], match)
    return sorted(best.values(), key=lambda each: each.start)


def _holds(other: Match, match: Match) -> bool:
    longer = other.end - other.start > match.end - match.start
    return longer and other.start <= match.start and match.end <= other.end


def _related(table: Table, one: str, other: str) -> bool:
    return one != other and not _shelves(table, one).isdisjoint(_shelves(table, other))


def _shelves(table: Table, code: str) -> set[str]:
    """The categories that a concept is found in, or that a category's label stands for: itself, and those below."""
    own = {code.removeprefix(CATEGORY)} if code.startswith(CATEGORY) else set()
    return own | set(table.categories.get(code, ()))


def by_sound(table: Table, form: Form) -> set[str]:
    """The concepts of which a word in another script sounds like *form*, which is in Latin letters."""
    return table.by_key.get(form.key or latin.key(form.exact), set()) if script(form.exact) == "latin" else set()
