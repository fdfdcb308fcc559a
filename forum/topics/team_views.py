"""For the team of a space and for translators: how a topic stands, earlier versions, translations."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from forum.spaces import queries as spaces
from forum.spaces.models import Space
from forum.topics import actions, queries
from forum.topics.forms import TendForm, TranslationForm
from forum.topics.kind import KINDS, TRANSLATION, space_of, topic_url, url_of
from forum.topics.models import Topic
from forum.topics.views import COMPOSE, standing, topic_or_404
from portal import db
from portal.accounts import session
from portal.accounts.forms import ConfirmForm
from portal.i18n import gettext, language_name
from portal.languages import LANGUAGES
from portal.log import chain
from portal.moderation import queue, targets
from portal.moderation.composing import compose
from portal.moderation.forms import ClaimForm, LanguageForm
from portal.permissions import Permission, requires
from portal.posting import Moved, answer, page, posted

bp = Blueprint("tending", __name__, url_prefix="/<locale:lang>/forum", template_folder="../templates")
WHICH = "/<any(topic, post):kind>/<int:number>"


def _tended(kind: str, number: int) -> Any:
    """The topic or post that is meant, whatever its state, where the reader is of its space's team."""
    row = db.session().get(KINDS[kind].model, number)
    if row is None or not spaces.tends(session.someone(), space_of(row)):
        abort(404)
    return row


@bp.route("/<slug>/<int:number>/tend", methods=["GET", "POST"])
@requires(Permission.TEND)
def tend(slug: str, number: int) -> Response:
    """Pin a topic, mark it as an announcement, move it to another space."""
    topic, _ = topic_or_404(slug, number)
    account = session.someone()
    mine = {each.slug: each for each in spaces.every() if spaces.tends(account, each)}
    if slug not in mine:
        abort(404)
    form = TendForm(posted(), pinned=topic.pinned, announcement=topic.announcement, space=slug)
    form.space.choices = [(each.slug, spaces.words(each).name.words) for each in mine.values()]

    def work(opened: Session) -> Response:
        row = opened.get_one(Topic, number)
        row.pinned, row.announcement = form.pinned.data, form.announcement.data
        if form.space.data != row.space.slug:
            actions.move(opened, row, opened.get_one(Space, mine[form.space.data].id))
        chain.append(opened, "tend", actor=account.ref, target=f"topic:{row.id}")
        return redirect(topic_url(row), 303)

    return answer(form, "form.html", work, title=gettext("How it stands in its space"), button=gettext("Keep it so"))


@bp.get(WHICH + "/team")
@requires(Permission.TEND)
def team(kind: str, number: int) -> Response:
    """What the team can see and do about a topic or post: earlier versions, its language, a decision."""
    row = _tended(kind, number)
    return page(
        "forum/topics/team.html", row=row, kind=kind, url=url_of(row),
        revisions=queries.revisions(f"{kind}:{number}"),
        language=LanguageForm(language=row.language), form=ConfirmForm(), claim=ClaimForm(version=0),
        reviews=session.may(Permission.REVIEW),
    )  # fmt: skip


@bp.post(WHICH + "/language")
@requires(Permission.TEND)
def correct(kind: str, number: int) -> Response:
    """Say in which language a text is."""
    row, form = _tended(kind, number), LanguageForm(posted())

    def work(opened: Session) -> Response:
        queue.correct_language(opened, KINDS[kind], opened.get_one(type(row), number), form.language.data)
        return redirect(url_for("tending.team", kind=kind, number=number), 303)

    return answer(form, "form.html", work, title=gettext("Language of the text"), button=gettext("Keep it so"))


@bp.post(WHICH + "/purge")
@requires(Permission.TEND)
def purge(kind: str, number: int) -> Response:
    """Take earlier versions away for good, such as after someone wrote a number into one."""
    _tended(kind, number)

    def work(opened: Session) -> Response:
        actions.purge(opened, KINDS[kind], opened.get_one(KINDS[kind].model, number))
        chain.append(opened, "purge", actor=session.someone().ref, target=f"{kind}:{number}")
        return redirect(url_for("tending.team", kind=kind, number=number), 303)

    return answer(
        ConfirmForm(posted()), "form.html", work, title=gettext("Earlier versions"), button=gettext("Go on")
    )


@bp.route(WHICH + "/translate", methods=["GET", "POST"])
@requires(Permission.TRANSLATE)
def translate(kind: str, number: int) -> Response:
    """Attach a translation to the present version of a text."""
    account = session.someone()
    row = targets.readable(db.session(), kind, number)
    if row is None and posted() is None:
        abort(404)
    form = TranslationForm(posted(), version=row.version if row else 0)
    form.language.choices = [(tag, language_name(tag)) for tag in LANGUAGES if row is None or tag != row.language]
    if kind == "post":
        del form.title

    def work(opened: Session) -> Response:
        own = targets.readable(opened, kind, number)
        if own is None:
            raise Moved(gettext("This topic cannot be read any more. Your words are kept here, to copy."))
        return standing(TRANSLATION, actions.translate(opened, own, account, form), lambda _row: url_of(own))

    title = (
        gettext("Translate from %(language)s", language=language_name(row.language)) if row else gettext("Translate")
    )
    lead = gettext("It is shown below the text, with your name, and marked when the text changes.")
    above = "forum/topics/answered.html"
    return compose(form, COMPOSE, work, title=title, lead=lead, above=above, topic=row)
