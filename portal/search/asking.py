"""A reader's words made into what engines are asked and entries are ranked by."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portal.search import spelling
from portal.search.analysis import latin
from portal.search.analysis.forms import Form, form, forms, telling
from portal.search.analysis.guessing import languages_of
from portal.search.analysis.light import without_article
from portal.search.analysis.scripts import is_unspaced
from portal.search.concepts import BY_SOUND, CATEGORY, COMPOUNDING, WHOLE, Match, Table, by_sound, find
from portal.search.engine import Engine, Query
from portal.search.entries import CONCEPT, KEY, STEM

LONGEST, MOST_WORDS = 200, 16  # characters, words
EXACT, BARE, STEMMED, JOINED, BESIDE, WITHIN, SOUNDED, MISSPELT, TWICE = (
    1.0,
    0.95,
    0.9,
    0.85,
    0.7,
    0.6,
    0.45,
    0.6,
    0.5,
)
COMPOUND = 0.75
SHORTEST_START, SHORTEST_HEART, LONG = 4, 4, 7
MOST_LIKE = 12  # words that are tried for one
MOST_GUESSED = 6  # words of a question whose spelling is doubted
RARE, COMMONER = 2, 20  # a word in so few documents may be a misspelling of one in so many times more
IN_CATEGORY = 0.85  # how surely a thing is meant because its category holds what a concept stands for


@dataclass(slots=True)
class Unit:
    """A word of the question: the terms that stand for it, each with how surely it does, and how telling it is."""

    form: Form
    terms: dict[str, float] = field(default_factory=dict)
    weight: float = 1.0
    known: bool = False

    def add(self, term: str, strength: float) -> None:
        """Let *term* stand for it; the surest way counts."""
        self.terms[term] = max(strength, self.terms.get(term, 0.0))


@dataclass(frozen=True, slots=True)
class Meant:
    """A concept of the question: how surely it is meant, and by which words, as their places."""

    code: str
    strength: float
    words: frozenset[int]


@dataclass(slots=True)
class Asked:
    """A question, understood. *instead* is how it may have been meant to be spelled."""

    text: str
    tags: tuple[str, ...]
    units: list[Unit] = field(default_factory=list)
    meant: list[Meant] = field(default_factory=list)
    instead: str = ""

    def query(self, filters: Sequence[Sequence[str]], limit: int) -> Query:
        """What the engine is asked: the most telling words first."""
        groups = []
        for place, unit in sorted(enumerate(self.units), key=lambda pair: -pair[1].weight):
            concepts = {f"{CONCEPT}{each.code}": each.strength for each in self.meant if place in each.words}
            groups.append({term: sure * unit.weight for term, sure in (unit.terms | concepts).items()})
        return Query(groups, filters, limit)

    @property
    def concepts(self) -> list[str]:
        """The codes of the concepts that are meant, surest first."""
        ranked = sorted(self.meant, key=lambda each: -each.strength)
        return list(dict.fromkeys(each.code for each in ranked if not each.code.startswith(CATEGORY)))

    @property
    def foremost(self) -> list[str]:
        """The codes of what most of the question says, and of the categories in which that is found."""
        sure = [each for each in self.meant if each.strength >= MISSPELT]
        most = max((len(each.words) for each in sure), default=0)
        return [each.code for each in sure if len(each.words) == most]


def ask(text: str, prior: str, table: Table, engine: Engine) -> Asked:
    """Understand *text*, typed by someone who reads the language *prior*."""
    text = text[:LONGEST]
    tags = languages_of(text, prior)
    every = forms(text, tags[0])[: MOST_WORDS * 2]
    asked = Asked(text, tags)
    places = _units(asked, every)
    matches = find(table, every, tags)
    asked.meant = [Meant(each.code, each.strength, _covered(each, places)) for each in matches]
    counted = _count(asked, engine)
    _doubt_stems(asked)
    _guess(asked, table, engine, counted)
    _weigh(asked, counted, max(engine.size(), 1))
    asked.meant += list(_categories(asked.meant, table))
    return asked


def _units(asked: Asked, every: list[Form]) -> dict[int, int]:
    """Make a unit of each telling word; return the place among them of each place in the text."""
    kept = telling(every, asked.tags[:1]) or every
    places: dict[int, int] = {}
    seen: dict[str, int] = {}
    for place, each in enumerate(every):
        if each not in kept or (len(seen) >= MOST_WORDS and each.exact not in seen):
            continue
        if each.exact not in seen:
            seen[each.exact] = len(asked.units)
            asked.units.append(_unit(each, asked.tags))
        places[place] = seen[each.exact]
    return places


def _count(asked: Asked, engine: Engine) -> dict[str, int]:
    """In how many documents each term stands; two neighbours that texts write as one word stand for each other's."""
    joined = {one.form.exact + other.form.exact: (one, other) for one, other in pairwise(asked.units)}
    counted = engine.counts([*joined, *(term for unit in asked.units for term in unit.terms)])
    for unit in asked.units:
        unit.known = any(counted.get(term) for term in unit.terms)
    for word in joined.keys() & counted.keys():
        for unit in joined[word]:
            unit.add(word, JOINED)
    return counted


def _doubt_stems(asked: Asked) -> None:
    """A word whose meaning is known is less surely meant by another of its stem, as مكتب beside مكتبة."""
    for place in {place for each in asked.meant for place in each.words if each.strength == WHOLE}:
        terms = asked.units[place].terms
        terms |= {term: BESIDE for term, strength in terms.items() if strength == STEMMED}


def _covered(match: Match, places: dict[int, int]) -> frozenset[int]:
    return frozenset(places[place] for place in range(match.start, match.end) if place in places)


def _unit(word: Form, tags: Sequence[str]) -> Unit:
    """A word with its own terms: itself, and its stems in each language that it may be in."""
    unit = Unit(word)
    unit.add(word.exact, EXACT)
    if is_unspaced(word.exact):
        return unit
    unit.add(STEM + word.exact, STEMMED)
    for bare in without_article(word.exact) if "ar" in tags else ():
        unit.add(bare, BARE)
    for stem in {stem for tag in tags for stem in form(word.exact, tag).stems} | set(word.stems):
        unit.add(stem, STEMMED)
        unit.add(STEM + stem, STEMMED)
    return unit


def _guess(asked: Asked, table: Table, engine: Engine, counted: dict[str, int]) -> None:
    """Find what words that no document holds, or few, may be meant to be: by sound, by beginnings, by mistakes."""
    covered = {place for each in asked.meant for place in each.words}
    sure = {place for each in asked.meant for place in each.words if each.strength >= WHOLE}
    guessed = [place for place, unit in enumerate(asked.units) if place not in sure and _is_unsure(unit, counted)]
    unsure = {place: asked.units[place] for place in guessed[:MOST_GUESSED]}
    longer = [unit for unit in asked.units if set(asked.tags[:2]) & COMPOUNDING and _heart(unit)]
    starts, ends = _sides(unsure.values())
    hearts = {_heart(unit) for unit in longer}
    like = engine.words_like(starts, ends, hearts) if starts or ends or hearts else {}
    for unit in longer:
        _within(unit, like)
    fixed: dict[int, str] = {}
    for place, unit in unsure.items():
        best = _near(unit, like, counted)
        if place not in covered:
            best = _near_concepts(asked, place, table, unit, best)
            _split(unit, like)
        if best and not unit.known and place not in covered:
            fixed[place] = best
    if fixed:
        asked.instead = _respelled(asked, fixed)


def _is_unsure(unit: Unit, counted: dict[str, int]) -> bool:
    return not unit.form.exact.isdigit() and max((counted.get(term, 0) for term in unit.terms), default=0) <= RARE


def _heart(unit: Unit) -> str:
    """What compounds and other forms of the word hold of it, whatever its ending; empty where that is too little."""
    shortest = min((unit.form.exact, *(each for each in unit.form.stems if len(each) >= SHORTEST_HEART)), key=len)
    return (shortest[:-1] if len(shortest) >= LONG else shortest) if len(shortest) >= SHORTEST_HEART else ""


def _sides(units: Iterable[Unit]) -> tuple[set[str], set[str]]:
    """How words begin and end that may be meant instead, and how their stems do."""
    starts: set[str] = set()
    ends: set[str] = set()
    for unit in units:
        word = unit.form.exact
        for each in (word, *unit.form.stems):
            first, last = spelling.sides(each, spelling.mistakes(word))
            starts |= first | {STEM + start for start in first}
            ends |= last
        starts |= {_heart(unit) or word} if len(word) >= SHORTEST_START or not word.isascii() else set()
    return starts, ends


def _within(unit: Unit, like: dict[str, int]) -> None:
    """Let compounds that hold the word stand for it, the commonest first."""
    heart = _heart(unit)
    found = [each for each in like if heart in each and each[0] != STEM and each != unit.form.exact]
    for each in sorted(found, key=lambda one: -like[one])[:MOST_LIKE]:
        unit.add(each, COMPOUND)


def _near(unit: Unit, like: dict[str, int], counted: dict[str, int]) -> str:
    """Let words near a rare one stand for it, less surely the farther they are; return the likeliest."""
    word = unit.form.exact
    for key in {latin.key(each) for each in (word, *unit.form.stems)} - {""} if not unit.known else ():
        unit.add(KEY + key, SOUNDED)
    known = max((counted.get(term, 0) for term in unit.terms), default=0)
    if not known:
        begun = [each for each in like if each.startswith(_heart(unit) or word)]
        for each in sorted(begun, key=lambda one: -like[one])[:MOST_LIKE]:
            unit.add(each, WITHIN)
    near = sorted(
        (pair for pair in _nearest(unit.form, like).items() if like[pair[0]] > known * COMMONER),
        key=lambda pair: (pair[1], pair[0][0] == STEM, -like[pair[0]]),
    )
    for other, mistaken in near[:MOST_LIKE]:
        unit.add(other, (MISSPELT if mistaken == 1 else TWICE) * (STEMMED if other[0] == STEM else EXACT))
    return next((other for other, _ in near if other[0] != STEM), "")


def _nearest(word: Form, like: dict[str, int]) -> dict[str, int]:
    """The words near to *word*, and the stems near to it or to its own, with how many mistakes away they are."""
    allowed = spelling.mistakes(word.exact)
    found = dict(spelling.nearest(word.exact, (each for each in like if each[0] != STEM), allowed))
    stems = [each[1:] for each in like if each[0] == STEM]
    for each in (word.exact, *word.stems):
        found |= {STEM + other: mistaken for other, mistaken in spelling.nearest(each, stems, allowed)}
    return found


def _near_concepts(asked: Asked, place: int, table: Table, unit: Unit, best: str) -> str:
    """Let concepts be meant whose words sound like *unit*, or are a mistake away from it."""
    if unit.known:
        return best
    sentence = len(asked.text.split()) > len(asked.units) + 1  # whoever says that much, says it in their language
    codes = {} if sentence else dict.fromkeys(by_sound(table, unit.form), BY_SOUND)
    word = unit.form.exact
    allowed = spelling.mistakes(word)
    near = spelling.nearest(word, table.spelled.like(*spelling.sides(word, allowed), ()), allowed)
    own = [(other, mistaken) for other, mistaken in near if set(table.singles[other]) & set(asked.tags)]
    own = own or ([] if sentence else near)
    for other, mistaken in own[:4]:
        if mistaken == own[0][1]:
            for code in (code for said in table.singles[other].values() for code in said):
                codes[code] = max(codes.get(code, 0.0), MISSPELT if mistaken == 1 else TWICE)
    asked.meant += [Meant(code, strength, frozenset([place])) for code, strength in codes.items()]
    return best or (own[0][0] if own else "")


def _split(unit: Unit, like: dict[str, int]) -> None:
    """Let the halves of a word that texts write as two stand for it together."""
    word = unit.form.exact
    for cut in range(2, len(word) - 1):
        if word[:cut] in like and word[cut:] in like and min(cut, len(word) - cut) >= 2:
            unit.add(word[:cut], WITHIN)
            unit.add(word[cut:], WITHIN)


def _respelled(asked: Asked, fixed: dict[int, str]) -> str:
    words = {asked.units[place].form.exact: better for place, better in fixed.items()}
    return " ".join(words.get(each.exact, each.exact) for each in forms(asked.text, asked.tags[0]))


def _weigh(asked: Asked, counted: dict[str, int], size: int) -> None:
    """How telling each word is: the rarer the more. What nothing stands for counts for little."""
    held = {place for each in asked.meant for place in each.words}
    for place, unit in enumerate(asked.units):
        common = max((counted.get(term, 0) for term, strength in unit.terms.items() if strength >= BESIDE), default=0)
        unit.weight = math.log(1 + size / (1 + common)) + 0.1
        if not common and place not in held and len(unit.terms) <= 2 + len(unit.form.stems) * 2:
            unit.weight *= 0.3


def _categories(meant: Iterable[Meant], table: Table) -> Iterable[Meant]:
    """The categories in which what is meant is found."""
    for each in meant:
        strength = 1.0 if each.code.startswith(CATEGORY) else IN_CATEGORY
        for code in table.categories.get(each.code, ()):
            yield Meant(f"{CATEGORY}{code}", each.strength * strength, each.words)
