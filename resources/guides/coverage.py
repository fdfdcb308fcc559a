"""How far guides are there in each language: three independent facts of each text, and the board that shows them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from portal import db
from portal.languages import LANGUAGES
from resources.guides.critical import trusted
from resources.guides.models import Guide, GuideText
from resources.guides.queries import FOLLOWED, Leaf, is_outdated, tree


@dataclass(frozen=True, slots=True)
class State:
    """How a guide stands in one language: who made it, whether a person checked it, whether it follows the source.

    *waiting* says that newer words wait for a person.
    """

    tag: str
    text: GuideText | None = None
    origin: str = ""
    checked: bool = False
    outdated: bool = False
    waiting: bool = False
    source: bool = False

    @property
    def name(self) -> str:
        """The one word for it on the board: the first that asks for work."""
        if self.text is None:
            return "waiting" if self.waiting else "missing"
        if self.source:
            return "source"
        if self.outdated:
            return "outdated"
        return "verified" if self.checked else "draft"


@dataclass(frozen=True, slots=True)
class Row:
    """A guide on the board."""

    leaf: Leaf
    states: Sequence[State]
    deep: int


def board() -> list[Row]:
    """Every guide with its state in each language of the portal, in the order of the tree: three statements."""
    held = tree()
    states = states_of([leaf.id for leaves in held.values() for leaf in leaves])
    return _rows(held, states, None, 0)


def _rows(
    held: Mapping[int | None, Sequence[Leaf]], states: Mapping[int, Sequence[State]], parent: int | None, deep: int
) -> list[Row]:
    rows: list[Row] = []
    for leaf in held.get(parent, ()):
        rows += [Row(leaf, states[leaf.id], deep), *_rows(held, states, leaf.id, deep + 1)]
    return rows


def states_of(guide_ids: Sequence[int]) -> dict[int, list[State]]:
    """The state of each guide in each language: those of the portal, then others that there are."""
    readable = or_(GuideText.shown, GuideText.state.in_(["pending", "returned"]))
    query = select(GuideText, Guide.language, FOLLOWED).join(Guide, Guide.id == GuideText.guide_id)
    texts: dict[int, list[tuple[GuideText, str, int | None]]] = defaultdict(list)
    for text, source, followed in db.session().execute(query.where(Guide.id.in_(guide_ids), readable)):
        texts[text.guide_id].append((text, source, followed))
    return {guide_id: _states(texts[guide_id]) for guide_id in guide_ids}


def _states(rows: Sequence[tuple[GuideText, str, int | None]]) -> list[State]:
    tags = dict.fromkeys([*LANGUAGES, *sorted(text.language for text, _, _ in rows)])
    return [_state(tag, [each for each in rows if each[0].language == tag]) for tag in tags]


def _state(tag: str, rows: Sequence[tuple[GuideText, str, int | None]]) -> State:
    waiting = any(text.waits for text, _, _ in rows)
    for text, source, followed in rows:
        if text.shown:
            return State(
                tag, text, text.origin, trusted(text, source), is_outdated(text, source, followed), waiting,
                source=tag == source,
            )  # fmt: skip
    return State(tag, waiting=waiting)
