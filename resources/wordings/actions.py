"""Changing the words of checks and lessons, and noting that a second person checked them."""

from sqlalchemy.orm import Session

from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.i18n import gettext
from portal.languages import SOURCE
from portal.log import chain
from portal.posting import Moved
from resources.facts import figures
from resources.wordings.loading import CHECKED, DRAFT, HUMAN, digest
from resources.wordings.models import Wording


def change(opened: Session, by: Account, at: tuple[str, str, str], seen: str, text: str, *, edits: bool) -> None:
    """Let *by* put *text* at (part, key, language); *seen* hashes what they saw there. A second person checks it.

    Raises:
        BadInput: its numbers or hosts are not those of the English; or, without *edits*, it is the English, a
            language that *by* does not read, or was checked.
        Moved: someone else changed it meanwhile.
    """
    part, key, locale = at
    english = opened.get_one(Wording, (part, key, SOURCE))
    row = opened.get(Wording, at)
    if digest(row.text if row else "") != seen:
        raise Moved(gettext("Someone changed this meanwhile. Your words are kept: look at both, then send."))
    if not edits and (locale == SOURCE or locale not in standing.reads(by)):
        raise BadInput(gettext("Translators change the languages that they read; the English is for editors."))
    if locale != SOURCE and sorted(figures(text)) != sorted(figures(english.text)):
        raise BadInput(gettext("The numbers and addresses have to be those of the English text."))
    if row and row.review == CHECKED and not edits:
        raise BadInput(gettext("A second person has checked these words. Ask an editor to change them."))
    row = row or Wording(part=part, key=key, locale=locale, position=english.position)
    row.text, row.origin, row.review = text, HUMAN, DRAFT
    row.made_from = digest(text if locale == SOURCE else english.text)
    row.author_id, row.checker_id, row.changed_on = by.id, None, db.today()
    opened.add(row)
    chain.append(opened, "wording", actor=by.ref, target=f"{part}:{locale}", text=f"{key}: {text}")


def check(opened: Session, by: Account, at: tuple[str, str, str], seen: str) -> None:
    """Note that *by*, who did not write it, reads the language and found the words right.

    Raises:
        BadInput: *by* wrote it, or does not read its language.
        Moved: it changed since *by* read it.
    """
    row = opened.get_one(Wording, at)
    if digest(row.text) != seen:
        raise Moved(gettext("Someone changed this meanwhile. Read it once more."))
    if row.author_id == by.id:
        raise BadInput(gettext("You wrote this. A second person has to check it."))
    if row.locale not in {SOURCE, *standing.reads(by)}:
        raise BadInput(gettext("Only someone who reads this language can check it. Add it to your languages."))
    row.review, row.checker_id = CHECKED, by.id
    chain.append(opened, "wording", actor=by.ref, target=f"{row.part}:{row.locale}", text=row.key)
