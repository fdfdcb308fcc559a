"""The things that are reviewed, reached through their kinds: their row, their words, whose they are."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kinds import Kind, all_kinds
from portal.outbox.queue import promise
from portal.taxonomy.folding import phrase

Words = dict[str, Any]
LONGEST = 80  # letters of a title


def find(opened: Session, kind: str, target_id: int) -> Any | None:
    """The row that is meant, public or not; None where there is none (any more). It is locked against others."""
    known = all_kinds().get(kind)
    if known is None:
        return None
    return opened.scalars(
        select(known.model).where(known.model.id == target_id).with_for_update(of=known.model)
    ).first()


def readable(opened: Session, kind: str, target_id: int) -> Any | None:
    """The row that is meant, where the present reader may see it."""
    known = all_kinds().get(kind)
    if known is None:
        return None
    return opened.scalars(known.for_reader().where(known.model.id == target_id)).unique().first()


def said(kind: Kind, row: Any) -> Words:
    """The words of *row* by locale, as reviewers and its author read them."""
    document = kind.documents([row])[0]
    return {"names": dict(document.names), "texts": dict(document.texts), "categories": list(document.categories)}


def title(kind: Kind, row: Any) -> str:
    """What *row* is called, or how it begins, in the language that it was written in."""
    words_ = said(kind, row)
    for part in (words_["names"], words_["texts"]):
        if found := part.get(language_of(row)) or next(iter(part.values()), ""):
            return _excerpt(str(found))
    return ""


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def fingerprint(said_: Words) -> str:
    """The same for the same words, however they are spelled or spaced."""
    folded = sorted(phrase(text) for part in ("names", "texts") for text in said_[part].values())
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def language_of(row: Any) -> str:
    """The language that *row* was written in; empty where nobody said."""
    return str(getattr(row, "language", "") or "")


def follow(opened: Session, kind: Kind, row: Any) -> None:
    """Keep true what is derived from *row*, after its state or words changed: at once, and the index soon."""
    opened.flush()
    kind.changed(opened, row)
    promise(opened, "index", [key_of(kind.name, row.id)])


def authored(opened: Session, account_id: int) -> Iterator[tuple[Kind, Any]]:
    """Everything that someone wrote, each with its kind."""
    for kind in all_kinds().values():
        if kind.by_author:
            for row in opened.scalars(kind.by_author(account_id)).unique().all():
                yield kind, row


def key_of(kind: str, target_id: int) -> str:
    """How feeds, the index and the log name a thing."""
    return f"{kind}:{target_id}"
