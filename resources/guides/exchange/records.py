"""Guides that came from elsewhere, and how they are kept: what people here wrote or checked is never overwritten."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from map.slugs import Slugs
from portal import db
from portal.errors import BadInput
from portal.moderation import queue, targets
from portal.moderation.reviewed import State
from portal.taxonomy.models import Category
from resources.facts import differences
from resources.guides import actions
from resources.guides.actions import REVIEWED_EVERY, Words
from resources.guides.kind import GUIDE, TEXT
from resources.guides.models import Guide, GuideSituation, GuideText, Origin
from resources.guides.situations import all_situations


@dataclass(frozen=True, slots=True)
class Incoming:
    """A guide in one language, as a file holds it; *source* says that others are translated from this one."""

    slug: str
    language: str
    words: Words
    source: bool = False
    origin: Origin = Origin.IMPORTED
    verified_on: datetime.date | None = None
    outdated: bool = False
    parent: str = ""
    position: int = 0
    category: str = ""
    situations: Sequence[str] = ()
    reviewed_on: datetime.date | None = None
    imported_as: str | None = None


@dataclass(slots=True)
class Report:
    """What became of the files: counts of texts by what happened, and why some were left out."""

    done: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


class _DryRun(Exception):
    """Takes back all that a dry run did."""


def bring(found: Sequence[Incoming], *, dry_run: bool = False) -> Report:
    """`store` *found* in a transaction of its own, or only say what would become of it."""
    report = Report()
    try:
        with db.transaction() as opened:
            report = store(opened, found)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def store(opened: Session, found: Sequence[Incoming]) -> Report:
    """Keep *found*: new guides, new words of those that are there, their place in the tree."""
    report, guides, fresh = Report(), dict[str, Guide](), set[int]()
    for each in found:
        if each.source:
            guides[each.slug], is_new = _guide(opened, each)
            fresh |= {guides[each.slug].id} if is_new else set()
    for each in sorted(found, key=lambda each: not each.source):  # what the others are translated from comes first
        if each.slug in guides:
            _keep(opened, guides[each.slug], each, report)
        else:
            report.skipped["translations of a guide whose source is missing"] += 1
    _arrange(opened, guides, [each for each in found if each.source and guides[each.slug].id in fresh])
    for guide in guides.values():
        targets.follow(opened, GUIDE, guide)
    return report


def _guide(opened: Session, each: Incoming) -> tuple[Guide, bool]:
    """The guide that a source is of, and whether it is new."""
    same = Guide.imported_as == each.imported_as if each.imported_as else Guide.slug == each.slug
    guide = opened.scalars(select(Guide).where(same)).one_or_none()
    if guide is not None:
        return guide, False
    reviewed = each.reviewed_on or db.today()
    guide = Guide(
        slug=Slugs(opened, Guide).make(each.slug), imported_as=each.imported_as, language=each.language,
        written_on=db.today(), state=State.PUBLISHED, locked=False, reviewed_on=reviewed,
        review_due=reviewed + REVIEWED_EVERY,
    )  # fmt: skip
    opened.add(guide)
    opened.flush()
    return guide, True


def _arrange(opened: Session, guides: dict[str, Guide], sources: Iterable[Incoming]) -> None:
    """Put new guides where the files have them; those that were there stay where people here put them."""
    known = set(opened.scalars(select(Category.code)))
    for each in sources:
        guide, parent = guides[each.slug], guides.get(each.parent)
        guide.parent_id, guide.position = parent.id if parent else None, each.position
        guide.category_code = each.category if each.category in known else None
        codes = [code for code in each.situations if code in all_situations()]
        guide.situations = [GuideSituation(code=code) for code in dict.fromkeys(codes)]
    opened.flush()
    for each in sources:
        guide = guides[each.slug]
        try:
            actions.check_parent(opened, guide, guide.parent_id)
        except BadInput as error:
            raise BadInput(f"{each.slug}: it stands within itself, by its parent {each.parent}.") from error


def _keep(opened: Session, guide: Guide, each: Incoming, report: Report) -> None:
    """Keep the words of one file, unless they are there, or people here wrote, checked or hid others."""
    now = _newest(opened, guide.id, each.language)
    if now is not None and Words.of(now) == each.words:
        report.done["unchanged"] += 1
    elif guide.state != State.PUBLISHED or (now is not None and now.state != State.PUBLISHED):
        report.done["kept as a decision here left it"] += 1
    elif now is not None and (not now.brought or (now.verified_on and each.verified_on is None)):
        report.done["kept as people here have it"] += 1
    else:
        report.done[_replace(opened, guide, now, each)] += 1


def _newest(opened: Session, guide_id: int, language: str) -> GuideText | None:
    """What readers see, or what was the last that they could have seen."""
    same = (GuideText.guide_id == guide_id) & (GuideText.language == language)
    query = select(GuideText).where(same).order_by(GuideText.shown.desc(), GuideText.id.desc())
    return opened.scalars(query.limit(1)).first()


def _replace(opened: Session, guide: Guide, now: GuideText | None, each: Incoming) -> str:
    """Put the words of a file in the place of *now*; return what became of them.

    What a machine translated with other numbers or addresses than its source has, waits for a person.
    """
    source = None if each.source else actions.shown(opened, guide.id, guide.language)
    doubtful = source is not None and each.origin == Origin.MACHINE and each.verified_on is None
    strange = differences(_all(Words.of(source)), _all(each.words)) if source and doubtful else []
    row = GuideText(
        guide_id=guide.id, language=each.language, title=each.words.title, summary=each.words.summary,
        body=each.words.body, origin=each.origin, written_on=db.today(), locked=False, brought=True,
        state=State.PENDING if strange else State.PUBLISHED, verified_on=each.verified_on,
        based_on_id=source.id if source and not each.outdated else None,
        minor=False, shown=False, held=" · ".join(strange)[:500], version=1,
    )  # fmt: skip
    opened.add(row)
    opened.flush()
    if strange:
        queue.open_item(opened, TEXT, row, "all")
        return "waiting for a person: other numbers or addresses than the original"
    if now is not None:
        now.shown = False
        opened.flush()
    row.shown = True
    targets.follow(opened, TEXT, row)
    return "changed" if now else "new"


def _all(words: Words) -> str:
    return f"{words.title}\n\n{words.summary}\n\n{words.body}"
