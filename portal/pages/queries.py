"""Reading the editable pages and what readers wrote back."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.db import session
from portal.i18n import shown
from portal.languages import chain
from portal.pages.models import Feedback, PageText

PAGES = ("about", "privacy", "terms", "imprint", "accessibility")


def text(page: str) -> PageText | None:
    """The text of *page* that is best for the reader, or None where it is in no language of the chain."""
    rows = session().scalars(select(PageText).where(PageText.page == page, PageText.locale.in_(chain(shown().tag))))
    found = {row.locale: row for row in rows}
    return next((found[tag] for tag in chain(shown().tag) if tag in found), None)


def feedback() -> Sequence[Feedback]:
    """Every message of readers, newest first."""
    return session().scalars(select(Feedback).order_by(Feedback.id.desc())).all()
