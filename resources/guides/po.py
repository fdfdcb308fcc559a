"""Guides as PO files for translators elsewhere, one entry a paragraph; and what is strange in what comes back."""

from collections.abc import Callable

import polib

from portal.errors import BadInput
from portal.i18n import gettext
from portal.text import depth
from resources.facts import facts
from resources.guides import blocks
from resources.guides.actions import Words
from resources.guides.blocks import Block
from resources.guides.changes import is_item, paragraphs, pieces

MOST = 5_000  # entries
DEEPEST = 12  # see `portal.text.depth`


def export(source: Words, source_id: int, language: str, have: Words | None, base: Words | None) -> str:
    """A PO file of *source*, with what is translated in *have*, which was made from *base*."""
    known = _known(base, have) if base and have else {}
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Language": language, "X-Wayhouse-Version": str(source_id),
    }  # fmt: skip
    for said in dict.fromkeys(_entries(source)):
        made.append(polib.POEntry(msgid=said, msgstr=known.get(said, "")))
    return str(made)


def _entries(words: Words) -> list[str]:
    """What is translated of *words*: the marks of blocks are not."""
    return [words.title, words.summary, *(each for each in paragraphs(words.body) if not each.startswith(":::"))]


def _known(base: Words, have: Words) -> dict[str, str]:
    """What stands for what, where both are built alike."""
    old, new = _entries(base), _entries(have)
    return dict(zip(old, new, strict=True)) if len(old) == len(new) else {}


def read(text: str) -> tuple[int, dict[str, str]]:
    """The version of the source that a PO file is of, and its translations by what they translate.

    Raises:
        BadInput: it is no PO file of ours.
    """
    try:
        found = polib.pofile(f"#\n{text}")  # polib opens what is a path: with a line before it, nothing is
        version = int(found.metadata["X-Wayhouse-Version"][:9])
    except (OSError, ValueError, KeyError, UnicodeError, IndexError) as error:
        raise BadInput(gettext("This is no PO file that was exported here.")) from error
    if len(found) > MOST:
        raise BadInput(gettext("This is no PO file that was exported here."))
    return version, {each.msgid: each.msgstr for each in found if each.msgstr.strip() and not each.fuzzy}


def translated(source: Words, said: dict[str, str]) -> Words:
    """*source* in the words of *said*; what they lack stays as it is.

    Raises:
        BadInput: they would change how the guide is built: its blocks, or how deep its lists are.
    """

    def put(text: str) -> str:
        return said.get(text, text)

    body = blocks.written([_translated(block, put) for block in blocks.parse(source.body)])
    built = [each.name for each in blocks.parse(source.body)] == [each.name for each in blocks.parse(body)]
    if not built or any(blocks.mistakes(body)) or depth(body) > DEEPEST:
        raise BadInput(gettext("A translation in this file changes how the guide is built. Look at ::: and lists."))
    return Words(put(source.title)[:200], put(source.summary)[:500], body)


def _translated(block: Block, put: Callable[[str], str]) -> Block:
    """*block* with each piece put in other words; items of a list stand right below each other."""
    made, before = "", ""
    for piece in pieces(block.text):
        indent = piece[: len(piece) - len(piece.lstrip())]
        between = "\n" if is_item(before) and is_item(piece) else "\n\n"
        made += f"{between if made else ''}{indent}{put(piece.strip())}"
        before = piece
    return Block(block.name, block.about, made)


def strange(said: dict[str, str]) -> list[str]:
    """What a person has to look at: entries whose numbers, addresses or placeholders differ from their source."""
    return [before for before, after in said.items() if facts(before) != facts(after)]
