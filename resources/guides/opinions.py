"""Helped, wrong, unsafe: what readers say of a guide, without an account. The count is never public."""

import datetime
from collections.abc import Sequence

from flask import Blueprint, abort, request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal import db
from portal.accounts.models import RoleGrant
from portal.i18n import gettext, lazy
from portal.notices import actions as notices
from portal.permissions import Permission, Role, requires
from portal.posting import answer, page, posted
from resources.guides import queries
from resources.guides.forms import OpinionForm
from resources.guides.models import GuideOpinion, Opinion
from resources.guides.words import OPINIONS

bp = Blueprint("guide_opinions", __name__, url_prefix="/<locale:lang>/guides", template_folder="../templates")
AT_MOST = "6 per minute; 60 per hour"
NEVER_REFUSED = "600 per minute"  # many may stand behind one address; a flood is still no reason to lose a warning
KEPT = datetime.timedelta(days=365)
LEADS = {
    Opinion.HELPED: lazy("Good to hear. What helped most?"),
    Opinion.WRONG: lazy("Tell us what is wrong. Editors read it beside the guide."),
    Opinion.UNSAFE: lazy("Tell us what could harm someone. Editors are told at once. In danger now? Call 112."),
}


@bp.route("/<slug>/<any(helped, wrong, unsafe):opinion>", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def say(slug: str, opinion: str) -> Response:
    """Say that a guide helped, is wrong or unsafe, with a note."""
    found = queries.by_slug(slug)
    if found is None:
        abort(404)
    language = request.args.get("language", "")
    said = language if language in found.texts else found.guide.language
    form = OpinionForm(posted())

    def work(opened: Session) -> Response:
        keep(opened, found.guide.id, said, Opinion(opinion), form.note.data or "", f"/guides/{slug}/team")
        return page("guides/thanks.html", slug=slug, opinion=opinion)

    at_most = NEVER_REFUSED if opinion == Opinion.UNSAFE else AT_MOST
    return answer(
        form, "form.html", work, at_most=at_most, title=str(OPINIONS[opinion]),
        lead=str(LEADS[Opinion(opinion)]), button=gettext("Send"),
    )  # fmt: skip


def keep(opened: Session, guide_id: int, language: str, opinion: Opinion, note: str, path: str) -> None:
    """Keep what a reader says; where it is unsafe, every editor is told."""
    opened.add(
        GuideOpinion(guide_id=guide_id, language=language, opinion=opinion, note=note, sent_on=db.today(), done=False)
    )
    if opinion is Opinion.UNSAFE:
        for editor in _editors(opened):
            notices.tell(opened, editor, "unsafe", path)


def _editors(opened: Session) -> Sequence[int]:
    standing = (RoleGrant.role == Role.EDITOR) & RoleGrant.standing
    return opened.scalars(select(RoleGrant.account_id).where(standing).distinct()).all()


def forget_old(_keys: object = None) -> None:
    """Drop what readers said that is older than the retention table says."""
    with db.transaction() as opened:
        opened.execute(delete(GuideOpinion).where(GuideOpinion.sent_on < db.today() - KEPT))
