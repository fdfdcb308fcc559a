"""What is kept is written down: every table stands in docs/retention.md, and no column could hold an address."""

import re
from pathlib import Path

import portal.log.models
import portal.moderation.models
import portal.notices.models
import portal.outbox.models
import portal.pages.models
import portal.receipts  # noqa: F401 (every table must be known)
from portal.db import Base

DOCS = Path(__file__).parents[2] / "docs" / "retention.md"
NEVER = re.compile(r"(^|_)(ip|agent|browser|latitude_of|birth|views?|seen_at|last_seen|phone_of)(_|$)")


def test_every_table_is_in_the_retention_table() -> None:
    rows = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert told == set(Base.metadata.tables)


def test_no_column_holds_what_is_never_kept() -> None:
    columns = [f"{table}.{column.name}" for table, held in Base.metadata.tables.items() for column in held.columns]
    assert [each for each in columns if NEVER.search(each.split(".")[1])] == []
