"""Concerns, their supporters, answers and what came of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("answer_due", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("supporters_shown", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="published", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=12), server_default="", nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_concern_area_id_area"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_concern_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_concern_organisation_id_organisation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_concern_about"), "concern", ["about"])
    op.create_index("ix_concern_answer_due", "concern", ["stage", "answer_due"])
    op.create_index(op.f("ix_concern_area_id"), "concern", ["area_id"])
    op.create_index(op.f("ix_concern_author_id"), "concern", ["author_id"])
    op.create_index(op.f("ix_concern_organisation_id"), "concern", ["organisation_id"])
    op.create_index("ix_concern_counted", "concern", ["state", "organisation_id", "language"])
    op.create_index("ix_concern_listed", "concern", ["state", "id"])
    op.create_index("ix_concern_stage", "concern", ["state", "stage", "id"])
    op.create_table(
        "concern_support",
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_concern_support_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_support_concern_id_concern"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("concern_id", "account_id", name=op.f("pk_concern_support")),
    )
    op.create_index(op.f("ix_concern_support_account_id"), "concern_support", ["account_id"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_milestone_concern_id_concern"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_concern_id"), "milestone", ["concern_id"])
    op.create_index(op.f("ix_milestone_due_on"), "milestone", ["due_on"])
    op.create_table(
        "progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_progress_concern_id_concern"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
    )
    op.create_index(op.f("ix_progress_concern_id"), "progress", ["concern_id"])
    op.create_table(
        "stage_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_stage_change_concern_id_concern"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index(op.f("ix_stage_change_concern_id"), "stage_change", ["concern_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_stage_change_concern_id"), "stage_change")
    op.drop_table("stage_change")
    op.drop_index(op.f("ix_progress_concern_id"), "progress")
    op.drop_table("progress")
    op.drop_index(op.f("ix_milestone_due_on"), "milestone")
    op.drop_index(op.f("ix_milestone_concern_id"), "milestone")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_concern_support_account_id"), "concern_support")
    op.drop_table("concern_support")
    op.drop_index("ix_concern_stage", "concern")
    op.drop_index("ix_concern_listed", "concern")
    op.drop_index("ix_concern_counted", "concern")
    op.drop_index(op.f("ix_concern_organisation_id"), "concern")
    op.drop_index(op.f("ix_concern_author_id"), "concern")
    op.drop_index(op.f("ix_concern_area_id"), "concern")
    op.drop_index("ix_concern_answer_due", "concern")
    op.drop_index(op.f("ix_concern_about"), "concern")
    op.drop_table("concern")
