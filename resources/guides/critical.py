"""Safety-critical parts of a guide: what nobody checked is never shown for them; the checked source is, as such."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resources.guides import blocks, queries
from resources.guides.blocks import Block
from resources.guides.models import GuideText, Origin
from resources.guides.queries import Found


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with the language that it is in; *untrusted* where nobody checked any version of it."""

    block: Block
    tag: str
    untrusted: bool = False


def trusted(text: GuideText, source_language: str) -> bool:
    """Whether a person stands behind *text*: they checked it, or it is a source that no machine made."""
    return text.verified_on is not None or (text.language == source_language and text.origin != Origin.MACHINE)


def checked(found: Found, text: GuideText) -> Iterator[Piece]:
    """The blocks of *text*, critical ones from where a person stands behind them, in the order of the page."""
    parsed = blocks.parse(text.body)
    if _stands(found, text):
        yield from (Piece(block, text.language) for block in parsed)
        return
    instead = list(_from_source(found))
    for block in parsed:
        if block.name not in blocks.CRITICAL:
            yield Piece(block, text.language)
        elif instead:
            yield instead.pop(0)
        elif found.source is None:
            yield Piece(Block(block.name, "", ""), text.language, untrusted=True)
    yield from instead


def _stands(found: Found, text: GuideText) -> bool:
    """Whether the critical blocks of *text* can be shown as they are."""
    source = found.source
    if source is None or not trusted(text, found.guide.language):
        return False
    if source.id in {text.id, text.based_on_id}:
        return True
    before = queries.version(text.based_on_id)
    return before is not None and blocks.critical(before.body) == blocks.critical(source.body)


def _from_source(found: Found) -> Iterator[Piece]:
    source = found.source
    if source is None:
        return
    sure = trusted(source, found.guide.language)
    for block in blocks.critical(source.body):
        yield Piece(block if sure else Block(block.name, "", ""), source.language, untrusted=not sure)


def sayable(texts: Sequence[GuideText], source_language: str) -> dict[str, str]:
    """The bodies by language for search: critical blocks only of what is checked and made from the present source."""
    source = next((each.id for each in texts if each.language == source_language), None)
    return {each.language: _sayable(each, source, source_language) for each in texts}


def _sayable(text: GuideText, source: int | None, source_language: str) -> str:
    if source in {text.id, text.based_on_id} and source is not None and trusted(text, source_language):
        return blocks.words(text.body)
    kept = [block for block in blocks.parse(text.body) if block.name not in blocks.CRITICAL]
    return blocks.words(blocks.written(kept))
