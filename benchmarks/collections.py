"""Collections of short documents and questions in many languages, and how well an engine answers them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.kinds import Document
from portal.search.concepts import CATEGORY, Row, Table, build
from portal.taxonomy.loading import DATA, read, shipped_concepts

OURS = Path(__file__).parent / "data" / "finding"
THEIRS = Path(__file__).parent.parent.parent / "shared" / "data" / "search-dev"
KIND, TOPIC, AT = "page", "topic:", 5
Find = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in which language, and which documents answer it."""

    kind: str
    tag: str
    words: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by their keys, and questions about them."""

    documents: list[Document]
    questions: list[Question]


def _lines(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8")
    return [line.split("|") for line in text.splitlines() if line.strip() and not line.startswith("#")]


def load(folder: Path) -> Collection:
    """The collection of *folder*: docs.tsv and queries.tsv."""
    rows = _lines(folder / "docs.tsv")
    topics: dict[str, list[str]] = defaultdict(list)
    for name, _tag, topic, *_ in rows:
        topics[topic].append(name)
    documents = [Document(f"{KIND}:{name}", {tag: title}, {tag: text}) for name, tag, _, title, text in rows]
    questions = [
        Question(
            kind, tag, words, tuple(topics[wanted[len(TOPIC) :]] if wanted.startswith(TOPIC) else wanted.split(","))
        )
        for kind, tag, words, wanted in _lines(folder / "queries.tsv")
    ]
    return Collection(documents, questions)


def shipped_table(more: Iterable[Row] = ()) -> Table:
    """The table of concepts as it is shipped, with *more* words."""
    concepts = shipped_concepts()
    rows = [
        Row(each["code"], tag, word) for each in concepts for tag, said in each["labels"].items() for word in said
    ]
    categories = read(DATA / "categories.toml")
    rows += [
        Row(CATEGORY + each["code"], tag, label)
        for each in (*categories["tile"], *categories["category"])
        for tag, label in each["label"].items()
    ]
    pairs = [(each["code"], category) for each in concepts for category in each["categories"]]
    return build([*rows, *more], pairs)


def their_words() -> list[Row]:
    """The words of the little concept table that comes with the development set."""
    return [
        Row(f"theirs-{code}", said.partition(":")[0], word)
        for code, *languages in _lines(THEIRS / "taxonomy.tsv")
        for said in languages
        for word in said.partition(":")[2].split(",")
    ]


def judge(questions: Iterable[Question], find: Find) -> dict[str, tuple[int, float, float]]:
    """By language (and by kind, after a space): how many questions, their recall at five, their reciprocal rank."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each in questions:
        keys = [key.partition(":")[2] for key in find(each.words, each.tag)]
        recall = len(set(keys[:AT]) & set(each.wanted)) / min(AT, len(each.wanted))
        rank = next((1 / place for place, key in enumerate(keys, 1) if key in each.wanted), 0.0)
        for group in (each.tag, f" {each.kind}"):
            found[group].append((recall, rank))
    return {
        group: (len(pairs), sum(pair[0] for pair in pairs) / len(pairs), sum(pair[1] for pair in pairs) / len(pairs))
        for group, pairs in sorted(found.items())
    }


def worst(judged: dict[str, tuple[int, float, float]]) -> tuple[str, float]:
    """The language with the lowest recall."""
    return min(((tag, row[1]) for tag, row in judged.items() if tag[0] != " "), key=lambda pair: pair[1])


def mean(judged: dict[str, tuple[int, float, float]]) -> tuple[float, float]:
    """Recall and reciprocal rank over all questions."""
    rows = [row for tag, row in judged.items() if tag[0] != " "]
    number = sum(row[0] for row in rows)
    return sum(row[0] * row[1] for row in rows) / number, sum(row[0] * row[2] for row in rows) / number
