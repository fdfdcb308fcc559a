"""Recordings of guides: for those who listen rather than read."""

import hashlib
from pathlib import Path

from flask import Blueprint, abort, redirect, send_from_directory, url_for
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from portal import db
from portal.accounts.forms import NEEDED, TOO_LONG, ConfirmForm
from portal.errors import BadInput
from portal.i18n import gettext, language_name, lazy
from portal.permissions import Permission, requires
from portal.posting import answer, posted
from portal.settings import current
from portal.text import cleaned
from resources.guides import actions, queries
from resources.guides.editing_views import guide_or_404
from resources.guides.exchange_views import FileForm, sent
from resources.guides.models import GuideAudio, GuideText

bp = Blueprint("guide_audio", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")
LARGEST = 1_900_000  # bytes: about ten minutes of speech
TYPES = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "m4a": "audio/mp4"}


class AudioForm(FileForm):
    """A recording, and who speaks."""

    speaker = StringField(
        lazy("Who speaks? (as listeners see it)"), filters=[cleaned],
        validators=[DataRequired(NEEDED), Length(max=200, message=TOO_LONG)],
    )  # fmt: skip


@bp.get("/audio/<file>")
@requires(Permission.ANYONE)
def play(file: str) -> Response:
    """A recording; players may ask for a part of it."""
    heard = queries.public_texts().join(
        GuideAudio, (GuideAudio.guide_id == GuideText.guide_id) & (GuideAudio.language == GuideText.language)
    )
    if db.session().scalars(heard.where(GuideAudio.file == file)).first() is None:
        abort(404)
    made = send_from_directory(folder().resolve(), file, mimetype=TYPES[file.rpartition(".")[2]], conditional=True)
    made.headers["Cache-Control"] = "no-cache"
    return made


@bp.route("/<slug>/audio/<language>", methods=["GET", "POST"])
@requires(Permission.EDIT)
def record(slug: str, language: str) -> Response:
    """Add a recording of what readers see of a guide in one language, in the place of an earlier one."""
    guide = guide_or_404(slug)
    text = actions.shown(db.session(), guide.id, language)
    if text is None:
        abort(404)
    form = AudioForm(posted())

    def work(opened: Session) -> Response:
        keep(opened, guide.id, language, sent(LARGEST), form.speaker.data or "")
        return redirect(url_for("guides.show", slug=slug, read=language), 303)

    title = gettext("A recording in %(language)s", language=language_name(language))
    same = (GuideAudio.guide_id == guide.id) & (GuideAudio.language == language)
    recorded = db.session().scalar(select(GuideAudio.id).where(same)) is not None
    return answer(
        form, "guides/bring.html", work, title=title, accept="audio/*", slug=slug, language=language,
        recorded=recorded, confirm=ConfirmForm(),
    )  # fmt: skip


@bp.post("/<slug>/audio/<language>/remove")
@requires(Permission.EDIT)
def remove(slug: str, language: str) -> Response:
    """Take a recording away."""
    guide = guide_or_404(slug)

    def work(opened: Session) -> Response:
        opened.execute(delete(GuideAudio).where(GuideAudio.guide_id == guide.id, GuideAudio.language == language))
        return redirect(url_for("guide_team.show", slug=slug), 303)

    title = gettext("Take the recording away")
    return answer(ConfirmForm(posted()), "form.html", work, title=title, button=title)


def folder() -> Path:
    """Where recordings are kept."""
    return current().data_dir / "audio"


def keep(opened: Session, guide_id: int, language: str, data: bytes, speaker: str) -> None:
    """Keep a recording of what readers see of a guide in *language*.

    Raises:
        BadInput: it is no MP3, Ogg or M4A file.
    """
    name = f"{hashlib.sha256(data).hexdigest()[:32]}.{_ending(data)}"
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / name).write_bytes(data)
    text = actions.shown(opened, guide_id, language)
    same = (GuideAudio.guide_id == guide_id) & (GuideAudio.language == language)
    row = opened.scalars(select(GuideAudio).where(same)).one_or_none()
    row = row or GuideAudio(guide_id=guide_id, language=language)
    row.file, row.speaker, row.recorded_on, row.text_id = name, speaker, db.today(), text.id if text else None
    opened.add(row)


def _ending(data: bytes) -> str:
    """What kind of recording *data* is, by how it begins: what its sender calls it counts for nothing."""
    if data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] >= b"\xe0"):
        return "mp3"
    if data[:4] == b"OggS":
        return "ogg"
    if data[4:8] == b"ftyp":
        return "m4a"
    raise BadInput(gettext("This is no MP3, Ogg or M4A recording."))
