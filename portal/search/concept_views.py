"""The words by which people search, for those who know the languages: what is not reviewed, and changing it."""

from collections import Counter

from flask import Blueprint, abort, redirect, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from portal import db
from portal.accounts import session, standing
from portal.errors import BadInput
from portal.i18n import gettext, language_name, lazy
from portal.languages import LANGUAGES
from portal.log import chain
from portal.outbox.models import Outbox
from portal.outbox.queue import promise
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted
from portal.search import missing
from portal.search.concepts import IN_LATIN
from portal.search.indexing import CONCEPTS, INDEX
from portal.search.table import forget
from portal.security import SafeForm
from portal.taxonomy import concepts
from portal.text import cleaned

bp = Blueprint("concepts", __name__, url_prefix="/<locale:lang>/concepts")
LONGEST_WORD, MOST_WORDS = 80, 60


class WordsForm(SafeForm):
    """The words of one concept in one language."""

    words = TextAreaField(
        lazy("Words and short phrases, one a line"), [Length(max=6000)], filters=[cleaned], render_kw={"rows": 12}
    )
    reviewed = BooleanField(lazy("I know this language and have checked these words"))


def named(locale: str) -> str:
    """What a language of the table is called."""
    return gettext("Latin letters, as in chats") if locale == IN_LATIN else language_name(locale)


@bp.get("")
@requires(Permission.TRANSLATE)
def index() -> Response:
    """Each language with what nobody has reviewed; each concept; what readers missed; how far indexing is."""
    waiting = select(func.count()).select_from(Outbox).where(Outbox.topic.in_((INDEX, CONCEPTS)))
    languages = [(locale, named(locale), drafts, total) for locale, (drafts, total) in concepts.unreviewed().items()]
    return page(
        "search/concepts.html",
        languages=languages,
        codes=concepts.codes(),
        missed=missing.of_late(),
        waiting=db.session().scalar(waiting),
    )


@bp.get("/in/<language>")
@requires(Permission.TRANSLATE)
def of_language(language: str) -> Response:
    """The concepts in one language, with how many of their words are drafts."""
    if language not in _languages():
        abort(404)
    drafts = Counter(row.concept_code for row in concepts.drafts(language))
    return page(
        "search/concepts_language.html",
        language=language,
        name=named(language),
        codes=concepts.codes(),
        drafts=drafts,
    )


@bp.get("/<code>")
@requires(Permission.TRANSLATE)
def show(code: str) -> Response:
    """The words of one concept, in every language."""
    rows = concepts.words_of(_known(code))
    locales = dict.fromkeys([*LANGUAGES, *(row.locale for row in rows)])
    said = {locale: [row for row in rows if row.locale == locale] for locale in locales}
    return page("search/concept.html", code=code, said=said, named=named)


@bp.route("/<code>/<language>", methods=["GET", "POST"])
@requires(Permission.EDIT)
def change(code: str, language: str) -> Response:
    """Change the words of a concept in one language; what holds them is then indexed anew."""
    rows = [row for row in concepts.words_of(_known(code)) if row.locale == language]
    if language not in _languages():
        abort(404)
    form = WordsForm(posted(), words="\n".join(row.word for row in rows))

    def work(opened: Session) -> Response:
        wanted = _lines(form.words.data or "")
        reads = language in {IN_LATIN, *standing.reads(session.someone())}
        concepts.set_words(opened, code, language, wanted, reviewed=bool(form.reviewed.data) and reads)
        chain.append(opened, "concept", actor=session.someone().ref, target=f"concept:{code}:{language}")
        promise(opened, CONCEPTS, [code])
        forget()
        return redirect(url_for("concepts.show", code=code), 303)

    title = gettext("Words for “%(concept)s” in %(language)s", concept=code, language=named(language))
    return answer(form, "form.html", work, title=title, button=gettext("Save"))


def _languages() -> set[str]:
    """The languages that words can be in: ours, and those that have some."""
    return {*LANGUAGES, IN_LATIN, *concepts.unreviewed()}


def _known(code: str) -> str:
    if code not in concepts.codes():
        abort(404)
    return code


def _lines(text: str) -> list[str]:
    """The words of a form.

    Raises:
        BadInput: there are too many, or one is too long.
    """
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_WORDS or any(len(line) > LONGEST_WORD for line in lines):
        raise BadInput(gettext("At most 60 lines, each of at most 80 letters."))
    return lines
