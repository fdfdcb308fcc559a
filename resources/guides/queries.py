"""Reading guides. `public` is the one definition of what anyone may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from portal import db
from portal.i18n import reader
from portal.languages import Said, best
from resources.guides.models import Guide, GuideAudio, GuideOpinion, GuideSituation, GuideText

_SHOWN = and_(GuideText.guide_id == Guide.id, GuideText.shown, GuideText.state == "published")


def public() -> Select[Any]:
    """Every guide that anyone may see: published, with words in at least one language."""
    return select(Guide).where(Guide.state == "published", exists().where(_SHOWN))


def public_texts() -> Select[Any]:
    """The words that readers see."""
    published = Guide.state == "published"
    return select(GuideText).join(Guide, Guide.id == GuideText.guide_id).where(published, _SHOWN)


def with_texts(query: Select[Any]) -> Select[Any]:
    """*query* over guides, with the words that readers see of each."""
    shown = Guide.texts.and_(GuideText.shown, GuideText.state == "published")
    return query.options(selectinload(shown), selectinload(Guide.situations))


_Source = aliased(GuideText)
_SAME = and_(_Source.guide_id == Guide.id, _Source.language == Guide.language, _Source.state == "published")
FOLLOWED = select(func.max(_Source.id)).where(_SAME, ~_Source.minor).correlate(Guide).scalar_subquery()
"""For a row of `Guide`: the id of the version of its source that translations have to follow."""


def is_outdated(text: GuideText, source_language: str, followed: int | None) -> bool:
    """Whether the source changed, other than in small things, since *text* was made from it."""
    if text.language == source_language or followed is None:
        return False
    return text.based_on_id is None or text.based_on_id < followed


@dataclass(frozen=True, slots=True)
class Found:
    """A guide with the words that readers see of it by language, and its recordings."""

    guide: Guide
    texts: Mapping[str, GuideText]
    audio: Mapping[str, GuideAudio]
    followed: int | None

    @property
    def source(self) -> GuideText | None:
        """The words that the others are translated from."""
        return self.texts.get(self.guide.language)

    def outdated(self, text: GuideText) -> bool:
        """Whether *text* no longer follows the source."""
        return is_outdated(text, self.guide.language, self.followed)

    def best(self) -> GuideText:
        """The words that are best for the reader: in their language, or what stands in for it."""
        tag = best_tag(self.texts, self.guide.language)
        return self.texts[tag]


def best_tag(tags: Iterable[str], source: str = "") -> str:
    """Which of the languages *tags* is best for the reader."""
    found = best({tag: tag for tag in tags}, reader().tag, source)
    return found.tag if found else ""


def by_slug(slug: str) -> Found | None:
    """The public guide called *slug*, with all its words: one statement."""
    return _one(Guide.slug == slug)


def by_id(guide_id: int) -> Found | None:
    """The public guide with this id."""
    return _one(Guide.id == guide_id)


_HEARD = and_(GuideAudio.guide_id == Guide.id, GuideAudio.language == GuideText.language)
_WHOLE = (
    select(Guide, GuideText, GuideAudio, FOLLOWED)
    .join(GuideText, _SHOWN)
    .outerjoin(GuideAudio, _HEARD)
    .where(Guide.state == "published")
)


def _one(which: Any) -> Found | None:
    rows = db.session().execute(_WHOLE.where(which)).all()
    if not rows:
        return None
    texts = {text.language: text for _, text, _, _ in rows}
    return Found(rows[0][0], texts, {audio.language: audio for _, _, audio, _ in rows if audio}, rows[0][3])


@dataclass(frozen=True, slots=True)
class Leaf:
    """A guide in the tree as lists show it. *instead* says that it is not in the reader's language."""

    id: int
    slug: str
    parent_id: int | None
    category_code: str | None
    title: Said
    summary: Said
    instead: bool


def tree() -> dict[int | None, list[Leaf]]:
    """Every public guide, under the id of what holds it; topics, and what a hidden one held, stand under None."""
    return _by_parent(leaves(select(Guide.id)))


def topics() -> list[Leaf]:
    """The topics, which hold all other guides."""
    return leaves(select(Guide.id).where(Guide.parent_id.is_(None)))


def near(guide: Guide) -> dict[int | None, list[Leaf]]:
    """What stands around *guide*: what holds it, what stands beside it, what it holds."""
    around = or_(Guide.parent_id == guide.id, Guide.id.in_([guide.id, guide.parent_id or guide.id]))
    if guide.parent_id:
        around = or_(around, Guide.parent_id == guide.parent_id)
    return _by_parent(leaves(select(Guide.id).where(around)))


def in_situation(code: str) -> list[Leaf]:
    """The guides for a situation of life."""
    return leaves(select(GuideSituation.guide_id).where(GuideSituation.code == code))


def below(guide_id: int) -> list[Leaf]:
    """What a topic holds."""
    return leaves(select(Guide.id).where(Guide.parent_id == guide_id))


_LEAF = (Guide.id, Guide.slug, Guide.parent_id, Guide.category_code, Guide.language.label("source"))
_LEAVES = (
    select(*_LEAF, GuideText.language, GuideText.title, GuideText.summary)
    .join(GuideText, _SHOWN)
    .where(Guide.state == "published")
    .order_by(Guide.position, Guide.id)
)


def leaves(ids: Select[Any]) -> list[Leaf]:
    """The public guides among *ids* in their order, each titled for the reader."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session().execute(_LEAVES.where(Guide.id.in_(ids))):
        rows[row.id].append(row)
    return [_leaf(each) for each in rows.values()]


def _leaf(rows: Sequence[Any]) -> Leaf:
    said = {row.language: row for row in rows}
    tag = best_tag(said, rows[0].source)
    row = said[tag]
    return Leaf(
        row.id, row.slug, row.parent_id, row.category_code, Said(row.title, tag), Said(row.summary, tag),
        instead=tag != reader().tag,
    )  # fmt: skip


def _by_parent(found: Sequence[Leaf]) -> dict[int | None, list[Leaf]]:
    """*found* under what holds each; what is held by nothing that can be seen stands by itself."""
    seen = {leaf.id for leaf in found}
    held: dict[int | None, list[Leaf]] = defaultdict(list)
    for leaf in found:
        held[leaf.parent_id if leaf.parent_id in seen else None].append(leaf)
    return held


def leaves_of(ids: Sequence[int]) -> list[Leaf]:
    """The public guides with these ids."""
    return leaves(select(Guide.id).where(Guide.id.in_(ids)))


def slug_of(guide_id: int) -> str:
    """The name in its address of a guide, whatever its state."""
    return db.session().scalars(select(Guide.slug).where(Guide.id == guide_id)).one()


def version(text_id: int | None) -> GuideText | None:
    """One version of some words, whatever its state; for comparing."""
    return db.session().get(GuideText, text_id) if text_id else None


def versions(guide_id: int, language: str) -> Sequence[GuideText]:
    """Every version of a guide in *language*, the newest first; for those who edit."""
    same = (GuideText.guide_id == guide_id) & (GuideText.language == language)
    return db.session().scalars(select(GuideText).where(same).order_by(GuideText.id.desc())).all()


def begun(guide_id: int, language: str, account_id: int) -> GuideText | None:
    """Where a translator goes on: what they sent and nobody let through yet, or else what readers see."""
    mine = (GuideText.author_id == account_id) & GuideText.state.in_(["pending", "returned"])
    same = (GuideText.guide_id == guide_id) & (GuideText.language == language)
    shown = GuideText.shown & (GuideText.state == "published")
    rows = db.session().scalars(select(GuideText).where(same, mine | shown).order_by(GuideText.id.desc())).all()
    return next((row for row in rows if not row.shown), rows[0] if rows else None)


def opinions(guide_id: int, *, still_open: bool = False) -> Sequence[GuideOpinion]:
    """What readers said of a guide, the newest first, or only what nobody dealt with; for those who edit."""
    query = select(GuideOpinion).where(GuideOpinion.guide_id == guide_id).order_by(GuideOpinion.id.desc())
    return db.session().scalars(query.where(~GuideOpinion.done) if still_open else query).all()


def by_author(account_id: int) -> Select[Any]:
    """All words of guides that someone wrote."""
    return select(GuideText).where(GuideText.author_id == account_id).order_by(GuideText.id.desc())
