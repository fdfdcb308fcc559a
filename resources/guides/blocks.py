"""The body of a guide as blocks: plain Markdown, and those between ``:::`` that mean something to the portal.

A block opens with ``::: name words`` and closes with ``:::``, each on a line of its own; blocks do not stand in each
other. What is not closed ends with the body; a name that we do not know is plain text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

NAMES = ("steps", "warning", "contact", "deadline", "places", "download")
CRITICAL = frozenset({"contact", "deadline"})
"""What may cost someone dearly if it is wrong: whom to call, and by when a right is lost."""
PLAIN = "text"
_OPENS = re.compile(r":::[ \t]*([a-z]+)(?:[ \t]+(\S.*))?[ \t]*")
_CLOSES = re.compile(r":::[ \t]*")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\s]*\)")
_MARKS = re.compile(r"(?m)^[ \t]*(?:#+|[-*+]|\d+[.)]|>)[ \t]+|[*_`]{1,3}")
_HEADING = re.compile(r"(#{2,4})[ \t]+(\S.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a body: its *name*, the words after the name, and its Markdown."""

    name: str
    about: str
    text: str

    def written(self) -> str:
        """The block as it stands in a body."""
        if self.name == PLAIN:
            return self.text
        head = f"::: {self.name} {self.about}".rstrip()
        return f"{head}\n{self.text}\n:::" if self.text else f"{head}\n:::"


@lru_cache(maxsize=1024)
def parse(body: str) -> tuple[Block, ...]:
    """The blocks of *body*, in order."""
    return tuple(each for each in _read(body.splitlines()) if each.text or each.about)


def _read(lines: Sequence[str]) -> Iterator[Block]:
    name, about, held = PLAIN, "", list[str]()
    for line in lines:
        opens = _OPENS.fullmatch(line)
        if name == PLAIN and opens and opens[1] in NAMES:
            yield Block(PLAIN, "", "\n".join(held).strip("\n"))
            name, about, held = opens[1], (opens[2] or "").strip(), []
        elif name != PLAIN and _CLOSES.fullmatch(line):
            yield Block(name, about, "\n".join(held).strip())
            name, about, held = PLAIN, "", []
        else:
            held.append(line)
    yield Block(name, about, "\n".join(held).strip("\n"))


def mistakes(body: str) -> Iterator[str]:
    """Lines of *body* that look like marks of blocks and are none: unknown names, blocks in blocks, unclosed ones."""
    opened = ""
    for line in body.splitlines():
        if ":::" not in line or not line.strip(" >-*+\t0123456789.)").startswith(":::"):
            continue
        opens = _OPENS.fullmatch(line)
        if not opened and opens and opens[1] in NAMES:
            opened = line
        elif opened and _CLOSES.fullmatch(line):
            opened = ""
        else:
            yield line.strip()[:80]
    if opened:
        yield opened.strip()[:80]


def written(blocks: Sequence[Block]) -> str:
    """The body that *blocks* make."""
    return "\n\n".join(each.written() for each in blocks)


def critical(body: str) -> list[Block]:
    """The safety-critical blocks of *body*, in order."""
    return [each for each in parse(body) if each.name in CRITICAL]


def sections(block: Block) -> list[tuple[str, str]]:
    """The headings of a plain block with the Markdown under each; what stands before the first has no heading."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in block.text.splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            parts.append((heading[2].strip(), []))
        parts[-1][1].append(line)
    return [(heading, "\n".join(lines)) for heading, lines in parts if "".join(lines).strip()]


def words(body: str) -> str:
    """The words of *body* without marks of blocks and of Markdown."""
    return bare(plain(body))


def bare(text: str) -> str:
    """Markdown without its marks: of links only the words, of lists and headings only the lines."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def plain(body: str) -> str:
    """The Markdown of *body* without marks of blocks."""
    return "\n\n".join(each.text for each in parse(body) if each.name != "places" and each.text)
