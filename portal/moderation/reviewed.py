"""What every thing that people write has: an author, a language, and a state that only decisions change."""

import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from portal.accounts.models import Account


class State(StrEnum):
    """Draft -> pending -> published <-> hidden; pending -> returned -> pending."""

    DRAFT = "draft"
    PENDING = "pending"
    RETURNED = "returned"
    PUBLISHED = "published"
    HIDDEN = "hidden"


class Reviewed:
    """The columns of a reviewed thing. *author_id* is empty for what was imported and for those who left."""

    state: Mapped[str] = mapped_column(String(10), default=State.PUBLISHED, server_default=State.PUBLISHED)
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    language: Mapped[str] = mapped_column(String(12), default="", server_default="")
    written_on: Mapped[datetime.date | None]

    @declared_attr
    def author_id(cls) -> Mapped[int | None]:
        """Whose it is."""
        return mapped_column(ForeignKey(Account.id, ondelete="SET NULL"), index=True)
