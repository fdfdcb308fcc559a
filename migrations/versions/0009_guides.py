"""Guides, their words, recordings of them, and what readers say of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=40), nullable=True),
        sa.Column("imported_as", sa.String(length=300), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("review_due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_guide_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_guide_category_code_category")),
        sa.ForeignKeyConstraint(["parent_id"], ["guide.id"], name=op.f("fk_guide_parent_id_guide")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide")),
        sa.UniqueConstraint("imported_as", name=op.f("uq_guide_imported_as")),
        sa.UniqueConstraint("slug", name=op.f("uq_guide_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_guide_author_id"), "guide", ["author_id"], unique=False)
    op.create_index(op.f("ix_guide_category_code"), "guide", ["category_code"], unique=False)
    op.create_index(op.f("ix_guide_parent_id"), "guide", ["parent_id"], unique=False)
    op.create_table(
        "guide_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("opinion", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["guide.id"], name=op.f("fk_guide_opinion_guide_id_guide"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_opinion")),
    )
    op.create_index(op.f("ix_guide_opinion_guide_id"), "guide_opinion", ["guide_id"], unique=False)
    op.create_index(op.f("ix_guide_opinion_sent_on"), "guide_opinion", ["sent_on"], unique=False)
    op.create_table(
        "guide_situation",
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["guide.id"], name=op.f("fk_guide_situation_guide_id_guide"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("guide_id", "code", name=op.f("pk_guide_situation")),
    )
    op.create_index(op.f("ix_guide_situation_code"), "guide_situation", ["code"], unique=False)
    op.create_table(
        "guide_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("held", sa.String(length=500), nullable=False),
        sa.Column("brought", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_guide_text_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["based_on_id"], ["guide_text.id"], name=op.f("fk_guide_text_based_on_id_guide_text"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["guide.id"], name=op.f("fk_guide_text_guide_id_guide"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_guide_text_reviewer_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_text")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_guide_text_author_id"), "guide_text", ["author_id"], unique=False)
    op.create_index(op.f("ix_guide_text_based_on_id"), "guide_text", ["based_on_id"], unique=False)
    op.create_index("ix_guide_text_of", "guide_text", ["guide_id", "language", "state"], unique=False)
    op.create_index(op.f("ix_guide_text_reviewer_id"), "guide_text", ["reviewer_id"], unique=False)
    op.create_index(
        "uq_guide_text_shown",
        "guide_text",
        ["guide_id", "language"],
        unique=True,
        sqlite_where=sa.text("shown"),
        postgresql_where=sa.text("shown"),
    )
    op.create_table(
        "guide_audio",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["guide.id"], name=op.f("fk_guide_audio_guide_id_guide"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["guide_text.id"], name=op.f("fk_guide_audio_text_id_guide_text"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_audio")),
        sa.UniqueConstraint("guide_id", "language", name="uq_guide_audio_guide_id"),
    )
    op.create_index(op.f("ix_guide_audio_text_id"), "guide_audio", ["text_id"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_guide_audio_text_id"), "guide_audio")
    op.drop_table("guide_audio")
    op.drop_index(
        "uq_guide_text_shown", "guide_text", sqlite_where=sa.text("shown"), postgresql_where=sa.text("shown")
    )
    op.drop_index(op.f("ix_guide_text_reviewer_id"), "guide_text")
    op.drop_index("ix_guide_text_of", "guide_text")
    op.drop_index(op.f("ix_guide_text_based_on_id"), "guide_text")
    op.drop_index(op.f("ix_guide_text_author_id"), "guide_text")
    op.drop_table("guide_text")
    op.drop_index(op.f("ix_guide_situation_code"), "guide_situation")
    op.drop_table("guide_situation")
    op.drop_index(op.f("ix_guide_opinion_sent_on"), "guide_opinion")
    op.drop_index(op.f("ix_guide_opinion_guide_id"), "guide_opinion")
    op.drop_table("guide_opinion")
    op.drop_index(op.f("ix_guide_parent_id"), "guide")
    op.drop_index(op.f("ix_guide_category_code"), "guide")
    op.drop_index(op.f("ix_guide_author_id"), "guide")
    op.drop_table("guide")
