"""What readers looked for and did not find, as far as it is kept: concepts a day, in bands, never a word."""

import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.taxonomy.models import Concept


class MissingConcept(Base):
    """On *day*, readers said of a concept that nothing is found, *least* times at the least: the foot of a band."""

    __tablename__ = "missing_concept"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[datetime.date] = mapped_column(index=True)
    concept_code: Mapped[str] = mapped_column(String(40), ForeignKey(Concept.code, ondelete="CASCADE"), index=True)
    least: Mapped[int]
