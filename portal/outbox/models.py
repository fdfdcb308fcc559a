"""The outbox: work that was promised in the same transaction as the change that asks for it."""

import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Outbox(Base):
    """One promise: do *topic* for *key*, not before *due_at*. Asking again while it waits raises *version*."""

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("topic", "key", name="uq_outbox_topic_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    version: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime.datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(80))
