"""The demo's guidance: generic words that nobody checked for this city, each page says so; one recording.

One original was changed after it was translated, one translation was checked, one waits: so that each state is seen.
"""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import db
from portal.accounts.models import Account
from portal.db import Mark
from resources.guides import actions, audio_views
from resources.guides.actions import Words
from resources.guides.exchange import folder, records
from resources.guides.models import Guide, GuideOpinion, Opinion

FILES = Path(__file__).parent / "demo"
MARK = "guides"
CHANGED, CHECKED, WAITS, HEARD = "getting-around", ("getting-around", "fr"), ("school", "fr"), "emergency-numbers"
ADDED = "\n\nAsk at the first office that you go to whether there is a card for cheap travel."


def fill() -> None:
    """Fill the guides once, after the people are there."""
    if db.mark(MARK):
        return
    with db.transaction() as opened:
        records.store(opened, folder.read(FILES))
        people = {each.sign_in_name: each for each in opened.scalars(select(Account))}
        _check(opened, people["editor"], *CHECKED)
        _change(opened, people["editor"], CHANGED)
        _wait(opened, people["translator"], *WAITS)
        _hear(opened, HEARD)
        opened.add(Mark(name=MARK, value="yes"))


def _guide(opened: Session, slug: str) -> Guide:
    return opened.scalars(select(Guide).where(Guide.slug == slug)).one()


def _check(opened: Session, editor: Account, slug: str, language: str) -> None:
    """Let the demo's editor have checked one translation."""
    text = actions.shown(opened, _guide(opened, slug).id, language)
    if text:
        text.reviewer_id, text.verified_on = editor.id, db.today()


def _change(opened: Session, editor: Account, slug: str) -> None:
    """Change an original, so that its translations are out of date."""
    guide = _guide(opened, slug)
    now = actions.shown(opened, guide.id, guide.language)
    if now:
        words = Words(now.title, now.summary, now.body + ADDED)
        actions.edit(opened, editor, guide, now.id, words, minor=False)


def _wait(opened: Session, translator: Account, slug: str, language: str) -> None:
    """Let a translation wait for a second person, and a reader have said something of the original."""
    guide = _guide(opened, slug)
    source = actions.shown(opened, guide.id, guide.language)
    if source is None:
        return
    words = Words("DEMO L’école", "Comment inscrire un enfant, et ce que l’école peut vous demander.", source.body)
    actions.translate(opened, translator, guide, language, source.id, words)
    note = "DEMO: our school asked for a paper that is not named here."
    opened.add(GuideOpinion(
        guide_id=guide.id, language=guide.language, opinion=Opinion.WRONG, note=note, sent_on=db.today(), done=False
    ))  # fmt: skip


def _hear(opened: Session, slug: str) -> None:
    """Add the recording in Tigrinya: a synthetic voice, without the critical part, which nobody has checked."""
    recording = FILES / f"{slug}.ti.mp3"
    if recording.exists():
        speaker = "DEMO: a computer's voice. A speaker of Tigrinya records it for a real portal."
        audio_views.keep(opened, _guide(opened, slug).id, "ti", recording.read_bytes(), speaker)
