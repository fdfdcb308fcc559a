"""The words of checks and lessons."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.Column("made_from", sa.String(length=32), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("checker_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_wording_author_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["checker_id"], ["account.id"], name=op.f("fk_wording_checker_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("part", "key", "locale", name=op.f("pk_wording")),
    )
    op.create_index(op.f("ix_wording_author_id"), "wording", ["author_id"], unique=False)
    op.create_index(op.f("ix_wording_checker_id"), "wording", ["checker_id"], unique=False)


def downgrade() -> None:
    op.drop_table("wording")
