"""Opportunities, their words, and the languages in which they are held."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("online", sa.String(length=500), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("money", sa.String(length=10), nullable=True),
        sa.Column("hours_a_week", sa.Integer(), nullable=True),
        sa.Column("ages_from", sa.Integer(), nullable=True),
        sa.Column("ages_to", sa.Integer(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("check_url", sa.String(length=500), nullable=False),
        sa.Column("check_phone", sa.String(length=20), nullable=False),
        sa.Column("no_fee", sa.Boolean(), nullable=False),
        sa.Column("no_passport", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"], ["area.id"], name=op.f("fk_opportunity_area_id_area"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_opportunity_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["category_code"], ["category.code"], name=op.f("fk_opportunity_category_code_category")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_opportunity_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_opportunity_place_id_place"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
        sa.UniqueConstraint("slug", name=op.f("uq_opportunity_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_opportunity_area_id", "opportunity", ["area_id"], unique=False)
    op.create_index("ix_opportunity_author_id", "opportunity", ["author_id"], unique=False)
    op.create_index("ix_opportunity_category_code", "opportunity", ["category_code"], unique=False)
    op.create_index("ix_opportunity_open", "opportunity", ["state", "closed", "expires_on"], unique=False)
    op.create_index("ix_opportunity_organisation_id", "opportunity", ["organisation_id"], unique=False)
    op.create_index("ix_opportunity_place_id", "opportunity", ["place_id"], unique=False)

    op.create_table(
        "opportunity_language",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_opportunity_language_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "language", name=op.f("pk_opportunity_language")),
    )
    op.create_index("ix_opportunity_language_language", "opportunity_language", ["language"], unique=False)

    op.create_table(
        "opportunity_text",
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("requirements", sa.String(length=1000), nullable=False),
        sa.Column("pay", sa.String(length=300), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name=op.f("fk_opportunity_text_opportunity_id_opportunity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "locale", name=op.f("pk_opportunity_text")),
    )


def downgrade() -> None:
    op.drop_table("opportunity_text")
    op.drop_table("opportunity_language")
    op.drop_table("opportunity")
