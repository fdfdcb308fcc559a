"""Watched words and hosts: shipped once as machine drafts, then kept by the people who moderate."""

import tomllib
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
from portal.log import chain
from portal.moderation.models import WatchedWord
from portal.taxonomy.folding import phrase
from portal.text import host

SHIPPED = Path(__file__).parent / "data" / "watched.toml"


def _folded(kind: str, written: str) -> str:
    address = written if "//" in written else f"//{written}"
    return host(address) if kind == "host" else phrase(written)


def load(opened: Session) -> int:
    """Add the shipped words to an empty table; return how many."""
    if opened.execute(select(func.count()).select_from(WatchedWord)).scalar_one():
        return 0
    entries = tomllib.loads(SHIPPED.read_text(encoding="utf-8")).get("word", [])
    opened.add_all(
        WatchedWord(
            kind="word", language=each["language"], written=each["words"], folded=_folded("word", each["words"])
        )
        for each in entries
    )
    return len(entries)


def watch(opened: Session, by: Account, kind: str, language: str, written: str) -> None:
    """Watch a word or host from now on.

    Raises:
        BadInput: nothing is left of it to compare.
    """
    folded = _folded(kind, written)
    if not folded:
        raise BadInput(gettext("There is nothing here to watch for."))
    opened.add(WatchedWord(kind=kind, language=language, written=written, folded=folded[:120]))
    chain.append(opened, "watch", actor=by.ref, target=kind, text=written)


def unwatch(opened: Session, by: Account, word_id: int) -> None:
    """Watch for it no more."""
    row = opened.get(WatchedWord, word_id)
    if row:
        chain.append(opened, "unwatch", actor=by.ref, target=row.kind, text=row.written)
        opened.execute(delete(WatchedWord).where(WatchedWord.id == word_id))
