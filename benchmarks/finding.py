"""Search: whether it finds, beside plain engines, on each collection that is there."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

from benchmarks import collections
from portal import db
from portal.app import prepare
from portal.kinds import Document
from portal.search.asking import ask
from portal.search.concepts import Table
from portal.search.engine import current
from portal.search.entries import entry_of
from portal.search.ranking import rank
from portal.settings import Settings

GUIDANCE = collections.THEIRS.parent / "guidance" / "lkaugsburg"
PLAIN = """
SELECT key FROM plain WHERE words @@ to_tsquery('simple', :asked)
ORDER BY ts_rank(words, to_tsquery('simple', :asked)) DESC LIMIT 20
"""


def portal(folder: Path, url: str = "") -> Flask:
    """A migrated portal without places."""
    return prepare(
        Settings(data_dir=folder, database_url=url, time_zone="Europe/Helsinki", country="FI", secret_key="b" * 40)
    )


def ours(table: Table) -> collections.Find:
    """Find with the engine of the open application."""

    def find(words: str, tag: str) -> list[str]:
        question = ask(words, tag, table, current())
        return [each.key for each in rank(question, current().search(question.query((), 200)), tag)]

    return find


def fill(documents: Iterable[Document], table: Table) -> int:
    """Index *documents* anew."""
    return current().rebuild(entry_of(each, table) for each in documents)


def plain_whoosh(folder: Path, documents: Iterable[Document]) -> collections.Find:
    """Whoosh as its manual begins: one analysed field, the query parser, any word."""
    from whoosh.fields import ID, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.qparser import OrGroup, QueryParser

    folder.mkdir(parents=True)
    made = create_in(str(folder), Schema(key=ID(stored=True), words=TEXT()))
    writer = made.writer()
    for each in documents:
        writer.add_document(key=each.key, words=" ".join([*each.names.values(), *each.texts.values()]))
    writer.commit()
    parser = QueryParser("words", made.schema, group=OrGroup)

    def find(words: str, _tag: str) -> list[str]:
        with made.searcher() as searcher:
            return [hit["key"] for hit in searcher.search(parser.parse(words), limit=20)]

    return find


def plain_postgres(documents: Iterable[Document]) -> collections.Find:
    """PostgreSQL as its manual begins: the simple configuration, any word, ``ts_rank``."""
    rows = [{"key": each.key, "words": " ".join([*each.names.values(), *each.texts.values()])} for each in documents]
    with db.transaction() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS plain (key text, words tsvector)"))
        session.execute(text("DELETE FROM plain"))
        session.execute(text("INSERT INTO plain VALUES (:key, to_tsvector('simple', :words))"), rows)

    def find(words: str, _tag: str) -> list[str]:
        asked = "|".join(re.findall(r"\w+", words))
        return list(db.session().scalars(text(PLAIN), {"asked": asked})) if asked else []

    return find


def _say(name: str, judged: dict[str, tuple[int, float, float]]) -> None:
    recall, reciprocal = collections.mean(judged)
    tag, least = collections.worst(judged)
    print(f"  {name:<34}{recall:>10.2f}{reciprocal:>7.2f}{least:>10.2f} ({tag})")


def _by_language(judged: dict[str, tuple[int, float, float]]) -> None:
    print("  " + "  ".join(f"{tag.strip()} {row[1]:.2f}/{row[2]:.2f}" for tag, row in judged.items()))


def compare_recall(apps: dict[str, Flask], folder: Path) -> None:
    """Print recall at five and reciprocal rank of ours and of plain engines, on each collection that is there."""
    table = collections.shipped_table()
    sets = {"ours": collections.load(collections.OURS)}
    if (collections.THEIRS / "docs.tsv").exists():
        sets["development set"] = collections.load(collections.THEIRS)
    for name, collection in sets.items():
        halves = {"": collection.questions}
        if name == "ours":
            halves = {", tuned on": collection.questions[::2], ", held out": collection.questions[1::2]}
        for half, questions in halves.items():
            print(f"\n{name}{half}: {len(questions)} questions{'recall@5':>22}    MRR   worst language")
            plain = plain_whoosh(folder / f"plain-{name}{half}", collection.documents)
            _say("plain Whoosh", collections.judge(questions, plain))
            for engine, app in apps.items():
                with app.app_context():
                    _recall_row(engine, collection, questions, table)
        if name != "ours":
            _with_their_words(apps, collection)


def _recall_row(engine: str, collection: collections.Collection, questions: Sequence[Any], table: Table) -> None:
    if db.engine().dialect.name == "postgresql":
        _say("plain PostgreSQL, simple", collections.judge(questions, plain_postgres(collection.documents)))
    fill(collection.documents, table)
    judged = collections.judge(questions, ours(table))
    _say(f"ours, {engine}", judged)
    _by_language(judged)


def _with_their_words(apps: dict[str, Flask], collection: collections.Collection) -> None:
    table = collections.shipped_table(collections.their_words())
    for engine, app in apps.items():
        with app.app_context():
            fill(collection.documents, table)
            _say(f"ours and its own words, {engine}", collections.judge(collection.questions, ours(table)))


def compare_titles(app: Flask) -> None:
    """Print whether the titles of real pages find them, and the same page in the other language alone."""
    if not GUIDANCE.exists():
        return
    table = collections.shipped_table()
    pages = {tag: json.loads((GUIDANCE / f"pages_{tag}.json").read_text(encoding="utf-8")) for tag in ("de", "en")}
    documents = {
        tag: [
            Document(f"{tag}:{each['id']}", {tag: each["title"]}, {tag: re.sub("<[^>]+>", " ", each["content"])})
            for each in said
        ]
        for tag, said in pages.items()
    }
    questions = {
        (tag, other): [
            collections.Question(
                "title",
                tag,
                each["title"],
                (str(each["id"] if tag == other else each["available_languages"][other]["id"]),),
            )
            for each in pages[tag]
            if each["title"].strip() and (tag == other or other in each["available_languages"])
        ]
        for tag in pages
        for other in pages
    }
    print(f"\n{'real pages: title finds page':<36}{'recall@5':>10}    MRR")
    with app.app_context():
        for (tag, other), asked in questions.items():
            fill(documents[other] if tag != other else [*documents["de"], *documents["en"]], table)
            recall, reciprocal = collections.mean(collections.judge(asked, ours(table)))
            print(f"  {tag} title, {other} page ({len(asked)}){'':<14}{recall:>10.2f}{reciprocal:>7.2f}")
