"""Places that people suggest: written like all that people write, shown once they may be, and never as verified."""

import secrets

from sqlalchemy.orm import Session

from map.places.forms import SuggestForm
from map.places.kind import KIND
from map.places.models import Place, PlaceText
from map.slugs import Slugs
from portal import db
from portal.accounts.models import Account
from portal.moderation import contributing
from portal.settings import current

SOURCE = "members"


def suggest(opened: Session, author: Account, form: SuggestForm, language: str) -> Place:
    """Keep a new suggestion, and let it wait or be read."""
    place = Place(
        slug=Slugs(opened, Place).make(form.name.data or ""), source=SOURCE, source_ref=secrets.token_hex(12),
        time_zone=current().time_zone, author_id=author.id, language=language, written_on=db.today(),
        source_date=db.today(), category_code=form.category.data, state="draft", locked=False,
    )  # fmt: skip
    opened.add(place)
    _write(place, form)
    opened.flush()
    contributing.submit(opened, KIND, place, author, form.texts())
    return place


def mend(opened: Session, author: Account, place: Place, form: SuggestForm) -> None:
    """Change a suggestion and send it again.

    Raises:
        Refused: it is hidden or locked.
    """
    contributing.check_open(place)
    place.category_code, place.source_date = form.category.data, db.today()
    _write(place, form)
    opened.flush()
    contributing.submit(opened, KIND, place, author, form.texts())


def _write(place: Place, form: SuggestForm) -> None:
    place.address = form.address.data or ""
    said = {each.locale: each for each in place.texts}
    text = said.get(place.language) or PlaceText(locale=place.language, origin="human")
    text.name, text.about = form.name.data or "", form.about.data or ""
    if place.language not in said:
        place.texts.append(text)


def as_written(place: Place) -> dict[str, str]:
    """The words of *place* as its author wrote them, for the form."""
    said = next((each for each in place.texts if each.locale == place.language), None)
    return {
        "name": said.name if said else "",
        "about": said.about if said else "",
        "address": place.address,
        "category": place.category_code,
    }
