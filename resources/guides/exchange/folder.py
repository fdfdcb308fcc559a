"""Guides as a folder of Markdown: SLUG.LANGUAGE.md, each with a head of ``name: value`` lines between ``---``."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from portal import db
from portal.errors import BadInput
from portal.languages import SOURCE, is_language
from portal.text import clean
from resources.guides import blocks, queries
from resources.guides.actions import Words
from resources.guides.critical import trusted
from resources.guides.exchange.records import Incoming
from resources.guides.models import Guide, GuideText, Origin, is_slug
from resources.guides.queries import is_outdated

_NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)")
_MARK = re.compile(r"^---[ \t]*\r?\n", re.MULTILINE)
LARGEST = 200_000  # bytes of a file


def read(folder: Path) -> list[Incoming]:
    """Every guide of *folder*; where no file of a guide has a ``position``, the English or another is its source.

    Raises:
        BadInput: a file that is not such a guide; the message says which and why.
    """
    found = [_read(path) for path in sorted(folder.rglob("*.md")) if path.is_file()]
    _check_names(found)
    marked = {each.slug for each in found if each.source}
    unmarked = [each for each in found if each.slug not in marked]
    sources = {each.slug: each.language for each in sorted(unmarked, key=lambda each: each.language == SOURCE)}
    return [replace(each, source=True) if sources.get(each.slug) == each.language else each for each in found]


def _check_names(found: list[Incoming]) -> None:
    """Refuse two files that say that they are the same."""
    names = [each.imported_as for each in found if each.imported_as]
    twice = {each for each in names if names.count(each) > 1}
    if twice:
        raise BadInput(f"Several files have imported_as: {', '.join(sorted(twice))}.")


def _read(path: Path) -> Incoming:
    named = _NAME.fullmatch(path.stem)
    if named is None or not is_language(named[2]) or not is_slug(named[1]):
        raise BadInput(f"{path}: the name has to be SLUG.LANGUAGE.md, such as finding-a-room.en.md.")
    if path.stat().st_size > LARGEST:
        raise BadInput(f"{path}: larger than {LARGEST // 1000} KB.")
    try:
        opening, head, body = ([*_MARK.split(path.read_text(encoding="utf-8-sig"), 2), "", ""])[:3]
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: it is not in UTF-8.") from error
    facts = dict(_pair(line) for line in head.splitlines() if ":" in line)
    words = Words(clean(facts.get("title", ""))[:200], clean(facts.get("summary", ""))[:500], clean(body))
    if opening.strip() or not words.title:
        raise BadInput(f"{path}: it has to begin with ---, a line “title: …”, and ---.")
    for line in blocks.mistakes(words.body):
        raise BadInput(f"{path}: this line of a block is wrong: {line}")
    return _incoming(path, named[1], named[2], facts, words)


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _incoming(path: Path, slug: str, language: str, facts: dict[str, str], words: Words) -> Incoming:
    try:
        return Incoming(
            slug, language, words, source="position" in facts, origin=Origin(facts.get("origin", "human")),
            verified_on=_day(facts.get("verified", "")), outdated=facts.get("outdated") == "yes",
            parent=facts.get("parent", ""), position=_position(facts.get("position", "0")),
            category=facts.get("category", ""), reviewed_on=_day(facts.get("reviewed", "")),
            situations=[each.strip() for each in facts.get("situations", "").split(",") if each.strip()],
            imported_as=facts.get("imported_as") or None,
        )  # fmt: skip
    except ValueError as error:
        raise BadInput(f"{path}: {error}.") from error


def _position(written: str) -> int:
    if not 0 <= int(written) < 1_000_000:
        raise ValueError(f"position {written} is out of bounds")
    return int(written)


def _day(written: str) -> datetime.date | None:
    """A day that has come, such as 2026-11-25, or how many days ago it was."""
    if written.isdigit() and len(written) < 6:
        return db.today() - datetime.timedelta(days=int(written))
    day = datetime.date.fromisoformat(written) if written else None
    if day and day > db.today():
        raise ValueError(f"{written} has not come yet")
    return day


def write(folder: Path) -> int:
    """Write every public guide into *folder*, in every language in which it can be read; return how many files.

    Raises:
        BadInput: it cannot be written there.
    """
    written = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for slug, language, text in _files():
            (folder / f"{slug}.{language}.md").write_text(text, encoding="utf-8")
            written += 1
    except OSError as error:
        raise BadInput(f"{folder}: {error.strerror}.") from error
    return written


def _files() -> Iterator[tuple[str, str, str]]:
    query = queries.with_texts(queries.public()).add_columns(queries.FOLLOWED)
    rows = db.session().execute(query.order_by(Guide.id)).unique().all()
    slugs = {guide.id: guide.slug for guide, _ in rows}
    for guide, followed in rows:
        for text in guide.texts:
            facts = _facts(guide, text, slugs, outdated=is_outdated(text, guide.language, followed))
            head = "".join(f"{name}: {value}\n" for name, value in facts.items() if value not in {None, ""})
            yield guide.slug, text.language, f"---\n{head}---\n{text.body}\n"


def _facts(guide: Guide, text: GuideText, slugs: dict[int, str], *, outdated: bool) -> dict[str, object]:
    facts: dict[str, object] = {"title": text.title, "summary": " ".join(text.summary.splitlines())}
    if text.language == guide.language:
        facts |= {
            "parent": slugs.get(guide.parent_id or 0, ""), "position": guide.position,
            "category": guide.category_code, "situations": ", ".join(each.code for each in guide.situations),
            "reviewed": guide.reviewed_on.isoformat(), "imported_as": guide.imported_as,
        }  # fmt: skip
    checked = text.verified_on.isoformat() if text.verified_on and trusted(text, guide.language) else None
    return facts | {"origin": text.origin, "verified": checked, "outdated": "yes" if outdated else None}
