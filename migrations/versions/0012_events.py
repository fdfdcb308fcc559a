"""Events, their words and dates, wishes to come, and the calendars of others."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "event_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("responsible", sa.String(length=120), nullable=False),
        sa.Column("safeguarding", sa.String(length=200), nullable=False),
        sa.Column("ages_from", sa.Integer(), nullable=True),
        sa.Column("ages_to", sa.Integer(), nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_event_calendar_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_event_calendar_category_code_category")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_event_calendar_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_calendar")),
    )
    op.create_index("ix_event_calendar_account_id", "event_calendar", ["account_id"], unique=False)
    op.create_index("ix_event_calendar_organisation_id", "event_calendar", ["organisation_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=False),
        sa.Column("ends", sa.DateTime(), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("skips_holidays", sa.Boolean(), nullable=False),
        sa.Column("laid_until", sa.Date(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("online", sa.String(length=500), nullable=False),
        sa.Column("ages_from", sa.Integer(), nullable=True),
        sa.Column("ages_to", sa.Integer(), nullable=True),
        sa.Column("cost", sa.String(length=10), nullable=True),
        sa.Column("price", sa.String(length=100), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("responsible", sa.String(length=120), nullable=False),
        sa.Column("safeguarding", sa.String(length=200), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("untold", sa.Boolean(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column("source_ref", sa.String(length=255), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_event_area_id_area"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_event_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["event_calendar.id"],
            name=op.f("fk_event_calendar_id_event_calendar"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_event_category_code_category")),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["event.id"], name=op.f("fk_event_follows_id_event"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_event_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_event_place_id_place"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("calendar_id", "source_ref", name="uq_event_calendar_id"),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_area_id", "event", ["area_id"], unique=False)
    op.create_index("ix_event_author_id", "event", ["author_id"], unique=False)
    op.create_index("ix_event_category_code", "event", ["category_code"], unique=False)
    op.create_index("ix_event_follows_id", "event", ["follows_id"], unique=False)
    op.create_index("ix_event_laid_until", "event", ["laid_until"], unique=False)
    op.create_index("ix_event_organisation_id", "event", ["organisation_id"], unique=False)
    op.create_index("ix_event_place_id", "event", ["place_id"], unique=False)

    op.create_table(
        "event_change",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.DateTime(), nullable=False),
        sa.Column("extra", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.DateTime(), nullable=True),
        sa.Column("ends", sa.DateTime(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_change_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "original", name=op.f("pk_event_change")),
    )
    op.create_table(
        "event_language",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_language_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "language", name=op.f("pk_event_language")),
    )
    op.create_index("ix_event_language_language", "event_language", ["language"], unique=False)

    op.create_table(
        "event_text",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("bring", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_text_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "locale", name=op.f("pk_event_text")),
    )
    op.create_table(
        "event_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_event_wish_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_wish_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_wish")),
        sa.UniqueConstraint("event_id", "original", "account_id", name="uq_event_wish_event_id"),
    )
    op.create_index("ix_event_wish_account_id", "event_wish", ["account_id"], unique=False)

    op.create_table(
        "occurrence",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_occurrence_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_occurrence_place_id_place"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("event_id", "original", "day", name=op.f("pk_occurrence")),
    )
    op.create_index("ix_occurrence_days", "occurrence", ["day", "starts_at", "event_id"], unique=False)
    op.create_index("ix_occurrence_places", "occurrence", ["day", "place_id"], unique=False)
    op.create_index("ix_occurrence_place_id", "occurrence", ["place_id"], unique=False)
    op.create_index("ix_occurrence_ends_at", "occurrence", ["ends_at"], unique=False)


def downgrade() -> None:
    op.drop_table("event_wish")
    op.drop_table("occurrence")
    op.drop_table("event_change")
    op.drop_table("event_language")
    op.drop_table("event_text")
    op.drop_table("event")
    op.drop_table("event_calendar")
